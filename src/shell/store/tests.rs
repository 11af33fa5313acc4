use super::*;

type Outcome = Result<(), Box<dyn std::error::Error>>;

#[cfg(windows)]
#[test]
fn a_file_that_another_program_holds_is_named_so() -> Outcome {
    use std::os::windows::fs::OpenOptionsExt as _;
    let place = tempfile::tempdir()?;
    let path = place.path().join("config.toml");
    write_private(&path, b"old")?;
    let held = OpenOptions::new().read(true).share_mode(0).open(&path)?;
    for refused in [
        write_private(&path, b"new").err(),
        read_text(&path, MAX_FILE).err(),
        super::super::data_folder::remove(&path).err(),
    ] {
        let said = refused.ok_or("taken")?.to_string();
        assert!(said.contains("ほかのプログラムが使っています"), "{said}");
    }
    drop(held);
    assert_eq!(read_text(&path, MAX_FILE)?.as_deref(), Some("old"));
    Ok(())
}

#[cfg(windows)]
#[test]
fn a_device_takes_an_output_and_no_file() -> Outcome {
    write_output(Path::new("NUL"), b"letter")?;
    assert!(
        write_new(Path::new("NUL"), b"letter")
            .is_err_and(|e| e.to_string().contains("普通のファイル"))
    );
    assert!(
        read_text(Path::new("NUL"), MAX_FILE)
            .is_err_and(|e| e.to_string().contains("普通のファイル"))
    );
    let place = tempfile::tempdir()?;
    let stream = place.path().join("letter:txt");
    for refused in [write_new(&stream, b"x").err(), write_output(&stream, b"x").err()] {
        assert!(refused.is_some_and(|e| e.to_string().contains("「:」")));
    }
    assert!(names(place.path())?.is_empty());
    Ok(())
}

fn names(folder: &Path) -> io::Result<Vec<String>> {
    let mut names: Vec<String> = fs::read_dir(folder)?
        .flatten()
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    Ok(names)
}

#[test]
fn what_was_written_is_read_and_nothing_else_is_left() -> Outcome {
    let place = tempfile::tempdir()?;
    let path = place.path().join("a/b/config.toml");
    assert_eq!(read_text(&path, MAX_FILE)?, None);
    write_private(&path, "葛\u{E0100}城".as_bytes())?;
    write_private(&path, "二".as_bytes())?;
    assert_eq!(read_text(&path, MAX_FILE)?.as_deref(), Some("二"));
    assert_eq!(names(&place.path().join("a/b"))?, ["config.toml"]);
    Ok(())
}

#[test]
fn a_new_file_never_replaces() -> Outcome {
    let place = tempfile::tempdir()?;
    let path = place.path().join("手紙.txt");
    assert_eq!(write_new(&path, b"1")?, path);
    assert_eq!(write_new(&path, b"2")?, place.path().join("手紙-2.txt"));
    assert_eq!(write_new(&path, b"3")?, place.path().join("手紙-3.txt"));
    assert_eq!(read_text(&path, MAX_FILE)?.as_deref(), Some("1"));
    #[cfg(unix)]
    {
        let circle = place.path().join("circle");
        std::os::unix::fs::symlink(&circle, &circle)?;
        assert!(
            write_new(&circle, b"4").is_err_and(|e| e.to_string().contains("輪になっています"))
        );
        fs::remove_file(circle)?;
    }
    assert!(
        write_new(place.path(), b"4")
            .is_err_and(|e| e.to_string().contains("普通のファイルではありません"))
    );
    assert_eq!(names(place.path())?.len(), 3);
    Ok(())
}

#[test]
fn limits_and_bad_bytes_are_refused_without_content() -> Outcome {
    let place = tempfile::tempdir()?;
    let path = place.path().join("x");
    fs::write(&path, b"abc\xffSECRET")?;
    let refused = read_text(&path, MAX_FILE).err().ok_or("accepted")?;
    assert!(refused.to_string().contains("1行目に"), "{refused}");
    assert!(!format!("{refused:?}").contains("SECRET"));
    fs::write(&path, b"12345")?;
    assert_eq!(read_text(&path, 5)?.as_deref(), Some("12345"));
    let refused = read_text(&path, 4).err().ok_or("accepted")?;
    assert!(refused.to_string().contains("上限 4 バイト"), "{refused}");
    assert!(read_text(place.path(), MAX_FILE).is_err(), "a folder");
    assert!(write_private(place.path(), b"x").is_err(), "onto a folder");
    Ok(())
}

#[cfg(unix)]
mod unix {
    use super::*;
    use crate::shell::data_folder;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    fn mode(path: &Path) -> io::Result<u32> {
        Ok(fs::symlink_metadata(path)?.permissions().mode() & 0o777)
    }

    #[test]
    fn files_and_folders_are_for_the_owner_only() -> Outcome {
        let place = tempfile::tempdir()?;
        let path = place.path().join("d/e/f");
        write_private(&path, b"1")?;
        assert_eq!(
            (mode(&path)?, mode(&place.path().join("d"))?, mode(&place.path().join("d/e"))?),
            (0o600, 0o700, 0o700)
        );
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644))?;
        write_private(&path, b"2")?;
        assert_eq!(mode(&path)?, 0o600);
        assert_eq!(mode(&write_new(&path, b"3")?)?, 0o600);
        Ok(())
    }

    #[test]
    fn what_others_could_read_is_refused_and_said() -> Outcome {
        let place = tempfile::tempdir()?;
        let path = place.path().join("x");
        fs::write(&path, "1")?;
        for (mode, passes) in [(0o600, true), (0o644, false), (0o640, false), (0o602, false)] {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode))?;
            let refused = crate::shell::trouble::for_the_owner(&File::open(&path)?).err();
            assert_eq!(refused.is_none(), passes, "{mode:o}");
            let said = refused.map(|e| StoreError::new(&path, Cause::Write(e)).to_string());
            assert!(said.is_none_or(|s| s.contains("ほかの人に読まれないファイルを作れません")));
        }
        Ok(())
    }

    #[test]
    fn what_is_refused_was_never_written() -> Outcome {
        let place = tempfile::tempdir()?;
        let target = place.path().join("x");
        let full = |file: &File| match file.metadata()?.len() {
            0 => Err(io::ErrorKind::Unsupported.into()),
            written => panic!("{written} bytes lie on the disk already"),
        };
        // With and without something to replace.
        for _ in 0..2 {
            let refused = put(place.path(), b"secret", &target, full);
            assert!(refused.is_err_and(|e| e.kind() == io::ErrorKind::Unsupported));
            fs::write(&target, "1")?;
        }
        assert_eq!(fs::read_dir(place.path())?.count(), 1, "and nothing is left");
        Ok(())
    }

    #[test]
    fn a_link_stays_a_link() -> Outcome {
        let place = tempfile::tempdir()?;
        let (link, real) =
            (place.path().join("config.toml"), place.path().join("dotfiles/config.toml"));
        symlink("dotfiles/config.toml", &link)?;
        for (text, before) in [("1", None), ("2", Some(0o640)), ("3", Some(0o644)), ("4", None)] {
            if let Some(mode) = before {
                fs::set_permissions(&real, fs::Permissions::from_mode(mode))?;
            }
            write_private(&link, text.as_bytes())?; // the first time it points to nothing yet
            assert!(fs::symlink_metadata(&link)?.is_symlink());
            assert_eq!((fs::read_to_string(&real)?.as_str(), mode(&real)?), (text, 0o600));
        }
        // A folder that is a link, and a file of ours in it.
        let (folder, case) = (place.path().join("data"), place.path().join("dotfiles/case.toml"));
        symlink("dotfiles", &folder)?;
        fs::write(&case, "1")?;
        fs::set_permissions(&case, fs::Permissions::from_mode(0o664))?;
        data_folder::replace(&folder.join("case.toml"), "2")?;
        assert_eq!((fs::read_to_string(&case)?.as_str(), mode(&case)?), ("2", 0o600));
        assert_eq!(write_new(&link, b"3")?, place.path().join("config-2.toml"));
        let circle = place.path().join("circle");
        symlink("circle", &circle)?;
        assert!(write_private(&circle, b"x").is_err_and(|e| e.to_string().contains("輪")));
        Ok(())
    }
}
