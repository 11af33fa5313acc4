//! The arguments.

use super::case_cli::{CaseCommand, CasesArgs, DueArgs};
use super::say::{print, say};
use super::usage;
use super::values::Format;
use crate::config::{Ambiguity, Colors};
use crate::domain::calendar::{self, Year};
use crate::domain::service::CATEGORIES;
use crate::text::clean::visible;
use chrono::NaiveDate;
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// 転職エージェントへの依頼文(退会・休止・担当変更・連絡の調整など)を作るウィザード
#[derive(Debug, Default, Parser)]
#[command(
    name = "kotowari",
    bin_name = "kotowari",
    version,
    after_help = text!("cli.more")
)]
pub struct Cli {
    /// サービスの id で始める(kotowari services で一覧)
    #[arg(long, value_name = "ID")]
    pub service: Option<String>,
    /// The goal to begin with.
    #[arg(
        long,
        value_name = "GOAL",
        help = text!("cli.goal")
    )]
    pub goal: Option<String>,
    /// 答えのファイル(TOML)を読んで始める
    #[arg(long, value_name = "FILE")]
    pub answers: Option<PathBuf>,
    /// 画面を使わず、一行ずつたずねる(スクリーンリーダー、パイプ、TERM=dumb の端末)
    #[arg(long)]
    pub plain: bool,
    /// 何も保存せず、記録や書きかけも開かない(設定ファイルの氏名などは使う)
    #[arg(long)]
    pub no_save: bool,
    /// 設定ファイル
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Whether colours are used.
    #[arg(
        long,
        value_name = "auto|always|never",
        value_parser = colors,
        help = text!("cli.color")
    )]
    pub color: Option<Colors>,
    /// ①や○などの幅を決める(auto は端末にたずねる)
    #[arg(long, value_name = "auto|narrow|wide", value_parser = ambiguity)]
    pub ambiguous: Option<Ambiguity>,
    /// 手紙の日付とする日(2026-12-01)
    #[arg(long, global = true, value_name = "DATE", value_parser = day)]
    pub today: Option<NaiveDate>,
    /// 何をするか
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// 質問せずに、答えのファイルから手紙を作る
    Letter(Letter),
    /// 質問の流れ(すべての質問・選択肢・行き先・条件)を表示する
    Flow {
        /// 形
        #[arg(long, value_enum, default_value_t = FlowFormat::Text)]
        format: FlowFormat,
    },
    /// 知っているサービスを表示する(漢字・かな・ローマ字・略称・旧名・会社名で探せる)
    Services {
        /// 探す言葉
        query: Option<String>,
        /// 職種(pharmacist nurse care doctor engineer general global)
        #[arg(long, value_name = "CATEGORY", value_parser = category)]
        category: Option<String>,
        /// 確かめ直すべきもの(180日より古い、日付がない、足りない事実がある)だけを、理由とともに表示する
        #[arg(long)]
        stale: bool,
        /// 形
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    /// 組み込みの文面と、設定や答えのファイルの間違いを、すべて表示する
    Check {
        /// 調べるファイル(なければ設定ファイル)
        paths: Vec<PathBuf>,
        /// すべての道筋・送り方・調子の手紙を作って確かめる
        #[arg(long)]
        exhaustive: bool,
    },
    /// 頼んだことの記録を見る・加える(送った日、返事、電話、完了)
    Cases(CasesArgs),
    /// 登録先(担当、メール、電話、いつから)と、頼んだことを見る・加える
    Registrations(RegistrationsArgs),
    /// 今日までに期限の来たものを表示する
    Due(DueArgs),
    /// 保存したもの(氏名や登録情報、記録、書きかけ)を、確認のうえですべて消す
    Wipe {
        /// 確認せずに消す
        #[arg(long)]
        yes: bool,
    },
    /// シェルの補完を出力する
    Completions {
        /// シェル
        shell: clap_complete::Shell,
    },
    /// man ページを出力する
    Man,
}

impl Command {
    /// Whether it says, or removes, what a killed program has left.
    pub(super) fn names_leftovers(&self) -> bool {
        match self {
            Self::Wipe { .. } => true,
            Self::Cases(args) => matches!(args.command, Some(CaseCommand::Places)),
            _ => false,
        }
    }
}

/// `kotowari letter`.
#[derive(Debug, Args)]
#[command(
    after_help = text!("cli.letter.more")
)]
pub struct Letter {
    /// 答えのファイル(- は標準入力)
    #[arg(long, value_name = "FILE")]
    pub answers: PathBuf,
    /// 答えを置き換える(例: --set goal=pause --set sender.name=山田花子、並びはコンマ区切り)
    #[arg(long, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
    /// 送り方(mail form phone post message)
    #[arg(long)]
    pub channel: Option<String>,
    /// 調子(soft standard firm)
    #[arg(long)]
    pub tone: Option<String>,
    /// 長さ(short full)
    #[arg(long)]
    pub detail: Option<String>,
    /// 形
    #[arg(long, value_enum, default_value_t = LetterFormat::Text)]
    pub format: LetterFormat,
    /// 書き込むファイル(なければ、または - なら標準出力)
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// `kotowari registrations`.
#[derive(Debug, Args)]
#[command(
    after_help = text!("cli.registrations.more")
)]
pub struct RegistrationsArgs {
    /// 何をするか(なければ list)
    #[command(subcommand)]
    pub command: Option<RegistrationCommand>,
    /// 形
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// What is done with the registrations.
#[derive(Debug, Subcommand)]
pub enum RegistrationCommand {
    /// 登録先と、頼んだことを並べる
    List {
        /// 形
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    /// 登録先を加える。もうあれば、書いた項目だけを替える(空文字なら消す)
    Add(Add),
    /// ひとつの登録先を表示する
    Show {
        /// 登録先の id か名前
        id: String,
        /// 形
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    /// 登録先を一覧から外す(頼んだことの記録は残る)
    Remove {
        /// 登録先の id か名前
        id: String,
        /// 確認せずに外す
        #[arg(long)]
        yes: bool,
    },
}

/// `kotowari registrations add`.
#[derive(Debug, Args)]
pub struct Add {
    /// サービスの id(kotowari services で一覧)、または登録先の id
    #[arg(required_unless_present = "name", conflicts_with = "name")]
    pub id: Option<String>,
    /// 一覧にない会社の名前
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// 担当の方
    #[arg(long, value_name = "NAME")]
    pub handler: Option<String>,
    /// 担当の方のアドレス
    #[arg(long, value_name = "MAIL")]
    pub handler_email: Option<String>,
    /// そこに登録したメールアドレス(差出人と違うとき)
    #[arg(long, value_name = "MAIL")]
    pub email: Option<String>,
    /// そこに登録した電話番号(差出人と違うとき)
    #[arg(long, value_name = "PHONE")]
    pub phone: Option<String>,
    /// いつから(2024、2024-04、令和6年4月1日 など、年から)
    #[arg(long, value_name = "DATE")]
    pub since: Option<String>,
}

/// How a letter is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LetterFormat {
    /// 文章
    Text,
    /// JSON
    Json,
    /// メールの下書き(メールソフトで開ける .eml。日時は今、--today があればその日の正午・日本時間)
    Eml,
}

/// How the flow is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FlowFormat {
    /// 文章
    Text,
    /// Mermaid の図
    Mermaid,
    /// JSON
    Json,
}

fn colors(word: &str) -> Result<Colors, String> {
    Colors::parse(word).map_err(str::to_owned)
}

fn ambiguity(word: &str) -> Result<Ambiguity, String> {
    Ambiguity::parse(word).map_err(str::to_owned)
}

fn category(word: &str) -> Result<String, String> {
    let known = CATEGORIES.map(|(c, _)| c);
    if known.contains(&word) {
        return Ok(word.to_owned());
    }
    Err(text!("cli.one_of", words = known.join(" ")))
}

fn day(word: &str) -> Result<NaiveDate, String> {
    calendar::parse_day(word, super::clock::Clock::default().today(), Year::Nearest)
        .map_err(|e| e.to_string())
}

impl Cli {
    /// Reads the arguments; wrong ones end the program with 2. Without any, clap is not asked at all: building its command
    /// tree takes longer than drawing the first frame.
    pub fn read() -> Self {
        if std::env::args_os().nth(1).is_none() {
            return Self::default();
        }
        Self::try_parse().unwrap_or_else(|e| {
            // clap quotes arguments as they are; nothing but text may reach the terminal.
            let text: Vec<String> = usage::says(&e).lines().map(visible).collect();
            let mut code = e.exit_code();
            if e.use_stderr() {
                say(text.join("\n"));
            } else if let Err(failure) = print(&(text.join("\n") + "\n")) {
                failure.lines.iter().for_each(say);
                code = failure.code.into();
            }
            std::process::exit(code)
        })
    }
    /// The command tree, for completions and the manual.
    pub fn tree() -> clap::Command {
        Self::command()
    }
}
