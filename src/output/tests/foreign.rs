//! What a person, a tool or a server put into the folder: it goes along, or the build refuses and
//! says why; by force it is put aside. It is never lost.

use std::os::unix::fs::symlink;

use super::*;

/// What becomes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    GoesAlong,
    IsRefused,
}

/// What somebody puts in, what is named when it is refused, and its fate.
type Case = (fn(&Path), &'static str, Fate);

use Fate::{GoesAlong, IsRefused};

/// The site before holds `index.html`, `fix/heat/index.html`, `old/index.html` and
/// `.well-known/security.txt`; the new one has no `old/`, and a new `care/index.html`.
const CASES: &[Case] = &[
    (|at| lay(at, &[(".git/HEAD", "main"), (".git/objects/ab/cd", "x")]), ".git", GoesAlong),
    (|at| lay(at, &[(".git", "gitdir: /elsewhere")]), ".git", GoesAlong),
    (|at| symlink("/elsewhere/git", at.join(".git")).unwrap(), ".git", GoesAlong),
    (|at| lay(at, &[(".nojekyll", "")]), ".nojekyll", GoesAlong),
    (|at| lay(at, &[(".gitattributes", "*"), (".github/workflows/a.yml", "on:")]), "", GoesAlong),
    (|at| fs::create_dir(at.join(".empty")).unwrap(), ".empty", GoesAlong),
    (|at| lay(at, &[(".well-known/acme-challenge/token", "x")]), "", GoesAlong),
    (|at| lay(at, &[("fix/.htaccess", "Deny")]), "fix/.htaccess", GoesAlong),
    (|at| lay(at, &[("old/.htaccess", "Redirect")]), "old/.htaccess", GoesAlong),
    (|at| lay(at, &[("mine/.htaccess", "Redirect")]), "mine/.htaccess", GoesAlong),
    (|at| make_pipe(&at.join(".pipe")), ".pipe", GoesAlong),
    (|at| fs::create_dir(at.join("lost+found")).unwrap(), "", GoesAlong),
    (|at| lay(at, &[("fix/Thumbs.db", "small")]), "", GoesAlong),
    // What the new site has too, byte for byte.
    (|at| lay(at, &[("care/index.html", "care")]), "", GoesAlong),
    (|at| fs::create_dir(at.join("care")).unwrap(), "", GoesAlong),
    (|at| lay(at, &[("CNAME", "help.example.com")]), "CNAME", IsRefused),
    (|at| lay(at, &[("page/index.html", "mine")]), "page", IsRefused),
    (|at| lay(at, &[("fix/notes.txt", "mine")]), "fix/notes.txt", IsRefused),
    (|at| lay(at, &[("old/notes.txt", "mine")]), "old/notes.txt", IsRefused),
    (|at| lay(at, &[("mine/.htaccess", ""), ("mine/a.txt", "mine")]), "mine", IsRefused),
    (|at| fs::create_dir_all(at.join("empty/deep")).unwrap(), "empty", IsRefused),
    (|at| lay(at, &[("care/index.html", "mine")]), "care/index.html", IsRefused),
    (|at| lay(at, &[("care", "mine")]), "care", IsRefused),
    (|at| instead(at, PAGE, |page| lay(page, &[("mine.txt", "")])), PAGE, IsRefused),
    (|at| symlink("/etc", at.join("etc")).unwrap(), "etc", IsRefused),
    (|at| symlink("index.html", at.join("link")).unwrap(), "link", IsRefused),
    (|at| instead(at, PAGE, |page| symlink("/etc/passwd", page).unwrap()), PAGE, IsRefused),
    (|at| instead(at, PAGE, make_pipe), PAGE, IsRefused),
    (|at| instead(at, "fix/heat", |heat| symlink("/etc", heat).unwrap()), "fix/heat", IsRefused),
    (|at| make_pipe(&at.join("pipe")), "pipe", IsRefused),
    (|at| lay(at, &[(".htaccess", "mine")]), ".htaccess", IsRefused),
    (|at| lay(at, &[("a\u{1b}[31m\nb", "mine")]), r"a\u{1b}[31m\nb", IsRefused),
    (|at| not_utf8(at), "caff\u{fffd}", IsRefused),
];

/// A page of both sites.
const PAGE: &str = "fix/heat/index.html";

const BEFORE: &[(&str, &str)] = &[
    ("index.html", "home"),
    ("fix/heat/index.html", "heat"),
    ("old/index.html", "old"),
    (".well-known/security.txt", "us"),
];

const AFTER: &[(&str, &str)] = &[
    ("index.html", "home 2"),
    ("fix/heat/index.html", "heat"),
    ("care/index.html", "care"),
    (".well-known/security.txt", "us 2"),
    (".htaccess", "ours"),
];

fn make_pipe(path: &Path) {
    use rustix::fs::{CWD, FileType, Mode, mknodat};
    mknodat(CWD, path, FileType::Fifo, Mode::RUSR, 0).unwrap();
}

fn not_utf8(at: &Path) {
    use std::os::unix::ffi::OsStrExt as _;
    fs::write(at.join(std::ffi::OsStr::from_bytes(b"caff\xe8")), "mine").unwrap();
}

/// Publishes the site before and puts in what the case says. Gives what is there now and was not.
fn put_in(place: &Place, case: &Case) -> BTreeMap<String, String> {
    publish(place, BEFORE);
    let before = tree(&place.folder);
    (case.0)(&place.folder);
    let now = tree(&place.folder);
    now.into_iter().filter(|(path, what)| before.get(path) != Some(what)).collect()
}

/// The same in the place of what the site has at `path`.
fn instead(at: &Path, path: &str, put: impl FnOnce(&Path)) {
    let path = at.join(path);
    let _ = fs::remove_file(&path).or_else(|_| fs::remove_dir_all(&path));
    put(&path);
}

#[test]
fn what_has_a_dot_goes_along_and_anything_else_is_refused() {
    for (at, case) in CASES.iter().enumerate() {
        for (_room, place) in rooms() {
            let told =
                format!("case {at}, {}, without exchange: {}", case.1, place.without_exchange);
            let added = put_in(&place, case);
            assert!(!added.is_empty(), "{told}");
            let with_it = tree(&place.folder);
            match (try_to_publish(&place, AFTER), case.2) {
                (Ok(published), GoesAlong) => {
                    assert_eq!(published.aside, Vec::<PathBuf>::new(), "{told}");
                    let mut wanted = files(AFTER);
                    wanted.extend(added.into_iter().filter(|(path, _)| path != "care"));
                    assert_eq!(site(&place), wanted, "{told}");
                    publish(&place, BEFORE);
                }
                (
                    Err(failure @ (Failure::Foreign { .. } | Failure::InTheWay { .. })),
                    IsRefused,
                ) => {
                    let message = crate::text::visible::visible(&failure.to_string());
                    assert!(message.contains(case.1), "{told}: {message}");
                    // What the site has too need not be moved to where it comes from.
                    let comes = AFTER.iter().any(|(path, _)| *path == case.1);
                    assert_eq!(message.contains("`static/`"), !comes, "{told}: {message}");
                    assert_eq!(tree(&place.folder), with_it, "{told}");
                    assert_eq!(beside(&place), [".public.dopo", "public"], "{told}");
                }
                (result, fate) => panic!("{told}: {fate:?}, but {result:?}"),
            }
        }
    }
}

#[test]
fn by_force_it_is_put_aside_and_never_lost() {
    for (at, case) in CASES.iter().enumerate() {
        for (_room, mut place) in rooms() {
            let told =
                format!("case {at}, {}, without exchange: {}", case.1, place.without_exchange);
            let added = put_in(&place, case);
            place.force = true;
            let published = publish(&place, AFTER);
            let aside: BTreeMap<String, String> =
                published.aside.iter().flat_map(|folder| tree(folder)).collect();
            let now = site(&place);
            for (path, what) in added.iter().filter(|(path, _)| *path != "care") {
                let lies = now.get(path) == Some(what) || aside.get(path) == Some(what);
                assert!(lies, "{told}: {path} is lost; aside is {aside:?}");
            }
            for (path, text) in AFTER {
                assert_eq!(now.get(*path).map(String::as_str), Some(*text), "{told}");
            }
            assert_eq!(case.2 == GoesAlong, aside.is_empty(), "{told}");
        }
    }
}

#[test]
fn many_are_counted() {
    let (_room, place) = room();
    publish(&place, BEFORE);
    let names: Vec<String> = (0..12).map(|number| format!("page-{number:02}.html")).collect();
    lay(&place.folder, &names.iter().map(|name| (name.as_str(), "mine")).collect::<Vec<_>>());
    let message = try_to_publish(&place, AFTER).unwrap_err().to_string();
    assert!(message.contains("page-00.html, page-01.html"), "{message}");
    assert!(message.contains("page-04.html and 7 more; move it to `static/`"), "{message}");
}

#[test]
fn a_folder_dopo_never_wrote_to_is_taken_only_by_force() {
    for (_room, mut place) in rooms() {
        let own = [("index.html", "mine"), ("thesis/a.txt", "years"), (".git/HEAD", "main")];
        lay(&place.folder, &own);
        assert!(matches!(Stager::new(&place, PARTS), Err(Failure::NotOurs(_))));
        assert_eq!(tree(&place.folder), files(&own));
        assert_eq!(beside(&place), ["public"]);
        place.force = true;
        let published = publish(&place, &[("index.html", "home"), ("a.html", "a")]);
        let wanted = [(".git/HEAD", "main"), ("a.html", "a"), ("index.html", "home")];
        assert_eq!(site(&place), files(&wanted));
        assert_eq!(published.aside.len(), 1);
        assert_eq!(tree(&published.aside[0]), files(&own[..2]));
        // It stays there, whatever is built afterwards, and the next has another name.
        lay(&place.folder, &[("mine.txt", "mine")]);
        let next = publish(&place, &[("index.html", "home")]);
        assert_eq!(tree(&published.aside[0]), files(&own[..2]));
        assert_ne!(next.aside, published.aside);
        assert_eq!(tree(&next.aside[0]), files(&[("mine.txt", "mine")]));
    }
}

#[test]
fn a_folder_with_nothing_but_what_goes_along_is_taken() {
    for (_room, place) in rooms() {
        lay(&place.folder, &[(".git", "gitdir: /elsewhere"), (".nojekyll", "")]);
        publish(&place, &[("a.html", "a")]);
        let wanted = [(".git", "gitdir: /elsewhere"), (".nojekyll", ""), ("a.html", "a")];
        assert_eq!(site(&place), files(&wanted));
    }
}

/// A clone, or a cache that kept only the site.
#[test]
fn a_site_whose_list_is_lost_is_taken_over_and_what_differs_is_put_aside() {
    for lose in [
        |hidden: &Path| fs::remove_dir_all(hidden).unwrap(),
        |hidden: &Path| {
            for found in fs::read_dir(hidden).unwrap() {
                fs::write(found.unwrap().path(), "damaged").unwrap();
            }
        },
    ] {
        for (_room, mut place) in rooms() {
            publish(&place, BEFORE);
            lay(&place.folder, &[(".git/HEAD", "main"), ("fix/mine.txt", "mine")]);
            lose(&place.folder.with_file_name(".public.dopo"));
            let published = publish(&place, AFTER);
            let mut wanted = files(AFTER);
            wanted.insert(".git/HEAD".to_owned(), "main".to_owned());
            assert_eq!(site(&place), wanted);
            let aside = tree(&published.aside[0]);
            // Nobody knows whose a file with other bytes is.
            let differs =
                files(BEFORE).into_iter().filter(|(path, text)| wanted.get(path) != Some(text));
            let mine = files(&[("fix/mine.txt", "mine")]);
            let expected: std::collections::BTreeMap<_, _> =
                mine.into_iter().chain(differs).collect();
            assert_eq!(aside, expected);
            // At the top there is little of ours.
            lay(&place.folder, &[("CNAME", "help.example.com")]);
            lose(&place.folder.with_file_name(".public.dopo"));
            let refused = try_to_publish(&place, AFTER);
            assert!(matches!(refused, Err(Failure::Foreign { .. })), "{refused:?}");
            place.force = true;
            let published = publish(&place, AFTER);
            assert_eq!(tree(&published.aside[0]), files(&[("CNAME", "help.example.com")]));
        }
    }
}

/// Killed right after the exchange: what goes along comes back, even if this build publishes nothing.
#[test]
fn a_build_with_errors_mends_too() {
    let (_room, place) = room();
    publish(&place, BEFORE);
    lay(&place.folder.with_file_name(".public.dopo/ready"), &[(".git/HEAD", "main")]);
    drop(stage(&place, AFTER).unwrap());
    let mut wanted = files(BEFORE);
    wanted.insert(".git/HEAD".to_owned(), "main".to_owned());
    assert_eq!(site(&place), wanted);
}

/// Put there after the build has looked: too late to refuse.
#[test]
fn what_comes_at_the_last_moment_is_not_lost_either() {
    let (_room, place) = room();
    publish(&place, BEFORE);
    let old = place.folder.with_file_name(".public.dopo/ready");
    lay(&old, &[("late.txt", "mine"), (".git/HEAD", "main"), ("index.html", "whose?")]);
    publish(&place, AFTER);
    let mut wanted = files(AFTER);
    wanted.insert(".git/HEAD".to_owned(), "main".to_owned());
    assert_eq!(site(&place), wanted);
    let aside = place.folder.with_file_name(".public.before-1");
    assert_eq!(tree(&aside), files(&[("index.html", "whose?"), ("late.txt", "mine")]));
}

/// What a project from elsewhere may bring: where dopo works, beside the site, and how it is called
/// in the failure.
type Trap = (fn(&Path, &Path), &'static str, &'static str);

/// `hidden` is the folder dopo works in, `mine` a person's folder somewhere else.
const TRAPS: &[Trap] = &[
    (|hidden, mine| symlink(mine, hidden).unwrap(), "", "a symbolic link"),
    (|hidden, _| symlink("nowhere", hidden).unwrap(), "", "a symbolic link"),
    (|hidden, mine| symlink(mine.join("a.txt"), hidden).unwrap(), "", "a symbolic link"),
    (|hidden, _| fs::write(hidden, "mine").unwrap(), "", "a file"),
    (|hidden, _| make_pipe(hidden), "", "no file and no folder"),
    (|hidden, _| lay(hidden, &[("stage/docs/t.txt", "mine")]), "stage", "a folder that no build"),
    (|hidden, _| lay(hidden, &[("ready/.git/HEAD", "main")]), "ready", "a folder that no build"),
    (|hidden, _| lay(hidden, &[("stage", "mine")]), "stage", "a file"),
    (|hidden, _| fs::create_dir_all(hidden.join("lock")).unwrap(), "lock", "a folder"),
    (|hidden, mine| link_in(hidden, "stage", mine), "stage", "a symbolic link"),
    (|hidden, mine| link_in(hidden, "ready", mine), "ready", "a symbolic link"),
    (|hidden, mine| link_in(hidden, "lock", &mine.join("a.txt")), "lock", "a symbolic link"),
    (|hidden, _| link_in(hidden, "settled", Path::new("nowhere")), "settled", "a symbolic link"),
    (|hidden, mine| link_in(hidden, "list-1", &mine.join("a.txt")), "list-1", "a symbolic link"),
    (|hidden, _| link_in(hidden, ".htaccess", Path::new("x")), ".htaccess", "a symbolic link"),
];

/// Beside a list, so that a build might have been there.
fn link_in(hidden: &Path, name: &str, to: &Path) {
    lay(hidden, &[("list-0123456789abcdef", "")]);
    symlink(to, hidden.join(name)).unwrap();
}

#[test]
fn where_dopo_works_nothing_is_done_to_what_is_not_its_own() {
    for (at, (set, name, what)) in TRAPS.iter().enumerate() {
        for (room, mut place) in rooms() {
            let mine = room.path().join("mine");
            lay(&mine, &[("a.txt", "a"), ("stage/docs/t.txt", "t"), ("ready/.git/HEAD", "main")]);
            let hidden = place.folder.with_file_name(".public.dopo");
            set(&hidden, &mine);
            let before = tree(room.path());
            for force in [false, true] {
                place.force = force;
                let refused = Stager::new(&place, PARTS).unwrap_err();
                let told = format!("case {at}: {refused}");
                let Failure::Taken { path, .. } = &refused else { panic!("{told}") };
                let wanted = if name.is_empty() { hidden.clone() } else { hidden.join(name) };
                assert_eq!(
                    *path,
                    fs::canonicalize(room.path())
                        .unwrap()
                        .join(wanted.strip_prefix(room.path()).unwrap()),
                    "{told}"
                );
                assert!(told.contains(&format!(" is {what}")), "{told}");
                assert!(told.contains("move it away"), "{told}");
                assert_eq!(tree(room.path()), before, "{told}");
            }
        }
    }
}

#[test]
fn what_a_build_may_have_left_where_dopo_works_is_no_hindrance() {
    for left in [
        &[][..],
        &[("lock", ""), ("stage/index.html", "half")],
        &[("lock", ""), ("stage/index.html", "half"), ("unfinished", "x"), (".htaccess", "")],
        &[("notes.txt", "mine")],
    ] {
        for (_room, place) in rooms() {
            let hidden = place.folder.with_file_name(".public.dopo");
            fs::create_dir(&hidden).unwrap();
            lay(&hidden, left);
            publish(&place, AFTER);
            assert_eq!(site(&place), files(AFTER), "{left:?}");
            assert!(!hidden.join("stage").exists(), "{left:?}");
            assert_eq!(hidden.join("notes.txt").exists(), left.contains(&("notes.txt", "mine")));
        }
    }
}
