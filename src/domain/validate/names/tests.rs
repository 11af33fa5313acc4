use super::*;

/// What is typed, and the name in it.
const HANDLERS: &[(&str, &str)] = &[
    ("佐藤", "佐藤"),
    ("佐藤様", "佐藤"),
    ("佐藤 様", "佐藤"),
    ("佐藤　さま", "佐藤"),
    ("さとうさん", "さとう"),
    ("佐藤 殿", "佐藤"),
    ("佐藤 氏", "佐藤"),
    ("佐藤どの", "佐藤"),
    ("担当者：佐藤", "佐藤"),
    ("担当:佐藤", "佐藤"),
    ("ご担当の佐藤様", "佐藤"),
    ("担当者の佐藤さん", "佐藤"),
    ("キャリアアドバイザーの佐藤様", "佐藤"),
    ("佐藤 様 （CA）", "佐藤"),
    ("佐藤（キャリアアドバイザー）様", "佐藤"),
    ("佐藤（さとう）様", "佐藤"),
    ("佐藤様（CA担当）", "佐藤"),
    ("鵜殿", "鵜殿"),
    ("鵜殿様", "鵜殿"),
    ("鵜殿 様", "鵜殿"),
    ("水殿さん", "水殿"),
    ("殿村", "殿村"),
    ("殿", "殿"),
    ("氏家", "氏家"),
    ("諸氏", "諸氏"),
    ("左様 様", "左様"),
    ("うどの", "うどの"),
    ("オサマ", "オサマ"),
    ("佐藤先生 様", "佐藤先生"),
    ("スミス", "スミス"),
    ("佐藤（旧姓 鈴木）", "佐藤（旧姓 鈴木）"),
    ("CA佐藤", "佐藤"),
    ("CA 佐藤様", "佐藤"),
    ("RA：佐藤", "佐藤"),
    ("CAROL", "CAROL"),
    ("Caのり子", "Caのり子"),
    ("Mr. Sato", "Sato"),
    ("Sato-san", "Sato"),
    ("佐藤sama", "佐藤"),
    ("Susan", "Susan"),
    ("佐藤 樣", "佐藤"),
    ("「佐藤」", "佐藤"),
    ("【佐藤】様", "【佐藤】"),
    ("佐藤【CA】", "佐藤"),
    ("佐藤。", "佐藤"),
    ("佐藤君", "佐藤君"),
    ("アウン・サン", "アウン・サン"),
    ("アウン サン", "アウン サン"),
    ("佐藤サン", "佐藤"),
    ("佐藤 サン", "佐藤"),
    ("佐藤ｻﾝ", "佐藤"),
    ("さとうサマ", "さとう"),
    ("佐藤 ｻﾏ", "佐藤"),
    ("さとうさとし", "さとうさとし"),
    ("Sammy Davis, Jr.", "Sammy Davis, Jr."),
    ("佐藤CA", "佐藤"),
    ("佐藤 ＣＡ 様", "佐藤"),
    ("佐藤キャリアアドバイザー", "佐藤"),
    ("マネージャー 佐藤 様", "佐藤"),
    ("佐藤様宛", "佐藤"),
    ("佐藤 様 へ", "佐藤"),
    ("株式会社アポプラス 佐藤様", "佐藤"),
    ("株式会社 アポプラス 佐藤様", "佐藤"),
    ("アポプラス株式会社　佐藤 花子 様", "佐藤 花子"),
    ("Erica", "Erica"),
    ("採用担当 佐藤 様", "佐藤"),
    ("佐藤（採用担当）", "佐藤"),
    ("佐藤(男性)", "佐藤"),
    ("人事部 佐藤", "佐藤"),
    ("人事 佐藤", "佐藤"),
    ("営業 田中", "田中"),
    ("阿部 花子", "阿部 花子"),
    ("緒方", "緒方"),
    ("Ms Smith様", "Smith"),
    ("Dr. Sato", "Sato"),
    ("Drew", "Drew"),
    ("東条 英機 様 殿", "東条 英機"),
    ("ジョン・スミス", "ジョン・スミス"),
    ("前任の佐藤", "佐藤"),
    ("後任の鈴木様", "鈴木"),
    ("新しい担当の鈴木さん", "鈴木"),
    ("アドバイザーの佐藤さん", "佐藤"),
    ("リクルーター田中", "田中"),
    ("薬剤師 佐藤", "佐藤"),
    ("佐藤医師", "佐藤"),
    ("佐藤 様 方", "佐藤"),
    ("佐藤-様", "佐藤"),
    ("佐藤?", "佐藤"),
    ("今野", "今野"),
    ("佐藤殿", "佐藤"),
    ("佐藤氏", "佐藤"),
    ("佐藤 花子殿", "佐藤 花子"),
    ("ご担当の佐藤殿宛", "佐藤"),
    ("スミス氏", "スミス"),
    ("佐藤 水殿", "佐藤 水殿"),
    ("足利尊氏", "足利尊氏"),
    ("足利 尊氏", "足利 尊氏"),
    ("足利尊氏 様", "足利尊氏"),
    ("足利尊氏 殿", "足利尊氏"),
    ("山田尊氏", "山田尊氏"),
    ("山田尊氏さん", "山田尊氏"),
    ("藤原道長氏", "藤原道長氏"),
    ("担当の山田尊氏", "山田尊氏"),
    ("長谷川氏", "長谷川"),
    ("佐々木殿", "佐々木"),
    ("佐藤と申します。", "佐藤"),
    ("担当の佐藤です", "佐藤"),
    ("キャリアアドバイザーの佐藤でございます", "佐藤"),
    ("前野 様", "前野"),
    ("次田", "次田"),
    ("佐藤（前任 鈴木）", "佐藤"),
    ("女性の佐藤さん", "佐藤"),
    ("チーム佐藤", "佐藤"),
    ("美と子", "美と子"),
    ("のどか", "のどか"),
];

#[test]
fn a_consultants_name_is_what_is_left() {
    for (typed, right) in HANDLERS {
        assert_eq!(handler(typed).as_deref(), Ok(*right), "{typed}");
    }
    let roles = [
        "採用担当", "採用ご担当者様", "人事担当", "人事部", "受付の方", "女性の方様", "受付 様",
        "新しい担当", "後任", "前任者様", "新しい方", "今の担当者", "アドバイザー", "担当チーム",
    ];
    let marks =
        ["様", "ご担当者様", "さん", "担当者：", "CA", "部長", "-", "？", "担当の者", "担当の方"];
    for none in roles.iter().chain(&marks) {
        assert!(handler(none).is_err_and(|m| m.contains("空のまま")), "{none}");
    }
    for two in [
        "佐藤様、鈴木様", "佐藤、鈴木", "佐藤/鈴木", "佐藤様と鈴木様", "佐藤さん・鈴木さん",
        "佐藤様・鈴木様", "佐藤・鈴木", "佐藤 and 鈴木", "佐藤と鈴木", "林と鈴木",
        "佐藤 と スミス", "佐藤及び鈴木", "佐藤または鈴木", "佐藤＋鈴木", "佐藤ほか", "佐藤 他1名",
        "林と森", "佐藤か鈴木",
    ] {
        assert!(handler(two).is_err_and(|m| m.contains("おひとり")), "{two}");
    }
    for one in
        ["山田 美と子", "能登", "里見 とも子", "みさと", "早登ほのか", "しほか", "ヤマト 花子"]
    {
        assert_eq!(handler(one).as_deref(), Ok(one));
    }
    for (typed, right) in [("佐藤／CA", "佐藤"), ("《佐藤》", "佐藤"), ("佐藤…", "佐藤")]
    {
        assert_eq!(handler(typed).as_deref(), Ok(right), "{typed}");
    }
}

#[test]
fn an_address_or_a_number_is_no_name() {
    for reach in ["佐藤 03-1234-5678", "sato@example.jp"] {
        assert!(handler(reach).is_err_and(|m| m.contains("お名前だけ")), "{reach}");
    }
    assert!(name("a@b").is_err_and(|m| m.contains("ではなく、お名前")));
    for reach in ["https://example.jp", "山田花子 090-1234-5678", "03-1234-5678 山田"] {
        assert!(name(reach).is_err_and(|m| m.contains("お名前だけ")), "{reach}");
        assert!(handler(reach).is_err_and(|m| m.contains("お名前だけ")), "{reach}");
    }
    for nobody in ["様", "さん", "担当者", "本人", "null", "名無し", "匿名", "undefined", "本名"]
    {
        assert!(name(nobody).is_err_and(|m| m.contains("お名前を入力")), "{nobody}");
    }
    assert_eq!(name("John Smith 3rd").as_deref(), Ok("John Smith 3rd"));
}

#[test]
fn the_senders_name_is_a_name_alone() {
    for same in [
        "山田 花子", "𠮷田 𠮷子", "山田 花子（旧姓 佐藤）", "山田（旧姓：みなと）花子",
        "山田（佐藤）花子", "氏名 太郎", "Sammy Davis, Jr.", "Null", "々 々", "نور",
    ] {
        assert_eq!(name(same).as_deref(), Ok(same));
    }
    for more in [
        "フリガナ：山田花子", "山田：花子", "=山田", "'山田 花子'", "山田花子です",
        "山田花子と申します", "山田と言います", "山田花子。", "、山田", "山田 花子?",
        "「山田 花子」", "<b>山田</b>",
    ] {
        assert!(name(more).is_err_and(|m| m.contains("お名前だけ")), "{more}");
    }
    for (typed, right) in [
        ("氏名：山田花子", "山田花子"),
        ("お名前: 山田 花子", "山田 花子"),
        ("【氏名】山田 花子", "山田 花子"),
        ("ご氏名 ： 山田 花子", "山田 花子"),
    ] {
        assert_eq!(name(typed).as_deref(), Ok(right), "{typed}");
    }
    for (typed, why) in [
        ("氏名：", "お名前を入力"),
        ("山田,花子", "空白にして"),
        ("山田／花子", "空白にして"),
        ("山田、花子", "空白にして"),
        ("山田_花子", "空白にして"),
        ("山田｜花子", "空白にして"),
        ("山田花子 (株)みなと", "ご自身のお名前"),
        ("みなと株式会社 山田花子", "ご自身のお名前"),
        ("♡花子♡", "記号「♡」"),
        ("山田 花子★", "記号「★」"),
        ("花子🌸", "記号「🌸」"),
        ("株式会社山田", "ご自身のお名前"),
        ("山田薬局（株）", "ご自身のお名前"),
    ] {
        assert!(name(typed).is_err_and(|m| m.contains(why)), "{typed}");
    }
    assert!(handler("佐藤♪").is_err_and(|m| m.contains("記号「♪」")));
    for none in ["氏名", "？？", "090-1234-5678", "hanako@example.jp"] {
        assert!(name(none).is_err(), "{none}");
    }
}

#[test]
fn a_title_that_is_left_is_said() {
    let titled = [
        "山田 花子様", "山田 花子さん", "山田 花子サン", "山田 花子ｻﾝ", "山田花子サマ",
        "山田 花子 殿", "山田花子先生", "やまだ はなこさま",
    ];
    let others = [
        "山田花子殿", "山田 花子 より", "山田花子より", "山田 花子 拝", "Mr. John Smith",
        "Dr. 山田", "薬剤師 山田 花子", "山田 花子 医師", "山田 花子 敬具", "山田 花子 記",
        "代理 山田 花子", "山田 花子（35歳）", "山田 花子 (29)", "山田 花子２９歳",
        "山田 花子（代筆）", "山田（仮名）", "山田 君", "山田 花子 印", "山田 花子　印",
        "山田 花子㊞", "山田 花子 ㊞", "山田 花子（印）", "山田花子(印)", "山田 花子（署名）",
        "山田 花子　様方",
    ];
    for name in titled.iter().chain(&others) {
        assert!(title_left(name, true).is_some_and(|m| m.contains("外してください")), "{name}");
    }
    for name in ["山田 花子・太郎", "山田 花子 他1名", "山田 花子ほか", "山田花子と鈴木太郎"]
    {
        assert!(title_left(name, true).is_some_and(|m| m.contains("おひとり")), "{name}");
    }
    let plain = [
        "山田 花子", "山田 博士", "鵜殿", "鵜殿 花子", "王昭君", "アウン・サン", "アウン サン",
        "オサマ", "氏", "Drew Smith", "山田 千歳", "John Smith 3rd", "山田 和記", "山田記",
        "山田 花子（旧姓 佐藤）", "山田 花子（やまだ はなこ）", "印 花子", "山田 正印",
        "印南 花子",
    ];
    for name in plain {
        assert_eq!(title_left(name, true), None, "{name}");
    }
    for name in [
        "足利尊氏", "織田殿", "佐藤先生", "佐藤部長", "佐藤 先生", "佐藤女史", "佐藤様", "佐藤殿",
        "佐藤君", "佐藤さん", "佐藤ら", "佐藤たち",
    ] {
        assert!(title_left(name, false).is_some(), "{name}");
    }
    assert!(title_left("足利尊氏", false).is_some_and(|m| m.contains("お名前の一部なら")));
    for name in ["佐藤", "鵜殿", "水殿", "諸氏", "殿村", "部長谷", "安達", "さくら"]
    {
        assert_eq!(title_left(name, false), None, "{name}");
    }
}

#[test]
fn an_office_without_its_title() {
    for (typed, right) in [
        ("株式会社みなと 御中", "株式会社みなと"),
        ("株式会社みなと御中", "株式会社みなと"),
        ("みなとキャリア様", "みなとキャリア"),
        ("みなとキャリア　御中　ご担当者様", "みなとキャリア"),
        ("みなと 殿", "みなと"),
        ("お客様", "お客様"),
        ("御殿場キャリア", "御殿場キャリア"),
        ("みなと薬局さん", "みなと薬局"),
        ("王様のスープ", "王様のスープ"),
        ("(株)みなと 採用担当 様", "(株)みなと"),
        ("@type", "@type"),
        ("ひまわりさん", "ひまわりさん"),
    ] {
        assert_eq!(office(typed).as_deref(), Ok(right), "{typed}");
    }
    let contacts = ["090-1111-2222", "https://example.jp", "info@example.jp"];
    for none in ["御中", "株式会社", "㈱", "（株）", "A様B様"].iter().chain(&contacts) {
        assert!(office(none).is_err(), "{none}");
    }
}

#[test]
fn readings_that_people_have() {
    for same in [
        "ヤマダ ハナコ", "ﾔﾏﾀﾞ ﾊﾅｺ", "ﾏﾘｱ･ﾛﾍﾟｽ", "マリア・ロペス", "ジャン＝リュック",
        "ジャン゠リュック", "José", "Nguyễn Thị Hồng", "O’Brien", "D'Souza", "ミスヾ", "ナヽセ",
        "ヴァイオレット", "ヵヶヮㇰㇿ", "ヷヸヹヺ", "カ\u{309A}", "ヤマダ（旧姓：スズキ）",
        "ジョーンズ", "ジャン-リュック", "Sammy Davis, Jr.",
    ] {
        assert_eq!(reading(same).as_deref(), Ok(same));
    }
    for dash in ['‐', '−', '－', '–', '—', '―'] {
        assert_eq!(reading(&format!("ジョ{dash}ンズ")).as_deref(), Ok("ジョーンズ"), "{dash}");
        assert_eq!(reading(&format!("Anne{dash}Marie")).as_deref(), Ok("Anne-Marie"), "{dash}");
    }
    for (typed, right) in [
        ("ｼﾞｮ－ﾝｽﾞ", "ｼﾞｮｰﾝｽﾞ"),
        ("ジョ-ンズ", "ジョーンズ"),
        ("ﾄﾞ-ﾗ", "ﾄﾞｰﾗ"),
        ("ヨ-コ", "ヨーコ"),
        ("よ-こ", "ヨーコ"),
        ("カト- ハナコ", "カト- ハナコ"),
        ("マリー-アンヌ", "マリー-アンヌ"),
        ("ジャン‐リュック", "ジャン-リュック"),
        ("Anne-Marie", "Anne-Marie"),
    ] {
        assert_eq!(reading(typed).as_deref(), Ok(right), "{typed}");
    }
    for letters in ["ʻOkina", "John 3rd"] {
        assert_eq!(reading(letters).as_deref(), Ok(letters));
    }
    assert!(reading("ヤマダ,ハナコ").is_err_and(|m| m.contains("空白")));
    // What looks like kana is named, since nobody sees it.
    for (typed, sign) in
        [("ヤマ夕 ハナコ", "「夕」"), ("カトウ 力", "「力」"), ("ヤマ〜ダ", "「〜」")]
    {
        assert!(reading(typed).is_err_and(|m| m.contains(sign)), "{typed}");
    }
}

#[test]
fn readings_stand_alone_and_in_katakana() {
    for (titled, title) in [
        ("ヤマダハナコ様", "「様」"),
        ("ヤマダハナコさま", "「さま」"),
        ("やまだ はなこさま", "「さま」"),
        ("ヤマダ ハナコさん", "「さん」"),
        ("やまだ はなこさん", "「さん」"),
        ("やまだ はなこサン", "「サン」"),
        ("ヤマダ ハナコ ｻﾏ", "「ｻﾏ」"),
    ] {
        assert!(reading(titled).is_err_and(|m| m.contains(title)), "{titled}");
    }
    for (typed, right) in [
        ("フリガナ：ヤマダ ハナコ", "ヤマダ ハナコ"),
        ("ふりがな: やまだ はなこ", "ヤマダ ハナコ"),
        ("やまだ はなこ", "ヤマダ ハナコ"),
        ("いすゞ", "イスヾ"),
        ("ゔぁいおれっと", "ヴァイオレット"),
        ("か\u{309A}", "カ\u{309A}"),
        ("やまだ おさま", "ヤマダ オサマ"),
        ("やまだ しょうさん", "ヤマダ ショウサン"),
        ("（フリガナ）ヤマダ ハナコ", "ヤマダ ハナコ"),
        ("フリガナ ヤマダ ハナコ", "ヤマダ ハナコ"),
        ("ﾌﾘｶﾞﾅ:ﾔﾏﾀﾞ", "ﾔﾏﾀﾞ"),
        ("シメイ タロウ", "シメイ タロウ"),
    ] {
        assert_eq!(reading(typed).as_deref(), Ok(right), "{typed}");
    }
    for same in ["オサマ", "ヤマダ オサマ", "ヤマダ サン"] {
        assert_eq!(reading(same).as_deref(), Ok(same));
    }
    for none in ["ﾞﾞﾞ", "ゝゝ", "ゟ", "090-1234-5678 a", "フリガナ", "ふりがな", "ﾌﾘｶﾞﾅ", "セイ メイ"]
    {
        assert!(reading(none).is_err(), "{none}");
    }
    for none in
        ["山田 花子", "ヤマダ 花子", "・", "ー", "1", "ヤマダ1", "hanako@example.jp", "Ямада", "…"]
    {
        assert!(reading(none).is_err(), "{none}");
    }
}
