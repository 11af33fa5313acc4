use super::{Reader, Source, too_much};

/// The usual mistakes of somebody who types Japanese: the line, the key, and what to write
/// instead.
const MISTAKES: &[(&str, usize, &str, &str)] = &[
    ("name = 山田花子", 1, "name", "値が \" で囲まれていません"),
    ("days = ３", 1, "days", "全角の「３」があります。半角の 3 に"),
    ("name = 山田、花子", 1, "name", "値が \" で囲まれていません"),
    ("name = “山田花子”", 1, "name", "全角の引用符"),
    ("name = 「山田花子」", 1, "name", "全角の引用符"),
    ("name = “山田花子\"", 1, "name", "全角の引用符"),
    ("name = ｢山田｣", 1, "name", "全角の引用符"),
    ("name = 〝山田〟", 1, "name", "全角の引用符"),
    ("name = ″山田″", 1, "name", "全角の引用符"),
    ("name = \"山田”", 1, "name", "全角の引用符"),
    ("name ＝ \"山田\"", 1, "", "全角の「＝」があります。半角の = に"),
    ("name == \"山田\"", 1, "name", "= が続いています"),
    ("name\u{3000}= \"山田\"", 1, "name", "全角の空白"),
    ("name = \"山田\"\u{3000}", 1, "name", "全角の空白"),
    ("name = \"山田\nreading = \"x\"", 1, "name", "引用符が閉じていません"),
    ("name = \"山田 花子\\\"\nreading = \"x\"", 1, "name", "引用符が閉じていません"),
    ("name = '山田", 1, "name", "引用符が閉じていません"),
    ("name = 'O'Brien'", 1, "name", "値が ' で終わった"),
    ("name = \"山田\" 花子", 1, "name", "ほかの文字があります"),
    ("= \"山田 花子\"", 1, "", "= の前に項目の名前がありません"),
    ("a = 1\na = 2", 2, "a", "二度書かれています"),
    ("[sender]\nname = \"x\"\n[sender]\nname = \"y\"", 3, "sender", "同じ見出しが二度"),
    ("a = 1\n[sender\nname = \"x\"", 2, "sender", "[sender] のように ] で閉じて"),
    ("a = 1\nsender]\nname = \"x\"", 2, "sender", "見出しの括弧が閉じていません"),
    ("a = [\"x\"]\n[[answers.selections]\nb = \"x\"", 2, "answers.selections", "]] で閉じて"),
    ("［sender］\nname = \"x\"", 1, "sender", "全角の「［」"),
    ("【sender】\nname = \"x\"", 1, "sender", "全角の「【」があります。半角の [ に"),
    ("[差出人]\nname = \"x\"", 1, "", "見出しの名前が読めません"),
    ("[]\nname = \"x\"", 1, "", "見出しの名前が読めません"),
    ("[“sender”]", 1, "", "見出しの名前が読めません"),
    ("＃ comment", 1, "", "全角の「＃」"),
    ("a = \"x\" ＃ comment", 1, "a", "全角の「＃」"),
    ("a = [\"x\" \"y\"]", 1, "a", "半角の , で区切って"),
    ("b = 1\na = [\"x\", \"y\"\n[sender]\nname = \"x\"", 2, "a", "] で閉じてください"),
    ("a = [\n\"x\",\n\nb = \"x\"", 1, "a", "] で閉じてください"),
    ("a = [\"x\"、\"y\"]", 1, "a", "全角の「、」"),
    ("a = [\n\"山田花子\"、\n\"y\"]", 2, "a", "全角の「、」"),
    ("a = [\"x\", \"y]", 1, "a", "引用符が閉じていません"),
    ("a = [“x”]", 1, "a", "全角の引用符"),
    ("a = [x, y]", 1, "a", "値が \" で囲まれていません"),
    ("a = [\n{ b = 山田 },\n]", 2, "a", "値が \" で囲まれていません"),
    ("a = { b = \"x\",\n[sender]\nname = \"x\"", 1, "a", "} で閉じてください"),
    ("b = 1\na = \"\"\"x\n[sender]\nname = \"x\"", 2, "a", "\"\"\" で閉じてください"),
    ("a = \"\"\"x\n二行目\nb = \"\"\"\ny\"\"\"", 1, "a", "\"\"\" で閉じてください"),
    ("# \"\"\" の書き方\nname = 山田", 2, "name", "値が \" で囲まれていません"),
    ("a = \"C:\\home\"", 1, "a", "\\\\ と重ねて"),
    ("a = \"\\u12\"", 1, "a", "\\\\ と重ねて"),
    ("a = \"x\u{7}\"", 1, "a", "U+0007"),
    ("a\u{200b} = \"x\"", 1, "", "U+200B"),
    ("a = \"x\"\u{200b}", 1, "a", "U+200B"),
    ("a = \"x\"\u{2028}", 1, "a", "U+2028"),
    ("a = 1\n\u{feff}[b]\nc = 1", 2, "b", "U+FEFF"),
    ("name \"山田\"", 1, "", "= がありません"),
    ("name \"山田 花子\" # 姓=山田", 1, "", "= がありません"),
    ("a = 1\ngoal : withdraw", 2, "", "= がありません"),
    ("goal : withdraw", 1, "", "TOML という書き方ではありません"),
    ("name: 山田花子 email=hanako@example.jp", 1, "", "TOML という書き方ではありません"),
    ("山田花子,hanako@example.jp,a=b", 1, "", "項目の名前が読めません"),
    ("name =", 1, "name", "値がありません"),
    ("名前 = \"山田\"", 1, "", "項目の名前が読めません"),
    ("birth_date = 1990-13-01", 1, "birth_date", "暦にない日付"),
    ("birth_date = 1990/4/1", 1, "birth_date", "例：2026-12-01"),
    ("birth_date = 1990年4月1日", 1, "birth_date", "例：2026-12-01"),
    ("phone = 090-1234-5678", 1, "phone", "値が \" で囲まれていません"),
    ("a = 1\n[b]\nc = [[[[[[[[[1]]]]]]]]]", 3, "b.c", "入れ子が深すぎます"),
];

#[test]
fn each_mistake_is_told_from_its_line() {
    for (text, line, key, words) in MISTAKES {
        let source = Source::new(text);
        let (reader, _) = Reader::parse("x", &source);
        let found: Vec<_> = reader.problems.iter().map(|p| (p.line, p.key.as_str())).collect();
        assert_eq!(found, [(*line, *key)], "{text}: {:?}", reader.problems);
        assert!(reader.problems[0].message.contains(words), "{text}: {}", reader.problems[0]);
    }
}

/// A mistake is told once, and what is right beside it is read: no follower, and no other
/// mistake unsaid.
#[test]
fn beside_a_mistake_everything_else_is_read() {
    let text = "a = 山田\nb = \"x\"\n[c\nd = \"y\"\ne ＝ 1\n[f]\ng = [\n\"x\",\nh = 3\n\
        i = \"\"\"\n本文\n[[j]]\nk = 4\n";
    let source = Source::new(text);
    let (mut reader, table) = Reader::parse("x", &source);
    let found = |r: &Reader| r.problems.iter().map(|p| (p.line, p.key.clone())).collect::<Vec<_>>();
    let expected =
        [(1, "a"), (3, "c"), (5, "c"), (7, "f.g"), (10, "f.i")].map(|(n, k)| (n, k.to_owned()));
    assert_eq!(found(&reader), expected);
    let keys: Vec<_> = table.get_ref().keys().map(|k| k.get_ref().to_string()).collect();
    assert_eq!(keys, ["b", "f", "j"]);
    // What is not there may be what could not be read.
    reader.absent(0..0, "a", "absent");
    assert_eq!(found(&reader), expected);
    let source = Source::new("[a]\nb = 山田\n[[c]]\nd = 1\n");
    let (mut reader, _) = Reader::parse("x", &source);
    reader.absent(0..0, "a.x", "absent");
    reader.absent(0..0, "c[1].x", "absent");
    assert_eq!(found(&reader), [(2, "a.b".to_owned()), (1, "c[1].x".to_owned())]);
    // Of several tables of one name it is known which.
    let source = Source::new("[[c]]\nb = 山田\n[[c.d]]\n[[c]]\n[[c.d]]\nb = 山田\n");
    let (mut reader, _) = Reader::parse("x", &source);
    for key in ["c[1].x", "c[2].x", "c[1].d[1].x", "c[2].d[1].x"] {
        reader.absent(0..0, key, "absent");
    }
    let told: Vec<_> = reader.problems.iter().map(|p| p.key.as_str()).collect();
    assert_eq!(told, ["c.b", "c.d.b", "c[2].x", "c[1].d[1].x"]);
}

#[test]
fn only_nesting_counts_as_depth() {
    let deep = "[".repeat(20);
    let dots = ".".repeat(20);
    for text in [
        format!("a = \"{deep}{dots}\""),
        format!("a = '{deep}'"),
        format!("a = \"\"\"\n{deep}\n{dots}\\\"\"\"\"\"\"\nb = 1"),
        format!("a = '''\n\"{deep}\n{dots}'''''\nb = \"{dots}\""),
        format!("# {deep}\na = 1"),
    ] {
        assert!(too_much(&text).is_none(), "{text}");
    }
    for text in [
        deep.clone(),
        format!("a = \"\"\"x\"\"\"\"\"\nb = {deep}"),
        format!("a = \"open\n b = {deep}"),
        format!("a = \"\"\nb = {deep}"),
        format!("a{dots}b = 1"),
    ] {
        assert!(too_much(&text).is_some(), "{text}");
    }
}

#[test]
fn tables_without_end_are_refused_before_they_are_read() {
    for (text, few) in [("x = [", "{a={b=1}},"), ("", "[[x]]\na = 1\n"), ("", "a.b.c = 1\n")] {
        assert!(too_much(&format!("{text}{}", few.repeat(500))).is_none(), "{few}");
        assert!(too_much(&format!("{text}{}", few.repeat(30_000))).is_some(), "{few}");
    }
    // Values take memory too, and more beside tables.
    for many in [
        format!("x = [{}]", "1,".repeat(400_000)),
        format!("x = [{}]", "{a=1,b=2,c=3,d=4,e=5,f=6},".repeat(39_000)),
        format!("x = [{}{}]", "{a=1},".repeat(20_000), "1,".repeat(250_000)),
    ] {
        assert!(too_much(&many).is_some());
    }
    assert!(too_much(&format!("# {0}\nx = \"{0}\"", "1,".repeat(400_000))).is_none());
}
