//! The arguments of `kotowari cases` and `kotowari due`.

use super::values::{Format, number};
use crate::domain::case::{AnswerKind, How, Kind, Means, Word};
use clap::builder::PossibleValuesParser;
use clap::{ArgGroup, Args, Subcommand};
use std::path::PathBuf;

/// As on the screen: a year of office days is more than anybody waits.
fn due_days(word: &str) -> Result<u32, String> {
    number(word)
        .ok()
        .filter(|n| (1..=365).contains(n))
        .ok_or_else(|| "1 から 365 までの日数を書いてください".to_owned())
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
    after_help = "ID は、ほかと区別できるところまでの短い形でも指定できます。\n日時は 2026-11-20、\"2026-11-20 10:30\"、10:30、2026-11-20T10:30:00+09:00 のように書きます(日付だけなら、その日に記録したもののあと)。\n\n例：\n  kotowari cases                                              期限の近い順に並べる\n  kotowari cases sent 20261120                                送ったと記録する\n  kotowari cases log 20261120 --kind contacted --means call   また電話が来たと記録する\n  kotowari cases done 20261120 --on 2026-12-01 --person 佐藤  完了した日を記録する\n  kotowari cases undo 20261120                                最後の記録を取り消す\n  kotowari cases export --all --output backup.toml            すべてをひとつのファイルに書き出す\n\n終了コード：0 完了 / 1 読めない記録がある・書けない / 2 使い方・入力の誤り"
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
        after_help = "種類ごとの項目：sent は --how --person --letter と、電話なら --promised-by、answer は --answer(必須) --person、call は --number --person、\ncontacted は --means(必須) --person --number、done は --on --person、plan_done は --on。--note はどれでも使えます。"
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
    after_help = "何もなければ何も表示しません。\n\n終了コード：0 完了 / 1 読めない記録がある\n--exit-code を付けたとき：0 期限のものはない / 1 ある / 2 読めない記録や誤りがあって言い切れない"
)]
pub struct DueArgs {
    /// 期限のものがあれば終了コード 1 にする
    #[arg(long)]
    pub exit_code: bool,
    /// 形
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}
