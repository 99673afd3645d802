//! What lands in the output folder, and what never does: equal bytes for equal input, the old site
//! whole after every failure, nothing touched that is not ours.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, clippy::print_stdout)]
#![cfg(unix)]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use support::{Project, dopo, errors, files_on_disk, project, run, site_on_disk};

/// A site of two languages with links, steps, symptoms, a picture and a static file.
fn sample(edition: &str) -> Project {
    let mut site = project()
        .file(
            "dopo.toml",
            "title = \"Aiuto\"\nbase_url = \"https://example.com/help\"\ndefault_locale = \"it\"\n\
             [locales.it]\n[locales.en]\n",
        )
        .file("static/robots-note.txt", "static")
        .file("content/pictures/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    for number in 0..24 {
        let next = (number + 1) % 24;
        let folder = ["fix", "care", "first-use"][number % 3];
        let next_folder = ["fix", "care", "first-use"][next % 3];
        site = site
            .file(
                format!("content/{folder}/article-{number}.md"),
                format!(
                    "---\ntitle: Articolo {number}\nsymptoms: [\"non parte {number}\"]\n---\n\
                     Edizione {edition}. ![disegno](../pictures/a.svg)\n\n## Passi\n\n\
                     1. Apri lo sportello\n2. Vai a [quello dopo](../{next_folder}/article-{next}.md)\n"
                ),
            )
            .file(
                format!("content/{folder}/article-{number}.en.md"),
                format!("---\ntitle: Article {number}\n---\nEdition {edition}, number {number}.\n"),
            );
    }
    site
}

/// Path → inode and time of change of the content.
fn identities(folder: &Path) -> BTreeMap<String, (u64, i64, i64)> {
    files_on_disk(folder)
        .into_keys()
        .map(|path| {
            let found = fs::metadata(folder.join(&path)).unwrap();
            (path, (found.ino(), found.mtime(), found.mtime_nsec()))
        })
        .collect()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|found| found.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// What is in the folder of a project that was built.
const BUILT: [&str; 5] = [".public.dopo", "content", "dopo.toml", "public", "static"];

#[test]
fn equal_input_gives_equal_bytes_over_threads_zones_and_folders() {
    let mut sites = Vec::new();
    for (threads, zone, language) in [
        ("1", "UTC", "C"),
        ("2", "Pacific/Kiritimati", "it_IT.UTF-8"),
        ("8", "America/Anchorage", "tr_TR.UTF-8"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        sample("A").write(folder.path());
        let output = folder.path().join("site");
        let ended = dopo()
            .args(["build", "--root"])
            .arg(folder.path())
            .arg("--output-dir")
            .arg(&output)
            .env("RAYON_NUM_THREADS", threads)
            .env("TZ", zone)
            .env("LC_ALL", language)
            .current_dir("/")
            .output()
            .unwrap();
        assert!(ended.status.success(), "{}", errors(&ended));
        sites.push(files_on_disk(&output));
    }
    let in_memory = sample("A").build();
    assert!(sites[0].len() > 100, "{} files", sites[0].len());
    assert!(sites[0] == sites[1] && sites[1] == sites[2]);
    let mut on_disk = sites.swap_remove(0);
    on_disk.remove(".dopo-manifest");
    assert!(in_memory.files == on_disk, "memory and disk get the same site");
}

#[test]
fn a_second_build_leaves_what_did_not_change() {
    let folder = tempfile::tempdir().unwrap();
    let public = folder.path().join("public");
    sample("A").write(folder.path());
    assert!(run(folder.path(), &["build"]).status.success());
    let first = identities(&public);
    assert!(run(folder.path(), &["build"]).status.success());
    let mut second = identities(&public);
    second.insert(".dopo-manifest".to_owned(), first[".dopo-manifest"]);
    assert_eq!(first, second);

    fs::write(folder.path().join("content/fix/article-0.md"), "# Articolo 0\n\nAltro testo.")
        .unwrap();
    assert!(run(folder.path(), &["build"]).status.success());
    let third = identities(&public);
    let article = "fix/article-0/index.html";
    assert_ne!(first[article], third[article]);
    let unchanged = first.iter().filter(|(path, identity)| third.get(*path) == Some(*identity));
    assert!(unchanged.count() > first.len() / 2);
}

#[test]
fn errors_and_failures_leave_the_old_site() {
    let folder = tempfile::tempdir().unwrap();
    let public = folder.path().join("public");
    sample("A").write(folder.path());
    assert!(run(folder.path(), &["build"]).status.success());
    let before = identities(&public);

    let broken = folder.path().join("content/broken.md");
    fs::write(&broken, "---\ntitle: [\n---\n").unwrap();
    let ended = run(folder.path(), &["build"]);
    assert_eq!(ended.status.code(), Some(1), "{}", errors(&ended));
    assert!(errors(&ended).contains("content/broken.md:"), "{}", errors(&ended));
    assert_eq!(identities(&public), before);
    fs::remove_file(broken).unwrap();

    let ended = run(folder.path(), &["build", "--output-dir", "/proc/dopo/site"]);
    assert_eq!(ended.status.code(), Some(3), "{}", errors(&ended));
    assert_eq!(names(folder.path()), BUILT);
}

#[test]
fn folders_that_are_not_ours_are_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    sample("A").write(folder.path());
    let foreign = folder.path().join("foreign");
    fs::create_dir(&foreign).unwrap();
    fs::write(foreign.join("thesis.txt"), "years of work").unwrap();
    let build = |arguments: &[&str]| {
        let output = ["build", "--output-dir", foreign.to_str().unwrap()];
        run(folder.path(), &[&output[..], arguments].concat())
    };
    let ended = build(&[]);
    assert_eq!(ended.status.code(), Some(3));
    assert!(errors(&ended).contains("--force"), "{}", errors(&ended));
    assert_eq!(names(&foreign), ["thesis.txt"]);
    let ended = build(&["--force"]);
    assert!(ended.status.success());
    assert!(errors(&ended).contains(".foreign.before-1"), "{}", errors(&ended));
    assert!(foreign.join("index.html").exists() && !foreign.join("thesis.txt").exists());
    let aside = folder.path().join(".foreign.before-1/thesis.txt");
    assert_eq!(fs::read_to_string(aside).unwrap(), "years of work");

    for own in [".", "content", "content/fix"] {
        let own = folder.path().join(own);
        let ended =
            run(folder.path(), &["build", "--force", "--output-dir", own.to_str().unwrap()]);
        assert_eq!(ended.status.code(), Some(3), "{}", errors(&ended));
    }
    assert!(folder.path().join("content/fix/article-0.md").exists());
}

#[test]
fn of_two_builds_at_once_each_publishes_whole_or_says_why_not() {
    let folder = tempfile::tempdir().unwrap();
    sample("A").write(folder.path());
    let build = || {
        let mut command = dopo();
        command.args(["build", "--root"]).arg(folder.path());
        command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let ended: Vec<_> =
        [build(), build(), build()].map(|child| child.wait_with_output().unwrap()).into();
    assert!(ended.iter().any(|ended| ended.status.success()));
    for ended in ended.iter().filter(|ended| !ended.status.success()) {
        assert_eq!(ended.status.code(), Some(3));
        assert!(errors(ended).contains("another build"), "{}", errors(ended));
    }
    assert_eq!(names(folder.path()), BUILT);
    assert_eq!(site_on_disk(&folder.path().join("public")), sample("A").build().files);
}

/// What a person has in the output folder.
const THEIRS: [(&str, &str); 5] = [
    (".git/HEAD", "ref: refs/heads/gh-pages"),
    (".git/objects/ab/cdef0123", "an object"),
    (".nojekyll", ""),
    (".well-known/acme-challenge/token", "token"),
    ("fix/.htaccess", "Options -Indexes"),
];

fn put_theirs(public: &Path) {
    for (path, text) in THEIRS {
        let path = public.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// Takes what is a person's out of a site, and fails when something is missing.
fn take_theirs(site: &mut BTreeMap<String, Vec<u8>>, told: &str) {
    for (path, text) in THEIRS {
        let found = site.remove(path);
        assert!(found.as_deref() == Some(text.as_bytes()), "{told}: {path} is {found:?}");
    }
}

/// Kills `rounds` builds at moments spread over their time, each building the other edition, and
/// builds after each to the end.
fn kill_builds(rounds: u32, arguments: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let public = folder.path().join("public");
    let editions = ["A", "B"].map(|edition| (sample(edition), sample(edition).build().files));
    editions[0].0.write(folder.path());
    let start = Instant::now();
    assert!(run(folder.path(), &["build"]).status.success());
    let whole = start.elapsed();
    put_theirs(&public);
    let (mut killed, mut published) = (0, 0);
    for round in 0..rounds {
        let told = format!("round {round}");
        let mut before = site_on_disk(&public);
        take_theirs(&mut before, &told);
        let other = (before == editions[0].1) as usize;
        let (next, next_files) = &editions[other];
        next.write(folder.path());
        let mut command = dopo();
        command.arg("build").args(arguments).arg("--root").arg(folder.path());
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // Spread evenly, by a step that shares nothing with the number of rounds.
        std::thread::sleep(whole.mul_f64(f64::from(round * 7 % rounds) / f64::from(rounds) * 1.1));
        child.kill().unwrap();
        killed += u32::from(!child.wait().unwrap().success());
        let after = files_on_disk(&public);
        let page = "fix/article-0/index.html";
        published += u32::from(after.get(page) == next_files.get(page));
        if arguments.is_empty() {
            // What is a person's may still be on its way back.
            let mut after = site_on_disk(&public);
            after.retain(|path, _| THEIRS.iter().all(|(theirs, _)| theirs != path));
            assert!(editions.iter().any(|(_, files)| *files == after), "{told}: a mixed site");
        } else {
            for (path, bytes) in &after {
                let known = editions.iter().any(|(_, files)| files.get(path) == Some(bytes));
                let is_other = path.contains("_dopo/hashed/") || path == ".dopo-manifest";
                let is_theirs = THEIRS.iter().any(|(theirs, _)| theirs == path);
                assert!(known || is_other || is_theirs, "{told}: {path} is neither old nor new");
            }
        }
        let ended = run(folder.path(), &[&["build"], arguments].concat());
        assert!(ended.status.success(), "{told}: {}", errors(&ended));
        let mut mended = site_on_disk(&public);
        take_theirs(&mut mended, &told);
        assert!(mended == *next_files, "{told}: the next build mends it");
        assert_eq!(names(folder.path()), BUILT, "{told}");
    }
    assert!(killed > rounds / 2, "only {killed} of {rounds} builds were killed in time");
    println!("{killed} of {rounds} builds killed, {published} published ({arguments:?})");
}

/// How many builds are killed: few, unless `tests/campaigns/kills` asks for more.
fn kills() -> u32 {
    std::env::var("DOPO_KILLS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(12)
}

#[test]
fn a_killed_build_leaves_the_old_site_or_the_new_one() {
    kill_builds(kills(), &[]);
}

#[test]
fn a_killed_build_that_moves_files_leaves_each_of_them_whole() {
    kill_builds(kills(), &["--no-exchange"]);
}

/// A folder that is a work tree of git stays one.
#[test]
fn a_repository_in_the_output_folder_goes_along() {
    let folder = tempfile::tempdir().unwrap();
    let public = folder.path().join("public");
    sample("A").write(folder.path());
    assert!(run(folder.path(), &["build"]).status.success());
    let git = |arguments: &[&str]| {
        let identity = ["-c", "user.name=a", "-c", "user.email=a@example.com"];
        let ended = std::process::Command::new("git")
            .args(identity)
            .args(arguments)
            .current_dir(&public)
            .output()
            .unwrap();
        assert!(ended.status.success(), "{arguments:?}: {}", errors(&ended));
        String::from_utf8(ended.stdout).unwrap()
    };
    git(&["init", "--quiet"]);
    git(&["add", "--all"]);
    git(&["commit", "--quiet", "--message", "first"]);
    for (edition, arguments) in [("B", &["build"][..]), ("A", &["build", "--no-exchange"])] {
        sample(edition).write(folder.path());
        assert!(run(folder.path(), arguments).status.success());
        let changed = git(&["status", "--porcelain"]);
        assert!(changed.contains(" M fix/article-0/index.html"), "{edition}: {changed}");
        git(&["add", "--all"]);
        git(&["commit", "--quiet", "--message", edition]);
    }
    assert_eq!(git(&["log", "--format=%s"]), "A\nB\nfirst\n");

    // A clone knows nothing of the list beside the folder.
    fs::remove_dir_all(folder.path().join(".public.dopo")).unwrap();
    fs::remove_file(folder.path().join("content/fix/article-0.md")).unwrap();
    let ended = run(folder.path(), &["build"]);
    assert!(ended.status.success(), "{}", errors(&ended));
    assert!(git(&["status", "--porcelain"]).contains("D fix/article-0/index.html"));
}

#[test]
fn a_file_of_a_person_stops_the_build_and_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let public = folder.path().join("public");
    sample("A").write(folder.path());
    assert!(run(folder.path(), &["build"]).status.success());
    fs::write(public.join("CNAME"), "help.example.com").unwrap();
    fs::create_dir_all(public.join("shop/deep")).unwrap();
    let before = identities(&public);
    sample("B").write(folder.path());
    for arguments in [&["build"][..], &["build", "--no-exchange"]] {
        let ended = run(folder.path(), arguments);
        assert_eq!(ended.status.code(), Some(3), "{}", errors(&ended));
        let told = errors(&ended);
        assert!(told.contains("CNAME, shop; move it to `static/`"), "{told}");
        assert_eq!(identities(&public), before);
        assert!(public.join("shop/deep").is_dir());
    }
    fs::remove_dir_all(public.join("shop")).unwrap();
    fs::rename(public.join("CNAME"), folder.path().join("static/CNAME")).unwrap();
    assert!(run(folder.path(), &["build"]).status.success());
    assert_eq!(fs::read_to_string(public.join("CNAME")).unwrap(), "help.example.com");
}

/// Every file below a folder, unpacked where it is packed.
fn all_bytes(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let unpacked = |bytes: Vec<u8>| {
        let mut plain = Vec::new();
        let mut reader = flate2::read::MultiGzDecoder::new(&bytes[..]);
        match std::io::Read::read_to_end(&mut reader, &mut plain) {
            Ok(_) => plain,
            Err(_) => bytes,
        }
    };
    files_on_disk(folder).into_iter().map(|(path, bytes)| (path, unpacked(bytes))).collect()
}

/// Ways to withdraw an article. Nothing of it may be left after the next build, although the files
/// of the search before are otherwise kept for visitors who have an old page open.
#[test]
fn what_is_withdrawn_is_in_no_byte_of_the_next_site() {
    let article =
        |front: &str| format!("---\ntitle: Recall\n{front}---\nThe word is kanarienvogel.\n");
    let holds = |folder: &Path| -> Vec<String> {
        let has = |bytes: &[u8]| bytes.windows(13).any(|part| part == b"kanarienvogel");
        let all = all_bytes(folder).into_iter();
        all.filter(|(_, bytes)| has(bytes)).map(|(path, _)| path).collect()
    };
    for withdrawn in [
        Some("draft: true\n"),
        Some("staff: true\n"),
        Some("expires: 2020-01-01\n"),
        Some("publish: 2099-01-01\n"),
        None,
    ] {
        for arguments in [&["build"][..], &["build", "--no-exchange"]] {
            let folder = tempfile::tempdir().unwrap();
            let public = folder.path().join("public");
            let recall = folder.path().join("content/fix/recall.md");
            sample("A").file("content/fix/recall.md", article("")).write(folder.path());
            assert!(run(folder.path(), arguments).status.success());
            assert!(holds(&public).iter().any(|path| path.contains("_dopo/hashed")));
            match withdrawn {
                Some(front) => fs::write(&recall, article(front)).unwrap(),
                None => fs::remove_file(&recall).unwrap(),
            }
            let ended = run(folder.path(), arguments);
            assert!(ended.status.success(), "{}", errors(&ended));
            assert_eq!(holds(&public), Vec::<String>::new(), "{withdrawn:?} {arguments:?}");
            assert_eq!(
                holds(&folder.path().join(".public.dopo")),
                Vec::<String>::new(),
                "{withdrawn:?} {arguments:?}"
            );
            let is_told = errors(&ended).contains("lost-address");
            assert_eq!(is_told, withdrawn.is_none(), "{withdrawn:?}: {}", errors(&ended));
        }
    }
    // Not searched any more: its page stays, the index with it goes.
    for hidden in ["unlisted: true\n", "search: false\n"] {
        let folder = tempfile::tempdir().unwrap();
        let public = folder.path().join("public");
        let recall = folder.path().join("content/fix/recall.md");
        sample("A").file("content/fix/recall.md", article("")).write(folder.path());
        assert!(run(folder.path(), &["build"]).status.success());
        fs::write(&recall, article(hidden)).unwrap();
        assert!(run(folder.path(), &["build"]).status.success());
        let left = holds(&public);
        assert!(left.contains(&"fix/recall/index.html".to_owned()), "{hidden}: {left:?}");
        assert!(left.iter().all(|path| !path.starts_with("_dopo/")), "{hidden}: {left:?}");
    }
}

/// An index without a withdrawn article is kept for visitors who have an old page open.
#[test]
fn the_search_of_the_site_before_stays_for_one_publish() {
    let folder = tempfile::tempdir().unwrap();
    let public = folder.path().join("public");
    sample("A").write(folder.path());
    assert!(run(folder.path(), &["build"]).status.success());
    let first = files_on_disk(&public);
    sample("B").write(folder.path());
    assert!(run(folder.path(), &["build"]).status.success());
    let kept = support::kept(&public);
    assert!(kept.iter().all(|path| path.starts_with("_dopo/hashed/")), "{kept:?}");
    assert!(kept.len() >= 2, "{kept:?}");
    let second = files_on_disk(&public);
    for path in &kept {
        assert!(first[path] == second[path], "{path}");
    }
}

/// What is done to the project, and what is told then.
#[test]
fn an_address_that_dies_is_told_with_the_line_to_paste() {
    type Change = fn(&Path);
    let deleted: Change = |at| fs::remove_file(at.join("content/fix/article-0.md")).unwrap();
    let renamed: Change = |at| {
        let (from, to) = (at.join("content/fix/article-0.md"), at.join("content/fix/new.md"));
        fs::rename(from, to).unwrap();
    };
    let readdressed: Change = |at| {
        let path = at.join("content/fix/article-0.md");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(path, text.replacen("---\n", "---\nslug: new\n", 1)).unwrap();
    };
    let in_other_letters: Change = |at| {
        let path = at.join("content/fix/article-0.md");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(path, text.replacen("---\n", "---\npermalink: /fix/Article-0/\n", 1)).unwrap();
    };
    let renamed_with_alias: Change = |at| {
        let path = at.join("content/fix/article-0.md");
        let text = fs::read_to_string(&path).unwrap();
        let alias = "---\naliases: [\"/fix/article-0/\"]\n";
        fs::write(at.join("content/fix/new.md"), text.replacen("---\n", alias, 1)).unwrap();
        fs::remove_file(path).unwrap();
    };
    let drafted: Change = |at| {
        let path = at.join("content/fix/article-0.md");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(path, text.replacen("---\n", "---\ndraft: true\n", 1)).unwrap();
    };
    let renamed_and_drafted: Change = |at| {
        let path = at.join("content/fix/article-0.md");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(
            at.join("content/fix/article-0.it.md"),
            text.replacen("---\n", "---\ndraft: true\n", 1),
        )
        .unwrap();
        fs::remove_file(path).unwrap();
    };
    let drafted_under_another_name: Change = |at| {
        let path = at.join("content/fix/article-0.md");
        let text = fs::read_to_string(&path).unwrap();
        let alias = "---\ndraft: true\naliases: [\"\", \"/fix/article-0/\"]\n";
        fs::write(at.join("content/fix/new.md"), text.replacen("---\n", alias, 1)).unwrap();
        fs::remove_file(path).unwrap();
    };
    let put_with_drafts: Change = |at| {
        let path = at.join("content/fix/article-0.md");
        fs::rename(path, at.join("content/fix/_article-0.md")).unwrap();
    };
    let folder_drafted: Change =
        |at| fs::write(at.join("content/fix/_index.md"), "---\ndraft: true\n---\n").unwrap();
    let taken_by_a_file: Change = |at| {
        fs::remove_file(at.join("content/fix/article-0.md")).unwrap();
        fs::create_dir_all(at.join("static/fix/article-0")).unwrap();
        fs::write(at.join("static/fix/article-0/index.html"), "moved").unwrap();
    };
    let alias_removed: Change = |at| {
        let path = at.join("content/care/article-1.md");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(path, text.replace("aliases: [/old/care/]\n", "")).unwrap();
    };
    for (name, change, lost) in [
        (
            "deleted",
            deleted,
            &[
                "`/fix/article-0/` is gone; add `aliases: [\"/fix/article-0/\"]` to the article that",
            ][..],
        ),
        ("renamed", renamed, &["add `aliases: [\"/fix/article-0/\"]` to content/fix/new.md"]),
        (
            "slug",
            readdressed,
            &["add `aliases: [\"/fix/article-0/\"]` to content/fix/article-0.md"],
        ),
        (
            "in other letters",
            in_other_letters,
            &["`/fix/article-0/` is gone; another address differs from it in capital letters only"],
        ),
        (
            "alias removed",
            alias_removed,
            &["add `aliases: [\"/old/care/\"]` to content/care/article-1.md"],
        ),
        ("renamed, with an alias", renamed_with_alias, &[]),
        ("drafted", drafted, &[]),
        ("renamed and drafted", renamed_and_drafted, &[]),
        ("drafted under another name", drafted_under_another_name, &[]),
        ("put with the drafts", put_with_drafts, &[]),
        ("a folder drafted", folder_drafted, &[]),
        ("taken by a file", taken_by_a_file, &[]),
    ] {
        let folder = tempfile::tempdir().unwrap();
        sample("A").write(folder.path());
        let path = folder.path().join("content/care/article-1.md");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replacen("---\n", "---\naliases: [/old/care/]\n", 1)).unwrap();
        assert!(run(folder.path(), &["build"]).status.success());
        change(folder.path());
        let strict = ["build", "--strict", "--verbose"];
        let off = run(folder.path(), &[&strict[..], &["-o", "elsewhere"]].concat());
        assert!(!errors(&off).contains("lost-address"), "{name}: a new folder knows no old site");
        for _ in 0..2 {
            let ended = run(folder.path(), &strict);
            let told = errors(&ended);
            assert_eq!(told.matches("is gone; a").count(), lost.len(), "{name}: {told}");
            for line in lost {
                assert!(told.contains(line), "{name}: {line} is not in\n{told}");
            }
        }
        let settings = folder.path().join("dopo.toml");
        let before = fs::read_to_string(&settings).unwrap();
        fs::write(&settings, format!("{before}[rules]\nlost-address = \"off\"\n")).unwrap();
        assert!(!errors(&run(folder.path(), &strict)).contains("lost-address"), "{name}: off");
        fs::write(&settings, before).unwrap();
        let ended = run(folder.path(), &["build", "--verbose"]);
        assert_eq!(errors(&ended).contains("warning[lost-address]"), !lost.is_empty(), "{name}");
        assert!(ended.status.success(), "{name}");
        let ended = run(folder.path(), &["build"]);
        assert!(!errors(&ended).contains("lost-address"), "{name}: it is told once");
    }
}

/// Files that people may have linked to are told as pages are; what only a page shows is not.
#[test]
fn a_file_that_dies_is_told_with_the_way_out() {
    type Change = fn(&Path);
    let gone = |path: &'static str| move |at: &Path| fs::remove_file(at.join(path)).unwrap();
    let (of_static, linked, shown) =
        (gone("static/terms.pdf"), gone("content/manual.pdf"), gone("content/photo.svg"));
    let moved: Change = |at| {
        fs::create_dir(at.join("content/papers")).unwrap();
        fs::rename(at.join("content/manual.pdf"), at.join("content/papers/manual.pdf")).unwrap();
        fs::write(at.join("content/b.md"), "# B\n\n[the manual](papers/manual.pdf)\n").unwrap();
    };
    let unlinked: Change = |at| fs::write(at.join("content/b.md"), "# B\n\nNo more.\n").unwrap();
    let to_static: Change = |at| {
        fs::rename(at.join("content/manual.pdf"), at.join("static/manual.pdf")).unwrap();
    };
    let drafted: Change = |at| {
        fs::write(at.join("content/b.md"), "---\ndraft: true\n---\n[x](manual.pdf)\n").unwrap();
    };
    type Case<'a> = (&'a str, &'a dyn Fn(&Path), Option<&'a str>);
    let cases: [Case<'_>; 7] = [
        ("a file of static", &of_static, Some("`/terms.pdf` is gone")),
        ("a linked file", &linked, Some("`/manual.pdf` is gone")),
        ("a picture", &shown, None),
        (
            "a linked file that moved",
            &moved,
            Some("`/manual.pdf` is gone; content/papers/manual.pdf is at `/papers/manual.pdf`"),
        ),
        ("a link that is gone", &unlinked, None),
        ("a file that moved to static", &to_static, None),
        ("what only a draft links to", &drafted, None),
    ];
    for (name, change, lost) in cases {
        let folder = tempfile::tempdir().unwrap();
        project()
            .file("dopo.toml", "base_url = \"https://example.com\"\n")
            .file("static/terms.pdf", "terms")
            .file("content/manual.pdf", "manual")
            .file("content/photo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
            .file("content/a.md", "# A\n\n![a photo](photo.svg)\n")
            .file("content/b.md", "# B\n\n[the manual](manual.pdf)\n")
            .write(folder.path());
        assert!(run(folder.path(), &["build"]).status.success());
        change(folder.path());
        let told = errors(&run(folder.path(), &["build", "--verbose"]));
        assert_eq!(told.contains("lost-address"), lost.is_some(), "{name}: {told}");
        if let Some(lost) = lost {
            assert!(told.contains(lost) && told.contains("`static/`"), "{name}: {told}");
        }
        let told = errors(&run(folder.path(), &["build"]));
        assert!(!told.contains("lost-address"), "{name}: it is told once");
    }
}

/// A reader in a loop over many publishes finds every file every time.
#[test]
fn a_reader_never_misses_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let public = folder.path().join("public");
    sample("A").write(folder.path());
    assert!(run(folder.path(), &["build"]).status.success());
    let done = std::sync::atomic::AtomicBool::new(false);
    let deadline = Instant::now() + Duration::from_secs(60);
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut passes = 0;
            while !done.load(std::sync::atomic::Ordering::Relaxed) && Instant::now() < deadline {
                for path in ["index.html", "fix/article-0/index.html", "care/article-1/index.md"] {
                    let bytes = fs::read(public.join(path)).unwrap();
                    assert!(!bytes.is_empty(), "{path} is empty");
                    passes += 1;
                }
            }
            passes
        });
        for edition in ["B", "A", "B", "A", "B"] {
            sample(edition).write(folder.path());
            assert!(run(folder.path(), &["build"]).status.success());
        }
        done.store(true, std::sync::atomic::Ordering::Relaxed);
        assert!(reader.join().unwrap() > 100);
    });
}

/// What is run where a small file system can be mounted: builds edition A there, then edition B at
/// ever more room, and says how each build ended and whether the site changed.
const DISK_FULL: &str = r#"
set -e
mount -t tmpfs -o size=64m none "$ROOM"
"$DOPO" build --root "$A" --output-dir "$ROOM/site" >/dev/null 2>&1
cp -r "$ROOM/site" "$KEPT"
used=$(df --block-size=1024 --output=used "$ROOM" | tail -n 1)
for percent in 1 3 5 10 20 30 40 50; do
  mount -o "remount,size=$((used + used * percent / 100))k" "$ROOM"
  code=0
  "$DOPO" build --root "$B" --output-dir "$ROOM/site" >/dev/null 2>"$ERRORS" || code=$?
  diff -r "$KEPT" "$ROOM/site" >/dev/null && same=same || same=changed
  echo "full $percent $code $same $(ls -A "$ROOM" | wc -l) $(grep -c 'No space left' "$ERRORS")"
done
mount -o "remount,ro" "$ROOM"
code=0
"$DOPO" build --root "$B" --output-dir "$ROOM/site" >/dev/null 2>"$ERRORS" || code=$?
echo "read-only $code $(grep -c 'Read-only file system' "$ERRORS")"
mount -o "remount,rw,size=64m" "$ROOM"
"$DOPO" build --root "$B" --output-dir "$ROOM/site" >/dev/null 2>&1
diff -r "$KEPT" "$ROOM/site" >/dev/null && echo same || echo changed
"#;

/// Runs a script where it may mount what it likes. The projects of editions A and B are at `$A` and
/// `$B`, and `$ROOM` is an empty folder. `None`, and a line that says so, where nothing can be
/// mounted; for root it always can.
#[cfg(target_os = "linux")]
fn with_mounts(script: &str) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    for edition in ["A", "B"] {
        sample(edition).write(&path(edition));
    }
    fs::create_dir(path("room")).unwrap();
    // Root may mount in a namespace of its own; others become root in one first.
    let is_root = fs::metadata("/proc/self").unwrap().uid() == 0;
    let how = if is_root { "-m" } else { "-Urm" };
    let ended = std::process::Command::new("unshare")
        .args([how, "sh", "-c", script])
        .env("DOPO", env!("CARGO_BIN_EXE_dopo"))
        .envs([("A", path("A")), ("B", path("B")), ("ROOM", path("room"))])
        .envs([("KEPT", path("kept")), ("ERRORS", path("errors"))])
        .env("SOURCE_DATE_EPOCH", support::MOMENT)
        .env("KILLS", kills().to_string())
        .output()
        .unwrap();
    let told = errors(&ended);
    if !is_root && (told.contains("unshare") || told.contains("mount:")) {
        println!("left out: nothing can be mounted here ({})", told.trim());
        return None;
    }
    let lines = String::from_utf8(ended.stdout).unwrap();
    let errors = fs::read_to_string(path("errors")).unwrap_or_default();
    assert!(ended.status.success(), "{lines}\n{told}\n{errors}");
    Some(lines)
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_or_read_only_disk_leaves_the_old_site() {
    let Some(told) = with_mounts(DISK_FULL) else { return };
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines.len(), 10, "{told}");
    for line in lines.iter().filter(|line| line.starts_with("full")) {
        assert!(line.ends_with(" 3 same 2 1"), "exit code, site, names left, sentences: {line}");
    }
    assert_eq!(lines[8..], ["read-only 3 1", "changed"]);
}

/// Builds edition A, then B, then A into a folder that is mounted in some way, with what a person
/// has in it, and compares what is to be seen through every mount with a site built elsewhere.
#[cfg(target_os = "linux")]
const MOUNTS: &str = r#"
set -eu
mkdir "$KEPT"
for edition in A B; do
  eval root=\$$edition
  "$DOPO" build --root "$root" --output-dir "$KEPT/$edition" >/dev/null 2>&1
done
theirs() {
  mkdir -p "$1/.git/objects" "$1/.well-known/acme" "$1/fix"
  echo main >"$1/.git/HEAD"; echo object >"$1/.git/objects/a"; echo token >"$1/.well-known/acme/t"
  : >"$1/.nojekyll"; echo deny >"$1/fix/.htaccess"
}
theirs "$KEPT/theirs"
build() {
  eval root=\$$1
  "$DOPO" build $3 --root "$root" --output-dir "$2" >/dev/null 2>"$ERRORS" \
    || { echo "$name: build failed: $(cat "$ERRORS")"; exit 1; }
}
# The same files, but for the marker, kept search files and the folder a build works in.
same() {
  diff -r -x .dopo-manifest -x hashed -x .dopo -x .git -x .nojekyll -x .well-known -x .htaccess "$KEPT/$1" "$2" \
    || { echo "$name: $2 is not edition $1"; exit 1; }
  cmp "$KEPT/$1/.htaccess" "$2/.htaccess"
  for file in .git/HEAD .git/objects/a .nojekyll .well-known/acme/t fix/.htaccess; do
    cmp "$KEPT/theirs/$file" "$2/$file" || { echo "$name: $file is lost"; exit 1; }
  done
}
try() {
  name=$1 public=$2 seen=$3 flag=${4:-}
  build A "$public" "$flag"
  theirs "$public"
  same A "$public"; same A "$seen"
  inode=$(stat -c %i "$public")
  for edition in B A B; do
    build $edition "$public" "$flag"
    same $edition "$public"; same $edition "$seen"
  done
  [ "$inode" = "$(stat -c %i "$public")" ] && stays=stays || stays=exchanged
  [ -e "$public/.dopo" ] && work=inside || work=beside
  echo "$name: the folder $stays, worked $work"
  # A file of a person stops the build here too.
  echo mine >"$public/mine.txt"
  code=0
  "$DOPO" build $flag --root "$A" --output-dir "$public" >/dev/null 2>"$ERRORS" || code=$?
  [ $code = 3 ] && grep -q mine.txt "$ERRORS" || { echo "$name: exit code $code"; exit 1; }
  # Put aside by force it lies where no server shows it, and stays.
  build A "$public" "$flag --force"
  [ $work = inside ] && aside="$public/.dopo/before-1" || aside="$(dirname "$public")/.public.before-1"
  build B "$public" "$flag"
  build A "$public" "$flag"
  [ "$(cat "$aside/mine.txt")" = mine ] || { echo "$name: what was put aside is lost"; exit 1; }
  [ -z "$(find "$public" -maxdepth 1 -name '.before-*')" ] || { echo "$name: put aside in the site"; exit 1; }
  [ $work = beside ] || [ "$(stat -c %a "$public/.dopo")" = 700 ] || { echo "$name: open to others"; exit 1; }
  rm -r "$aside"
  # Killed at moments spread over a build, then built to the end.
  eval root=\$A
  start=$(date +%s%N)
  build A "$public" "$flag"
  whole=$((($(date +%s%N) - start) / 1000000))
  for round in $(seq 1 "$KILLS"); do
    [ $((round % 2)) = 1 ] && edition=B || edition=A
    eval root=\$$edition
    "$DOPO" build $flag --root "$root" --output-dir "$public" >/dev/null 2>&1 &
    sleep "$(printf '%d.%03d' $((whole * round / KILLS / 1000)) $((whole * round / KILLS % 1000)))"
    kill -9 $! 2>/dev/null || true
    wait $! 2>/dev/null || true
    [ -s "$seen/index.html" ] || { echo "$name: no home page after a kill"; exit 1; }
    build $edition "$public" "$flag"
    same $edition "$public"; same $edition "$seen"
  done
}
mkdir "$ROOM/a" "$ROOM/a/public" "$ROOM/b" "$ROOM/b/source" "$ROOM/b/public" "$ROOM/c" "$ROOM/c/public" "$ROOM/c/shown"
mkdir "$ROOM/d" "$ROOM/e" "$ROOM/e/public"
mount -t tmpfs none "$ROOM/a/public"
try "a file system" "$ROOM/a/public" "$ROOM/a/public"
mount --bind "$ROOM/b/source" "$ROOM/b/public"
try "a folder mounted there" "$ROOM/b/public" "$ROOM/b/source"
mount --bind "$ROOM/c/public" "$ROOM/c/shown"
try "mounted elsewhere" "$ROOM/c/public" "$ROOM/c/shown"
mount -t tmpfs none "$ROOM/d"
try "a mount around" "$ROOM/d/public" "$ROOM/d/public"
try "asked for" "$ROOM/e/public" "$ROOM/e/public" --no-exchange
# A mount among what goes along, and one among what is ours.
mkdir "$ROOM/d/public/.cache"
mount -t tmpfs none "$ROOM/d/public/.cache"
echo cached >"$ROOM/d/public/.cache/file"
name="a mount in it"
build A "$ROOM/d/public" ""
[ "$(cat "$ROOM/d/public/.cache/file")" = cached ]
umount "$ROOM/d/public/.cache"
# A link where a build in a mount works.
mkdir -p "$ROOM/mine/stage" "$ROOM/f"
echo mine >"$ROOM/mine/stage/t.txt"
mount -t tmpfs none "$ROOM/f"
ln -s "$ROOM/mine" "$ROOM/f/.dopo"
code=0
"$DOPO" build --root "$A" --output-dir "$ROOM/f" >/dev/null 2>"$ERRORS" || code=$?
echo "a link in a mount: $code $(grep -c 'is a symbolic link' "$ERRORS") $(cat "$ROOM/mine/stage/t.txt")"
mount --bind "$KEPT/theirs" "$ROOM/d/public/fix"
code=0
"$DOPO" build --root "$B" --output-dir "$ROOM/d/public" >/dev/null 2>"$ERRORS" || code=$?
echo "a mount among pages: $code $(grep -c 'is a mount' "$ERRORS")"
[ -e "$KEPT/theirs/.git/HEAD" ]
"#;

#[cfg(target_os = "linux")]
#[test]
fn where_something_is_mounted_files_are_moved() {
    let Some(told) = with_mounts(MOUNTS) else { return };
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(
        lines,
        [
            "a file system: the folder stays, worked inside",
            "a folder mounted there: the folder stays, worked inside",
            "mounted elsewhere: the folder stays, worked beside",
            "a mount around: the folder exchanged, worked beside",
            "asked for: the folder stays, worked beside",
            "a link in a mount: 3 1 mine",
            "a mount among pages: 3 1",
        ],
        "{told}"
    );
}
