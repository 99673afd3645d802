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
    assert_eq!(names(folder.path()), ["content", "dopo.toml", "public", "static"]);
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
    assert!(build(&["--force"]).status.success());
    assert!(foreign.join("index.html").exists() && !foreign.join("thesis.txt").exists());

    for own in [".", "content"] {
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
    assert_eq!(names(folder.path()), ["content", "dopo.toml", "public", "static"]);
    assert_eq!(site_on_disk(&folder.path().join("public")), sample("A").build().files);
}

/// Kills `rounds` builds at moments spread over their time, each building the other edition.
fn kill_builds(rounds: u32) {
    let folder = tempfile::tempdir().unwrap();
    let public = folder.path().join("public");
    let editions = ["A", "B"].map(|edition| (sample(edition), sample(edition).build().files));
    editions[0].0.write(folder.path());
    let start = Instant::now();
    assert!(run(folder.path(), &["build"]).status.success());
    let whole = start.elapsed();
    let (mut killed, mut published) = (0, 0);
    for round in 0..rounds {
        let before = site_on_disk(&public);
        let (next, _) = &editions[(before == editions[0].1) as usize];
        next.write(folder.path());
        let mut command = dopo();
        command.args(["build", "--root"]).arg(folder.path());
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // Spread evenly, by a step that shares nothing with the number of rounds.
        std::thread::sleep(whole.mul_f64(f64::from(round * 7 % rounds) / f64::from(rounds) * 1.1));
        child.kill().unwrap();
        killed += u32::from(!child.wait().unwrap().success());
        let after = site_on_disk(&public);
        assert!(editions.iter().any(|(_, files)| *files == after), "round {round}: a mixed site");
        published += u32::from(after != before);
    }
    assert!(killed > rounds / 2, "only {killed} of {rounds} builds were killed in time");
    println!("{killed} of {rounds} builds killed, {published} published");
    assert!(run(folder.path(), &["build"]).status.success(), "the next build works");
    assert_eq!(names(folder.path()), ["content", "dopo.toml", "public", "static"]);
}

/// Twenty kills; `tests/campaigns/kills` asks for more.
#[test]
fn a_killed_build_leaves_the_old_site_or_the_new_one() {
    let rounds = std::env::var("DOPO_KILLS").ok().and_then(|rounds| rounds.parse().ok());
    kill_builds(rounds.unwrap_or(20));
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
code=0
"$DOPO" build --force --root "$B" --output-dir "$ROOM" >/dev/null 2>"$ERRORS" || code=$?
echo "mount $code $(grep -c 'no-exchange' "$ERRORS")"
"#;

#[cfg(target_os = "linux")]
#[test]
fn a_full_or_read_only_disk_leaves_the_old_site() {
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
        .args([how, "sh", "-c", DISK_FULL])
        .env("DOPO", env!("CARGO_BIN_EXE_dopo"))
        .envs([("A", path("A")), ("B", path("B")), ("ROOM", path("room"))])
        .envs([("KEPT", path("kept")), ("ERRORS", path("errors"))])
        .env("SOURCE_DATE_EPOCH", support::MOMENT)
        .output()
        .unwrap();
    if errors(&ended).contains("unshare") || errors(&ended).contains("mount:") {
        println!("left out: nothing can be mounted here ({})", errors(&ended).trim());
        return;
    }
    let told = String::from_utf8(ended.stdout.clone()).unwrap();
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines.len(), 11, "{told}{}", errors(&ended));
    for line in lines.iter().filter(|line| line.starts_with("full")) {
        assert!(line.ends_with(" 3 same 1 1"), "exit code, site, names left, sentences: {line}");
    }
    assert_eq!(lines[8..], ["read-only 3 1", "changed", "mount 3 1"]);
}
