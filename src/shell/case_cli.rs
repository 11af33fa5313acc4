//! The arguments of `kotowari cases` and `kotowari due`.

use super::values::{Format, number};
use crate::domain::case::{AnswerKind, How, Kind, Means, Word};
use clap::builder::PossibleValuesParser;
use clap::{ArgGroup, Args, Subcommand};
use std::path::PathBuf;

/// As on the screen: a year of office days is more than anybody waits.
fn due_days(word: &str) -> Result<u32, String> {
    number(word).ok().filter(|n| (1..=365).contains(n)).ok_or_else(|| text!("cases.days").to_owned())
}

fn words<W: Word>() -> PossibleValuesParser {
    PossibleValuesParser::new(W::ids())
}

/// What may be noted with `log`; that a letter was copied is noted by the wizard.
fn kinds() -> PossibleValuesParser {
    PossibleValuesParser::new(Kind::ids().into_iter().filter(|id| *id != Kind::Copied.id()))
}

/// `kotowari cases`.
#[derive(Debug, Args)]
#[command(
    after_help = text!("cases.more")
)]
pub struct CasesArgs {
    /// 何をするか(なければ list)
    #[command(subcommand)]
    pub command: Option<CaseCommand>,
    /// 形
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// What is done with the cases.
#[derive(Debug, Subcommand)]
pub enum CaseCommand {
    /// 期限の近い順に並べる
    List {
        /// 形
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    /// ひとつの記録を表示する
    Show {
        /// 記録の id
        id: String,
        /// この番号の手紙の文面だけを表示する
        #[arg(long, value_name = "N", conflicts_with = "format", value_parser = number::<usize>)]
        letter: Option<usize>,
        /// 形
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    /// 起きたことを記録する
    #[command(
        after_help = text!("cases.log.more")
    )]
    Log(Log),
    /// 手紙を送ったことを記録する
    Sent {
        /// 記録の id
        id: String,
        /// 送り方(なければ手紙の送り方)
        #[arg(long, value_name = "HOW", value_parser = words::<How>())]
        by: Option<String>,
        /// 電話の相手
        #[arg(long, value_name = "NAME")]
        with: Option<String>,
        /// いつ(なければ今)
        #[arg(long, value_name = "TIME")]
        at: Option<String>,
        /// 手紙の番号(なければ最後の手紙)
        #[arg(long, value_name = "N", value_parser = number::<usize>)]
        letter: Option<usize>,
        /// 電話で約束された日
        #[arg(long, value_name = "DATE")]
        promised_by: Option<String>,
        /// メモ
        #[arg(long, value_name = "TEXT")]
        note: Option<String>,
    },
    /// 完了したことを記録する
    Done {
        /// 記録の id
        id: String,
        /// 完了した日(なければ今日)
        #[arg(long, value_name = "DATE")]
        on: Option<String>,
        /// 知らせてくれた人
        #[arg(long, value_name = "NAME")]
        person: Option<String>,
        /// メモ
        #[arg(long, value_name = "TEXT")]
        note: Option<String>,
    },
    /// 最後に記録した出来事を取り消す(取り消したものは表示する)
    Undo {
        /// 記録の id
        id: String,
    },
    /// 期限と予定を決める
    #[command(group = ArgGroup::new("what").args(["due", "due_days", "no_due", "plan", "no_plan"]).required(true).multiple(true))]
    Set {
        /// 記録の id
        id: String,
        /// 期限の日
        #[arg(long, value_name = "DATE", conflicts_with_all = ["due_days", "no_due"])]
        due: Option<String>,
        /// 期限までの営業日数
        #[arg(long, value_name = "N", conflicts_with = "no_due", value_parser = due_days)]
        due_days: Option<u32>,
        /// 自分で決めた期限をやめる
        #[arg(long)]
        no_due: bool,
        /// 予定を加える(例: --plan 2027-04-01=withdraw)
        #[arg(long, value_name = "DATE=GOAL")]
        plan: Vec<String>,
        /// その日の予定をやめる
        #[arg(long, value_name = "DATE")]
        no_plan: Vec<String>,
    },
    /// 記録を、確認のうえで消す
    Remove {
        /// 記録の id
        id: String,
        /// 確認せずに消す
        #[arg(long)]
        yes: bool,
    },
    /// 書き出す。ひとつなら人に見せるための文章、--all なら import で読み込める TOML(すべての記録と書きかけ。設定は含まない)
    Export {
        /// 記録の id
        #[arg(required_unless_present = "all", conflicts_with = "all")]
        id: Option<String>,
        /// すべて
        #[arg(long)]
        all: bool,
        /// 書き込むファイル(なければ、または - なら標準出力)
        #[arg(long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// 書き出したファイルを読み込む。今あるものは置き換えない
    Import {
        /// export --all で書き出したファイル、またはひとつの記録のファイル
        file: PathBuf,
    },
    /// 何がどこに保存されているかを表示する
    Places,
}

/// `kotowari cases log`.
#[derive(Debug, Args)]
pub struct Log {
    /// 記録の id
    pub id: String,
    /// 何が起きたか
    #[arg(long, value_parser = kinds())]
    pub kind: String,
    /// いつ(なければ今)
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
    /// 相手の名前
    #[arg(long, value_name = "NAME")]
    pub person: Option<String>,
    /// 電話番号
    #[arg(long, value_name = "N")]
    pub number: Option<String>,
    /// 連絡の手段
    #[arg(long, value_name = "MEANS", value_parser = words::<Means>())]
    pub means: Option<String>,
    /// 返事の種類
    #[arg(long, value_name = "KIND", value_parser = words::<AnswerKind>())]
    pub answer: Option<String>,
    /// 送り方
    #[arg(long, value_name = "HOW", value_parser = words::<How>())]
    pub how: Option<String>,
    /// 手紙の番号
    #[arg(long, value_name = "N", value_parser = number::<usize>)]
    pub letter: Option<usize>,
    /// 完了した日、予定の日
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    /// 電話で約束された日
    #[arg(long, value_name = "DATE")]
    pub promised_by: Option<String>,
    /// 言われたこと、書かれていたこと、どの部分か
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
}

/// `kotowari due`.
#[derive(Debug, Args)]
#[command(
    after_help = text!("cases.due.more")
)]
pub struct DueArgs {
    /// 期限のものがあれば終了コード 1 にする
    #[arg(long)]
    pub exit_code: bool,
    /// 形
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}
