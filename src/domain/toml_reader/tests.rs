use super::{Reader, TomlText, too_much};

/// `tests/data/toml.toml`: the text, the line, the key, and what to write instead.
#[derive(serde::Deserialize)]
struct Typed {
    mistakes: Vec<(String, usize, String, String)>,
}

#[test]
fn each_mistake_is_told_from_its_line() {
    let typed: Typed =
        toml::from_str(include_str!("../../../tests/data/toml.toml")).expect("mistakes");
    for (text, line, key, words) in &typed.mistakes {
        let source = TomlText::new(text);
        let (reader, _) = Reader::parse("x", &source);
        let found: Vec<_> = reader.problems.iter().map(|p| (p.line, p.key.as_str())).collect();
        assert_eq!(found, [(*line, key.as_str())], "{text}: {:?}", reader.problems);
        assert!(reader.problems[0].message.contains(words), "{text}: {}", reader.problems[0]);
    }
}

/// A mistake is reported once, and everything else is read: no consequential errors, none missed.
#[test]
fn beside_a_mistake_everything_else_is_read() {
    let text = "a = 山田\nb = \"x\"\n[c\nd = \"y\"\ne ＝ 1\n[f]\ng = [\n\"x\",\nh = 3\n\
        i = \"\"\"\n本文\n[[j]]\nk = 4\n";
    let source = TomlText::new(text);
    let (mut reader, table) = Reader::parse("x", &source);
    let found = |r: &Reader| r.problems.iter().map(|p| (p.line, p.key.clone())).collect::<Vec<_>>();
    let expected =
        [(1, "a"), (3, "c"), (5, "c"), (7, "f.g"), (10, "f.i")].map(|(n, k)| (n, k.to_owned()));
    assert_eq!(found(&reader), expected);
    let keys: Vec<_> = table.get_ref().keys().map(|k| k.get_ref().to_string()).collect();
    assert_eq!(keys, ["b", "f", "j"]);
    // A missing key may be part of what could not be read.
    reader.absent(0..0, "a", "absent");
    assert_eq!(found(&reader), expected);
    let source = TomlText::new("[a]\nb = 山田\n[[c]]\nd = 1\n");
    let (mut reader, _) = Reader::parse("x", &source);
    reader.absent(0..0, "a.x", "absent");
    reader.absent(0..0, "c[1].x", "absent");
    assert_eq!(found(&reader), [(2, "a.b".to_owned()), (1, "c[1].x".to_owned())]);
    // Of several tables of one name it is known which.
    let source = TomlText::new("[[c]]\nb = 山田\n[[c.d]]\n[[c]]\n[[c.d]]\nb = 山田\n");
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
    // Values take memory too, more so with tables.
    for many in [
        format!("x = [{}]", "1,".repeat(400_000)),
        format!("x = [{}]", "{a=1,b=2,c=3,d=4,e=5,f=6},".repeat(39_000)),
        format!("x = [{}{}]", "{a=1},".repeat(20_000), "1,".repeat(250_000)),
    ] {
        assert!(too_much(&many).is_some());
    }
    assert!(too_much(&format!("# {0}\nx = \"{0}\"", "1,".repeat(400_000))).is_none());
}
