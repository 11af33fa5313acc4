//! Two things that make the start short: the assets are turned into JSON, which is read ten times as fast as TOML, and the
//! released program is linked statically where that is possible, which starts a quarter faster.
//!
//! A dynamic program spends about a third of its start in the loader (two libraries, relocations). The usual switch,
//! `-C target-feature=+crt-static`, needs `--target` beside proc macros and moves the output to another folder, so the
//! linker is told here, for the binary alone. rustc names `-lgcc_s`, `-lc` and so on for the dynamic libraries; small
//! linker scripts of these names, in a folder that is searched first, send the linker to the static ones.
//! Static and position-independent: addresses are still random. `KOTOWARI_LINK=dynamic` turns it off.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=assets");
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it"));
    convert(Path::new("assets"), &out.join("assets"));
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
