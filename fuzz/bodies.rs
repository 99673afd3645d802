//! What the fuzz targets do with the bytes they get: one function a target, each with a property
//! that must hold for any bytes whatever. `fuzz_targets/` gives them to libFuzzer; on a stable
//! compiler `tests/fuzzing.rs` gives them the stored corpus and mutations of it.
//!
//! A property fails by a panic. The program itself must not panic either, not even where it would
//! catch it: an article that "cannot be read" because of a fault is a find too.

use std::io::Read as _;
use std::sync::{Arc, LazyLock};

use dopo::config::Overrides;
use dopo::output::{Memory, picture};
use dopo::pipeline::{self, BuildMoment, BuildOptions, Built, Workbench};
use dopo::search::{self, Reader, SearchFiles, SearchOptions};
use dopo::site::{LocaleId, Site};
use dopo::source::memory;
use dopo::text::problem::{Checked, Problem};
use dopo::text::report::{self, Detail};

/// A target: its name and what it does.
pub type Target = (&'static str, fn(&[u8]));

/// Every target. A test holds the list against `fuzz_targets/` and `corpus/`.
pub const TARGETS: [Target; 14] = [
    ("article", article),
    ("configuration", configuration),
    ("containers", containers),
    ("data_files", data_files),
    ("front_matter", front_matter),
    ("links", links),
    ("names", names),
    ("picture", picture_cleaned),
    ("picture_shown", picture_shown),
    ("raw_html", raw_html),
    ("search_files", search_files),
    ("search_query", search_query),
    ("style_sheet", style_sheet),
    ("template", template),
];

/// Any bytes as an article.
pub fn article(data: &[u8]) {
    project(&[("content/a.md", data)]);
}

/// Any bytes as front matter.
pub fn front_matter(data: &[u8]) {
    let file = [b"---\n", data, b"\n---\n# Title\n\ntext\n"].concat();
    project(&[("content/a.md", &file)]);
}

/// Any bytes as raw HTML between Markdown.
pub fn raw_html(data: &[u8]) {
    let file = [b"before\n\n<div>\n", data, b"\n</div>\n\nafter\n"].concat();
    project(&[("content/a.md", &file)]);
}

/// Any bytes within containers, a list and a quotation.
pub fn containers(data: &[u8]) {
    let file =
        [b"::::note\n:::steps\n1. one\n\n   ", data, b"\n:::\n> ", data, b"\n::::\n"].concat();
    project(&[("content/a.md", &file)]);
}

/// Each line as the address of a link, of a picture, of a redirect and as an alias.
pub fn links(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut body = String::new();
    for line in text.lines().take(60) {
        body.push_str(&format!("[a](<{line}>) ![b](<{line}>) <a href=\"{line}\">c</a>\n\n"));
    }
    let quoted = serde_json::to_string(text.lines().next().unwrap_or("")).unwrap_or_default();
    let front = format!("---\naliases: [{quoted}]\npermalink: {quoted}\n---\n");
    let redirect = format!("---\nredirect: {quoted}\n---\n");
    project(&[
        ("content/a.md", (front + &body).as_bytes()),
        ("content/b.md", redirect.as_bytes()),
        ("content/picture.png", b"no picture"),
    ]);
}

/// Each line as the name of an article, of a static file and of a folder.
pub fn names(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut files = vec![("content/a.md".to_owned(), &b"text"[..])];
    for line in text.lines().filter(|line| is_name(line)).take(20) {
        files.push((format!("content/{line}.md"), b"text"));
        files.push((format!("content/{line}/b.md"), b"text"));
        files.push((format!("static/{line}"), b"text"));
    }
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|(path, bytes)| (path.as_str(), *bytes)).collect();
    let (_, told) = whole(&files);
    drop(told);
}

/// What a file system lets stand in a path.
fn is_name(line: &str) -> bool {
    !line.is_empty()
        && line.len() < 200
        && !line.contains('\0')
        && line.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

/// Any bytes as `dopo.toml`.
pub fn configuration(data: &[u8]) {
    project(&[("dopo.toml", data), ("content/a.md", b"text")]);
}

/// Any bytes as one of the files in `data/`.
pub fn data_files(data: &[u8]) {
    for file in ["data/contact.toml", "data/terms.toml", "data/queries.toml"] {
        project(&[("dopo.toml", b"title = 'A'"), (file, data), ("content/a.md", b"text")]);
    }
}

/// Any bytes as a template of the project's own, and as strings of its own.
pub fn template(data: &[u8]) {
    let files = [("content/a.md", &b"text"[..]), ("templates/article.html", data)];
    whole(&files);
    whole(&[("content/a.md", b"text"), ("strings/en.toml", data)]);
}

/// Any bytes as a style sheet and as a script of a theme.
pub fn style_sheet(data: &[u8]) {
    whole(&[
        ("dopo.toml", b"theme = 'own'"),
        ("content/a.md", b"text"),
        ("themes/own/styles/base.css", data),
        ("themes/own/scripts/entry.js", data),
    ]);
}

/// Any bytes as a picture on its way to the site: what was cleaned once is clean, and holds no place.
pub fn picture_cleaned(data: &[u8]) {
    if let Ok(once) = picture::clean(data.to_vec()) {
        let twice = picture::clean(once.clone()).unwrap();
        assert!(twice == once, "cleaned twice is cleaned once");
    }
    if let Ok(Some(variant)) = picture::resized(data, 100) {
        assert!(variant.len() < data.len(), "a variant saves bytes");
    }
}

/// Any bytes as pictures that an article shows.
pub fn picture_shown(data: &[u8]) {
    let names = ["a.png", "a.jpg", "a.gif", "a.webp", "a.svg", "a.avif"];
    let article: String = names.iter().map(|name| format!("![x]({name})\n\n")).collect();
    let mut files = vec![("content/a.md".to_owned(), article.as_bytes())];
    files.extend(names.iter().map(|name| (format!("content/{name}"), data)));
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|(path, bytes)| (path.as_str(), *bytes)).collect();
    whole(&files);
}

/// Any text as a query: the reader answers, and no result is named twice.
pub fn search_query(data: &[u8]) {
    let query = String::from_utf8_lossy(data);
    let reader = search::open(&INDEX).unwrap();
    for all in [false, true] {
        let options = SearchOptions { all, ..SearchOptions::default() };
        let outcome = reader.search(&query, &options).unwrap();
        let mut addresses: Vec<&str> =
            outcome.hits.iter().map(|hit| hit.address.as_str()).collect();
        assert!(addresses.len() <= search::MOST_RESULTS);
        addresses.sort_unstable();
        addresses.dedup();
        assert_eq!(addresses.len(), outcome.hits.len(), "an article is listed once");
    }
}

/// Search files with some bytes changed: the reader answers or says which file is damaged.
pub fn search_files(data: &[u8]) {
    let changes: Vec<(usize, usize, u8)> = data
        .chunks_exact(4)
        .map(|four| (four[0] as usize, u16::from_le_bytes([four[1], four[2]]) as usize, four[3]))
        .collect();
    let changed = |number: usize, bytes: &[u8]| {
        let mut inflated = inflate(bytes);
        for &(_, at, change) in changes.iter().filter(|&&(file, ..)| file % 8 == number % 8) {
            let at = at % inflated.len().max(1);
            if let Some(byte) = inflated.get_mut(at) {
                *byte ^= change;
            }
        }
        deflate(&inflated)
    };
    let root = changed(0, &INDEX.root);
    let by_name = |name: &str| {
        let at = INDEX.files.iter().position(|file| file.name == name)?;
        Some(changed(at + 1, &INDEX.files[at].bytes))
    };
    let Ok(reader) = Reader::open(&root, by_name) else { return };
    for query in ["machine does not heat", "e-42", "hea", "maschine", "\"cold machine\" -water"] {
        let _ = reader.search(query, &SearchOptions::default());
    }
}

fn inflate(bytes: &[u8]) -> Vec<u8> {
    let mut inflated = Vec::new();
    match flate2::read::GzDecoder::new(bytes).read_to_end(&mut inflated) {
        Ok(_) => inflated,
        Err(_) => bytes.to_vec(),
    }
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut deflated = Vec::new();
    let mut encoder = flate2::read::GzEncoder::new(bytes, flate2::Compression::fast());
    encoder.read_to_end(&mut deflated).unwrap();
    deflated
}

/// The search files of a small help centre.
static INDEX: LazyLock<SearchFiles> = LazyLock::new(|| {
    let articles = [
        (
            "content/heat.md",
            "# The machine does not heat\n\nPush the tank.\n\n## Error E-42\n\nCall.",
        ),
        ("content/leak.md", "# Water under the machine\n\nDry the cold tray.\n\n1. Stop\n2. Dry"),
        ("content/care/clean.md", "# Clean the group\n\nEvery week, with warm water."),
    ];
    let files: Vec<(&str, &[u8])> =
        articles.iter().map(|&(path, text)| (path, text.as_bytes())).collect();
    search::index(&assembled(&files).0, LocaleId::DEFAULT)
});

/// Reads a project up to its site, and tells its problems.
fn project(files: &[(&str, &[u8])]) {
    let (_, problems) = assembled(files);
    let told = |rule: &str| problems.iter().any(|problem| problem.rule.name == rule);
    assert!(!told("unreadable-markdown"), "a fault while parsing");
}

fn assembled(files: &[(&str, &[u8])]) -> (Arc<Site>, Vec<Problem>) {
    let tree = memory::tree(files.iter().map(|&(path, bytes)| (path, bytes)));
    let bench = Workbench::new(Checked::fine(tree), options());
    (Arc::clone(bench.site()), bench.problems())
}

/// Builds a project, which never fails, and tells its problems on a terminal.
fn whole(files: &[(&str, &[u8])]) -> (Built, String) {
    let tree = memory::tree(files.iter().map(|&(path, bytes)| (path, bytes)));
    let built = pipeline::run(&Checked::fine(tree), &options(), &Memory::default()).unwrap();
    let told = report::terminal(&built.report, Detail::All, false);
    let is_plain = |letter: char| !letter.is_control() || letter == '\n';
    assert!(told.chars().all(is_plain), "a control character reaches the terminal");
    (built, told)
}

fn options() -> BuildOptions {
    BuildOptions {
        overrides: Overrides::default(),
        moment: BuildMoment::Fixed(jiff::Timestamp::UNIX_EPOCH),
    }
}
