//! More than a thousand malformed inputs in twelve classes, one at a time in an otherwise good
//! project, through the program itself. Whatever a person wrote: the exit code says what happened, an
//! error has its file, line and column and a line of help, the published site stays as it was, and
//! no text of a panic is ever shown.
//!
//! `tests/run` takes every twelfth; `tests/campaigns/malformed` takes them all.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, clippy::print_stdout)]
#![cfg(unix)]

mod cases;
#[path = "../support/mod.rs"]
mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use cases::{Case, Wanted};
use support::{dopo, errors, files_on_disk, project, run};

/// No input may take longer, in a build without optimisation on a busy machine.
const SLOWEST: Duration = Duration::from_secs(60);

#[test]
fn the_table_is_as_large_as_it_says() {
    let cases = cases::all();
    let mut classes: BTreeMap<&str, usize> = BTreeMap::new();
    for case in &cases {
        *classes.entry(case.class).or_default() += 1;
    }
    println!("{classes:#?}");
    assert!(cases.len() >= 1000, "{} inputs", cases.len());
    assert_eq!(classes.len(), 12, "{classes:?}");
    assert!(classes.values().all(|&count| count >= 25), "{classes:?}");
}

#[test]
fn every_malformed_input_is_told_and_harms_nothing() {
    let step = if std::env::var_os("DOPO_MALFORMED").is_some() { 1 } else { 12 };
    let cases: Vec<Case> = cases::all().into_iter().step_by(step).collect();
    let (next, wrong) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let room = Room::new();
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let found = room.try_out(case);
                    wrong.lock().unwrap().extend(found);
                }
            });
        }
    });
    let wrong = wrong.into_inner().unwrap();
    println!("{} inputs, {} wrong", cases.len(), wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// A published project into which one malformed input after the other is put.
struct Room {
    folder: tempfile::TempDir,
}

impl Room {
    fn new() -> Self {
        let room = Self { folder: tempfile::tempdir().unwrap() };
        room.write_good();
        let ended = run(room.root(), &["build"]);
        assert!(ended.status.success(), "{}", errors(&ended));
        room
    }

    fn root(&self) -> &Path {
        self.folder.path()
    }

    fn write_good(&self) {
        project()
            .file("dopo.toml", "title = \"Help\"\nbase_url = \"https://example.com\"\n")
            .file("content/good.md", "# Good\n\ntext\n")
            .file("content/folder/other.md", "# Other\n\ntext\n")
            .write(self.root());
    }

    /// Puts the input in, builds, takes it out again; gives what was not as it should be.
    fn try_out(&self, case: &Case) -> Option<String> {
        let public = self.root().join("public");
        let before = files_on_disk(&public);
        for (path, bytes) in &case.files {
            let path = self.root().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        let (code, told, took) = self.build();
        let after = files_on_disk(&public);
        self.take_out(case);
        let mut wrong = Vec::new();
        if told.contains("panicked") || told.contains("fault in dopo") {
            wrong.push("a fault of the program is shown".to_owned());
        }
        if took > SLOWEST {
            wrong.push(format!("it took {took:?}"));
        }
        match (case.wanted, code) {
            (Wanted::Error, Some(1)) | (Wanted::Told, Some(0)) => {}
            (Wanted::Either, Some(0 | 1)) => {}
            (_, code) => wrong.push(format!("exit code {code:?}, wanted {:?}", case.wanted)),
        }
        if code == Some(1) {
            wrong.extend(blocks(&told).filter_map(badly_told));
            if before != after {
                wrong.push("the published site changed".to_owned());
            }
        }
        let names_the_file = case.files.iter().any(|(path, _)| told.contains(shown(path)));
        if case.wanted != Wanted::Either && !names_the_file {
            wrong.push("the file is not named".to_owned());
        }
        if took > SLOWEST / 4 {
            println!("{} / {} took {took:?}", case.class, case.name);
        }
        (!wrong.is_empty()).then(|| {
            let told: String = told.chars().take(1500).collect();
            format!("{} / {}: {}\n{told}", case.class, case.name, wrong.join("; "))
        })
    }

    /// Builds; gives the exit code, what was told, and how long it took. A build that does not end
    /// is killed.
    fn build(&self) -> (Option<i32>, String, Duration) {
        let told = self.root().join("told");
        let start = Instant::now();
        let mut command = dopo();
        command.args(["build", "--root"]).arg(self.root()).stdout(Stdio::null());
        let mut child = command.stderr(fs::File::create(&told).unwrap()).spawn().unwrap();
        let code = loop {
            match child.try_wait().unwrap() {
                Some(status) => break status.code(),
                None if start.elapsed() > SLOWEST => child.kill().unwrap(),
                None => std::thread::sleep(Duration::from_millis(5)),
            }
        };
        let text = fs::read(&told).unwrap();
        fs::remove_file(&told).unwrap();
        (code, String::from_utf8_lossy(&text).into_owned(), start.elapsed())
    }

    fn take_out(&self, case: &Case) {
        for (path, _) in &case.files {
            let path = self.root().join(path);
            if path.is_dir() {
                fs::remove_dir_all(&path).unwrap();
            } else {
                let _ = fs::remove_file(&path);
            }
        }
        for folder in ["data", "templates", "themes", "static", "strings"] {
            let _ = fs::remove_dir_all(self.root().join(folder));
        }
        fs::remove_dir_all(self.root().join("content")).unwrap();
        self.write_good();
    }
}

/// The path as a report shows it; what cannot be shown is told by the folder.
fn shown(path: &str) -> &str {
    let is_plain = |letter: char| !letter.is_control();
    if path.chars().all(is_plain) { path } else { path.split('/').next().unwrap_or(path) }
}

/// The parts of a report, each about one kind of problem.
fn blocks(report: &str) -> impl Iterator<Item = &str> {
    report.split("\n\n").filter(|block| block.trim_start().starts_with("error"))
}

/// Errors that are about a file, or several, as a whole: no line of it is to blame.
const OF_WHOLE_FILES: [&str; 11] = [
    "address-collision",
    "article-too-large",
    "builtin-address",
    "nameless-address",
    "file-too-large",
    "too-many-files",
    "no-articles",
    "outside-setting",
    "not-utf-8",
    "unreadable",
    "unreadable-name",
];

/// Why an error is not told well.
fn badly_told(block: &str) -> Option<String> {
    let head = block.lines().next().unwrap_or("");
    let rule = head.split(['[', ']']).nth(1).unwrap_or("");
    let has_place = block.split_whitespace().any(|word| {
        let mut parts = word.trim_end_matches(':').rsplitn(3, ':');
        let mut number = || parts.next().is_some_and(|part| part.parse::<u32>().is_ok());
        number() && number()
    });
    let needs_place = !OF_WHOLE_FILES.contains(&rule);
    match (has_place || !needs_place, block.contains("help: ")) {
        (true, true) => None,
        (false, _) => Some(format!("no line and column: {head}")),
        (true, false) => Some(format!("no help: {head}")),
    }
}
