//! What is in the folder afterwards, where nobody interferes.

use std::io::{self, Write as _};
use std::time::SystemTime;

use super::stager::PART;
use super::*;
use crate::source::{OpenFile, memory};
use crate::text::path::SourcePath;

/// What search finds in the only language of a site, whose index is in `folder`.
fn searched(folder: &str, found: &[&str]) -> Catalogue {
    let search = CatalogueSearch {
        locale: "en".to_owned(),
        folder: UrlPath::new(format!("/_dopo/hashed/{folder}/")),
        found: found.iter().map(UrlPath::new).collect(),
    };
    Catalogue { searches: vec![search], ..Catalogue::default() }
}

#[test]
fn what_did_not_change_keeps_its_inode_and_what_went_is_gone() {
    for (_room, place) in rooms() {
        publish(&place, &[("a/index.html", "a"), ("b/index.html", "b"), ("c/d.txt", "c")]);
        let [a, b] = ["a/index.html", "b/index.html"].map(|path| place.folder.join(path));
        let before = [inode(&a), inode(&b)];
        let published = publish(&place, &[("a/index.html", "a"), ("b/index.html", "B")]);
        let wanted = Published { files: 2, unchanged: 1, bytes: 2, aside: Vec::new() };
        assert_eq!(published, wanted);
        assert_eq!(site(&place), files(&[("a/index.html", "a"), ("b/index.html", "B")]));
        assert_eq!(inode(&a), before[0]);
        assert_ne!(inode(&b), before[1]);
        assert_eq!(beside(&place), [".public.dopo", "public"]);
        let kept = tree(&place.folder.with_file_name(".public.dopo"));
        let kept: Vec<&String> = kept.keys().collect();
        assert_eq!(kept.len(), 4, "notes, a list and when it was settled: {kept:?}");
    }
}

#[test]
fn an_unchanged_site_is_not_read_again_and_stays_as_it_is() {
    for (_room, place) in rooms() {
        let all = [("a.html", "a"), ("b/index.html", "b")];
        publish(&place, &all);
        // A file that cannot be told from what was written is taken over as it is, unread: the
        // clock of a file system may not move between two publications of two files.
        std::thread::sleep(std::time::Duration::from_millis(20));
        publish(&place, &all);
        let marker = fs::read_to_string(place.folder.join(MARKER)).unwrap();
        let before =
            [inode(&place.folder.join("a.html")), inode(&place.folder.join("b/index.html"))];
        assert_eq!(publish(&place, &all).unchanged, 2);
        let after =
            [inode(&place.folder.join("a.html")), inode(&place.folder.join("b/index.html"))];
        assert_eq!(before, after);
        assert_eq!(fs::read_to_string(place.folder.join(MARKER)).unwrap(), marker);
    }
}

/// Each is a way to change `a.html`, which holds `good`, without its length.
#[test]
fn a_file_that_somebody_else_changed_is_written_anew() {
    type Change = fn(&Path, SystemTime);
    let in_place: Change = |file, _| fs::write(file, "evil").unwrap();
    let with_time_set_back: Change = |file, before| {
        let mut open = fs::File::options().write(true).open(file).unwrap();
        open.write_all(b"evil").unwrap();
        open.set_modified(before).unwrap();
    };
    let replaced_with_time_set_back: Change = |file, before| {
        let other = file.with_extension("new");
        fs::write(&other, "evil").unwrap();
        fs::File::options().write(true).open(&other).unwrap().set_modified(before).unwrap();
        fs::rename(other, file).unwrap();
    };
    let longer: Change = |file, _| fs::write(file, "evil and more").unwrap();
    let removed: Change = |file, _| fs::remove_file(file).unwrap();
    for change in [in_place, with_time_set_back, replaced_with_time_set_back, longer, removed] {
        for (_room, place) in rooms() {
            publish(&place, &[("a.html", "good")]);
            let file = place.folder.join("a.html");
            let before = fs::metadata(&file).unwrap().modified().unwrap();
            change(&file, before);
            for _ in 0..2 {
                publish(&place, &[("a.html", "good")]);
                assert_eq!(site(&place), files(&[("a.html", "good")]));
            }
        }
    }
}

#[test]
fn a_restored_site_is_read_and_found_to_be_the_same() {
    for (_room, place) in rooms() {
        publish(&place, &[("a.html", "a"), ("b.html", "b")]);
        for name in ["a.html", "b.html"] {
            let (file, copy) = (place.folder.join(name), place.folder.join("copy"));
            fs::copy(&file, &copy).unwrap();
            fs::rename(&copy, &file).unwrap();
        }
        let published = publish(&place, &[("a.html", "a"), ("b.html", "B")]);
        assert_eq!(published.unchanged, 1);
        assert_eq!(site(&place), files(&[("a.html", "a"), ("b.html", "B")]));
    }
}

#[test]
fn an_unpublished_site_leaves_the_old_one_and_nothing_else() {
    for (_room, place) in rooms() {
        drop(stage(&place, &[("a.html", "new")]).unwrap());
        assert_eq!(beside(&place), Vec::<String>::new());
        publish(&place, &[("a.html", "old")]);
        let (before, hidden) = (tree(&place.folder), place.folder.with_file_name(".public.dopo"));
        let lists = tree(&hidden);
        drop(stage(&place, &[("a.html", "new"), ("b.html", "new")]).unwrap());
        assert_eq!(tree(&place.folder), before);
        assert_eq!(tree(&hidden), lists);
    }
}

#[test]
fn hashed_files_stay_for_one_publish_more() {
    for (_room, place) in rooms() {
        let publish = |files: &[(&str, &str)], catalogue: Catalogue| {
            stage(&place, files).unwrap().publish(catalogue).unwrap();
            site(&place).into_keys().collect::<Vec<_>>()
        };
        publish(&[("_dopo/hashed/1/x", "1"), ("a", "a")], searched("1", &["/a/"]));
        let x = inode(&place.folder.join("_dopo/hashed/1/x"));
        let second = publish(&[("_dopo/hashed/2/x", "2"), ("a", "a")], searched("2", &["/a/"]));
        assert_eq!(second, ["_dopo/hashed/1/x", "_dopo/hashed/2/x", "a"]);
        assert_eq!(inode(&place.folder.join("_dopo/hashed/1/x")), x);
        let third = publish(&[("_dopo/hashed/2/x", "2"), ("a", "a")], searched("2", &["/a/"]));
        assert_eq!(third, ["_dopo/hashed/2/x", "a"]);
    }
}

/// What search found before, what it finds now, and whether the old index may stay.
#[test]
fn an_index_with_an_article_that_is_not_found_any_more_goes_at_once() {
    let german = |found: &[&str]| {
        let mut catalogue = searched("2", found);
        catalogue.searches[0].locale = "de".to_owned();
        catalogue
    };
    for (old, new, stays) in [
        (searched("1", &["/a/", "/b/"]), searched("2", &["/a/", "/b/"]), true),
        (searched("1", &["/a/"]), searched("2", &["/a/", "/b/"]), true),
        (searched("1", &["/a/", "/b/"]), searched("2", &["/b/"]), false),
        (searched("1", &["/a/"]), searched("2", &["/moved/"]), false),
        (searched("1", &["/a/"]), german(&["/a/"]), false),
        (Catalogue::default(), searched("2", &["/a/"]), false),
    ] {
        for (_room, place) in rooms() {
            let told = format!("{old:?} {new:?}");
            let first = [("_dopo/hashed/1/t0", "text"), ("_dopo/hashed/theme/style.css", "old")];
            stage(&place, &first).unwrap().publish(old.clone()).unwrap();
            stage(&place, &[("_dopo/hashed/2/t0", "")]).unwrap().publish(new.clone()).unwrap();
            let has = |path: &str| site(&place).contains_key(path);
            assert_eq!(has("_dopo/hashed/1/t0"), stays, "{told}");
            let knows = old != Catalogue::default();
            assert_eq!(has("_dopo/hashed/theme/style.css"), knows, "what is no text stays: {told}");
        }
    }
}

#[test]
fn a_copied_file_is_written_once_and_taken_over_when_it_did_not_change() {
    let long = |letter: u8| vec![letter; PART * 2 + 17];
    for (_room, place) in rooms() {
        let publish = |files: &[(&str, Vec<u8>)]| {
            let tree = memory::tree(files.iter().map(|(path, bytes)| (path, bytes.clone())));
            let stager = Stager::new(&place, PARTS).unwrap();
            for (path, _) in files {
                let file = tree.file(&SourcePath::new(path)).unwrap();
                stager.copy(OutputPath::new(path), &file).unwrap();
            }
            stager.publish(Catalogue::default()).unwrap()
        };
        publish(&[("same", long(b'a')), ("other", long(b'a')), ("longer", long(b'a'))]);
        let same = inode(&place.folder.join("same"));
        let longer = [long(b'a'), long(b'b')].concat();
        let published =
            publish(&[("same", long(b'a')), ("other", long(b'b')), ("longer", longer.clone())]);
        assert_eq!((published.files, published.unchanged), (3, 1));
        assert_eq!(inode(&place.folder.join("same")), same);
        for (path, bytes) in [("same", long(b'a')), ("other", long(b'b')), ("longer", longer)] {
            assert!(fs::read(place.folder.join(path)).unwrap() == bytes, "{path}");
        }
        // Put or copied, a file is the same to the next build.
        let stager = Stager::new(&place, PARTS).unwrap();
        stager.put(Output { path: OutputPath::new("same"), bytes: long(b'a') }).unwrap();
        assert_eq!(stager.publish(Catalogue::default()).unwrap().unchanged, 1);
    }
}

#[test]
fn a_copy_that_cannot_be_read_leaves_no_half_file() {
    #[derive(Debug)]
    struct Broken;
    impl io::Read for Broken {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            if buffer.len() < PART { Err(io::Error::other("gone")) } else { Ok(PART) }
        }
    }
    impl io::Seek for Broken {
        fn seek(&mut self, _: io::SeekFrom) -> io::Result<u64> {
            Ok(0)
        }
    }
    #[derive(Debug)]
    struct Reader;
    impl crate::source::SourceReader for Reader {
        fn open(&self, _: &SourcePath) -> io::Result<OpenFile> {
            Ok(OpenFile::new(Broken, PART as u64 + 1))
        }
    }
    let entry = crate::source::SourceEntry {
        size: 1,
        target: None,
        state: crate::source::FileState::Bytes(0),
    };
    let path = SourcePath::new("static/film");
    let entries = BTreeMap::from([(path.clone(), entry)]);
    let tree = crate::source::SourceTree::new(entries, std::sync::Arc::new(Reader));
    let (_room, place) = room();
    let stager = stage(&place, &[("a.html", "a")]).unwrap();
    let copied = stager.copy(OutputPath::new("film"), &tree.file(&path).unwrap());
    assert!(matches!(copied, Err(Failure::Source { .. })), "{copied:?}");
    assert_eq!(stager.publish(Catalogue::default()).unwrap().files, 1);
    assert_eq!(site(&place), files(&[("a.html", "a")]));
}

#[test]
fn files_become_folders_and_folders_files() {
    for (_room, place) in rooms() {
        let one = [("a", "file"), ("b/c/index.html", "page"), ("b/d", "file")];
        let other = [("a/index.html", "page"), ("b", "file")];
        for site_of in [&one[..], &other[..], &one[..]] {
            publish(&place, site_of);
            assert_eq!(site(&place), files(site_of));
        }
    }
}

#[test]
fn the_folder_keeps_its_mode() {
    use std::os::unix::fs::PermissionsExt as _;
    for (_room, place) in rooms() {
        publish(&place, &[("a.html", "a")]);
        fs::set_permissions(&place.folder, fs::Permissions::from_mode(0o2775)).unwrap();
        publish(&place, &[("a.html", "b")]);
        assert_eq!(fs::metadata(&place.folder).unwrap().mode() & 0o7777, 0o2775);
    }
}

#[test]
fn where_folders_cannot_be_exchanged_files_are_moved() {
    let (_room, place) = room();
    publish(&place, &[("a.html", "a"), ("b.html", "b")]);
    let folder = inode(&place.folder);
    lay(&place.folder, &[(".git/HEAD", "main")]);
    let published =
        step::stop::without_exchange(|| publish(&place, &[("a.html", "a"), ("c.html", "c")]));
    assert_eq!(published.unchanged, 1);
    let wanted = [(".git/HEAD", "main"), ("a.html", "a"), ("c.html", "c")];
    assert_eq!(site(&place), files(&wanted));
    assert_eq!(inode(&place.folder), folder, "the folder stays");
    assert_eq!(beside(&place), [".public.dopo", "public"]);
}

#[test]
fn an_empty_folder_is_taken_and_other_things_are_not() {
    let (room, place) = room();
    fs::create_dir(&place.folder).unwrap();
    publish(&place, &[("a.html", "a")]);
    let at = |name: &str| Place { folder: room.path().join(name), ..place.clone() };
    fs::write(room.path().join("file"), "").unwrap();
    std::os::unix::fs::symlink(&place.folder, room.path().join("link")).unwrap();
    assert!(matches!(Stager::new(&at("file"), PARTS), Err(Failure::NotAFolder(_))));
    assert!(matches!(Stager::new(&at("link"), PARTS), Err(Failure::Link { .. })));
    assert!(matches!(Stager::new(&at(".."), PARTS), Err(Failure::NoPlace(_))));
    assert!(matches!(Stager::new(&at("/"), PARTS), Err(Failure::NoPlace(_))));
}

#[test]
fn a_folder_that_is_or_holds_sources_is_refused_even_by_force() {
    let (room, place) = room();
    let project = room.path().join("around/project");
    lay(&project, &[("content/sub/a.md", "text"), ("notes/thesis.txt", "years of work")]);
    fs::create_dir(project.join("content/empty")).unwrap();
    for (output, refused) in [
        ("around", true),
        ("around/project", true),
        ("around/project/content", true),
        ("around/project/content/sub", true),
        ("around/project/content/empty", false),
        ("around/project/content/new", false),
        ("around/project/notes", false),
        ("around/project/content/../notes", false),
    ] {
        let folder = room.path().join(output);
        let place = Place { folder, force: true, project: project.clone(), ..place.clone() };
        let held = matches!(Stager::new(&place, PARTS), Err(Failure::HoldsTheProject { .. }));
        assert_eq!(held, refused, "{output}");
    }
}

#[test]
fn two_builds_at_once_are_told_apart() {
    let (_room, place) = room();
    let first = stage(&place, &[("a.html", "first")]).unwrap();
    assert!(matches!(Stager::new(&place, PARTS), Err(Failure::Busy(_))));
    first.publish(Catalogue::default()).unwrap();
    publish(&place, &[("a.html", "second")]);
    assert_eq!(site(&place), files(&[("a.html", "second")]));
}

#[test]
fn a_path_comes_once_and_stays_inside() {
    let (_room, place) = room();
    let stager = stage(&place, &[("a.html", "a")]).unwrap();
    assert!(matches!(stager.put(output("a.html", "b")), Err(Failure::Twice(_))));
    assert!(matches!(stager.put(output("../a.html", "b")), Err(Failure::Escapes(_))));
}

#[test]
fn the_marker_says_nothing_of_the_site() {
    for (_room, place) in rooms() {
        publish(&place, &[("unlisted/index.html", "secret"), ("a.html", "a")]);
        let marker = fs::read_to_string(place.folder.join(MARKER)).unwrap();
        let lines: Vec<&str> = marker.lines().collect();
        assert_eq!((lines.len(), lines[0], lines[1].len()), (2, "dopo site 2", 16), "{marker}");
        let hidden = place.folder.with_file_name(".public.dopo");
        assert_eq!(fs::metadata(&hidden).unwrap().mode() & 0o777, 0o700);
        let notes = tree(&hidden);
        assert_eq!(notes[".gitignore"], "*\n");
        assert_eq!(notes[".htaccess"], "RedirectMatch 404 \".*\"\n");
    }
}

#[test]
fn a_site_of_the_first_dopo_is_taken_over() {
    for (_room, place) in rooms() {
        let number = |text: &str| crate::text::fingerprint::number(text.as_bytes());
        let list = format!(
            "dopo site 1\n{:016x} 1 plain a.html\n{:016x} 1 plain b.html\n",
            number("a"),
            number("b")
        );
        lay(&place.folder, &[("a.html", "a"), ("b.html", "b"), (MARKER, &list)]);
        lay(&place.folder, &[(".git/HEAD", "main")]);
        let a = inode(&place.folder.join("a.html"));
        assert_eq!(publish(&place, &[("a.html", "a"), ("c.html", "c")]).unchanged, 1);
        let wanted = [(".git/HEAD", "main"), ("a.html", "a"), ("c.html", "c")];
        assert_eq!(site(&place), files(&wanted));
        assert_eq!(inode(&place.folder.join("a.html")), a);
    }
}
