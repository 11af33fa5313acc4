//! Three things that make the start short: the assets are turned into JSON, which is read ten times as fast as TOML; the texts
//! of the program are sorted, so that one is found without reading all; and the released program is linked statically where
//! that is possible, which starts a quarter faster.
//!
//! A dynamic program spends about a third of its start in the loader (two libraries, relocations). The usual switch,
//! `-C target-feature=+crt-static`, needs `--target` beside proc macros and moves the output to another folder, so the
//! linker is told here, for the binary alone. rustc names `-lgcc_s`, `-lc` and so on for the dynamic libraries; small
//! linker scripts of these names, in a folder that is searched first, send the linker to the static ones.
//! Static and position-independent: addresses are still random. `KOTOWARI_LINK=dynamic` turns it off.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=assets");
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it"));
    convert(Path::new("assets"), &out.join("assets"));
    sort_texts(Path::new("assets/ui/ja.toml"), &out.join("assets/ui/ja.sorted"));
    gather_services(Path::new("assets/services"), &out.join("assets"));
    link();
}

/// Every TOML file of a folder as JSON, the same tree. One that does not parse is left to `kotowari check` and its test, which
/// name file and line: here it becomes `null`.
fn convert(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("cargo gives a folder that can be written");
    for entry in fs::read_dir(from).expect("the assets are part of the source").flatten() {
        let path = entry.path();
        let target = to.join(entry.file_name());
        if path.is_dir() {
            convert(&path, &target);
        } else if path.extension().is_some_and(|e| e == "toml") {
            let text = fs::read_to_string(&path).expect("assets are UTF-8");
            let value: serde_json::Value = toml::from_str(&text).unwrap_or_default();
            fs::write(target.with_extension("json"), value.to_string())
                .expect("cargo gives a folder that can be written");
        }
    }
}

/// The texts by key, sorted by bytes: a line each, key, tab, text. One with a line end or a tab would make two of them: the
/// build stops there.
fn sort_texts(from: &Path, to: &Path) {
    let text = fs::read_to_string(from).expect("assets are UTF-8");
    let texts: BTreeMap<String, String> = toml::from_str(&text).unwrap_or_default();
    let clean = |s: &str| !s.contains(['\n', '\t']);
    assert!(
        texts.iter().all(|(k, v)| clean(k) && clean(v)),
        "{}: line ends and tabs have no place",
        from.display()
    );
    let lines: Vec<String> = texts.iter().map(|(k, v)| format!("{k}\t{v}\n")).collect();
    fs::write(to, lines.concat()).expect("cargo gives a folder that can be written");
}

/// The services of the folder, so that a new one is one file and nothing else: `services.index` with what the first screen asks
/// (category, id, name, a line each), `services.records` with the whole records as JSON in the same lines, and `services.files`
/// with the files as they are, for `kotowari check`: name and text by turns, a NUL behind each.
fn gather_services(from: &Path, to: &Path) {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(from).expect("the assets are part of the source").flatten().map(|e| e.path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "toml"));
    paths.sort();
    let (mut index, mut records, mut files) = (String::new(), String::new(), String::new());
    for path in paths {
        let text = fs::read_to_string(&path).expect("assets are UTF-8");
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        files.extend([name.as_str(), "\0", text.as_str(), "\0"]);
        let value: serde_json::Value = toml::from_str(&text).unwrap_or_default();
        // A file that does not parse is left to `kotowari check` as well.
        let field = |key: &str| {
            value.get(key).and_then(|v| v.as_str()).unwrap_or_default().replace(['\t', '\n'], " ")
        };
        index.extend([
            field("category"),
            "\t".to_owned(),
            field("id"),
            "\t".to_owned(),
            field("name"),
            "\n".to_owned(),
        ]);
        records.extend([value.to_string(), "\n".to_owned()]);
    }
    for (name, text) in [("services.index", index), ("services.records", records), ("services.files", files)]
    {
        fs::write(to.join(name), text).expect("cargo gives a folder that can be written");
    }
}

fn link() {
    println!("cargo:rerun-if-env-changed=KOTOWARI_LINK");
    let var = |name: &str| env::var(name).unwrap_or_default();
    let suits = var("CARGO_CFG_TARGET_OS") == "linux"
        && var("CARGO_CFG_TARGET_ENV") == "gnu"
        && matches!(var("CARGO_CFG_TARGET_ARCH").as_str(), "x86_64" | "aarch64")
        && var("HOST") == var("TARGET")
        && var("PROFILE") == "release"
        && !var("CARGO_CFG_TARGET_FEATURE").split(',').any(|f| f == "crt-static")
        && var("KOTOWARI_LINK") != "dynamic";
    if !suits || !has("libgcc_eh.a") {
        return;
    }
    // A folder for each way: what an earlier build left must not be found.
    let is_static = has("libc.a") && has("libm.a") && has("rcrt1.o");
    let folder = PathBuf::from(var("OUT_DIR")).join(if is_static { "static" } else { "dynamic" });
    let mut scripts = vec![("libgcc_s.so", "GROUP(-lgcc_eh -lgcc)\n")];
    if is_static {
        scripts.push(("libc.so", "GROUP(-l:libc.a -lgcc_eh -lgcc)\n"));
        scripts.push(("libm.so", "GROUP(-l:libm.a)\n"));
        println!("cargo:rustc-link-arg-bins=-static-pie");
        // Addresses to be set right at the start take a bit each instead of 24 bytes. The C library has to know how.
        if glibc().is_some_and(|version| version >= (2, 36)) {
            println!("cargo:rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
        }
    }
    // What runs up to the first frame lies together, see benches/start_order.py. A linker of one's own may not know such scripts.
    let own_linker = env::var_os("RUSTC_LINKER").is_some() || var("CARGO_ENCODED_RUSTFLAGS").contains("link");
    if !own_linker {
        let script = Path::new(&var("CARGO_MANIFEST_DIR")).join("link/start.ld");
        println!("cargo:rerun-if-changed={}", script.display());
        println!("cargo:rustc-link-arg-bins=-T{}", script.display());
    }
    fs::create_dir_all(&folder).expect("cargo gives a folder that can be written");
    for (name, script) in scripts {
        fs::write(folder.join(name), script).expect("cargo gives a folder that can be written");
    }
    println!("cargo:rustc-link-arg-bins=-L{}", folder.display());
}

/// Whether the C compiler, which links, knows this file: it then answers with a path and not with the bare name.
fn has(file: &str) -> bool {
    Command::new("cc")
        .arg(format!("-print-file-name={file}"))
        .output()
        .is_ok_and(|o| Path::new(String::from_utf8_lossy(&o.stdout).trim_end()).is_absolute())
}

/// The version of the C library, as its headers say.
fn glibc() -> Option<(u32, u32)> {
    let mut cc = Command::new("cc")
        .args(["-E", "-P", "-x", "c", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    cc.stdin.take()?.write_all(b"#include <features.h>\n__GLIBC__ __GLIBC_MINOR__\n").ok()?;
    let out = cc.wait_with_output().ok()?;
    let text = String::from_utf8(out.stdout).ok()?;
    let (major, minor) = text.trim().lines().last()?.split_once(' ')?;
    Some((major.parse().ok()?, minor.trim().parse().ok()?))
}
