//! A help centre in memory, and the ways in which people edit one. Each edit is made from a kind and
//! a number, so a sequence can be told, run again and made shorter.

use std::collections::BTreeMap;

/// The files of a project.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// What is done to the project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Body,
    Title,
    Heading,
    FrontMatter,
    Draft,
    Dates,
    Rename,
    MoveFolder,
    Delete,
    Add,
    Index,
    CaseRename,
    Template,
    Strings,
    Style,
    Script,
    Data,
    Picture,
    Config,
    Several,
}

impl Kind {
    pub(crate) const ALL: [Self; 20] = [
        Self::Body,
        Self::Title,
        Self::Heading,
        Self::FrontMatter,
        Self::Draft,
        Self::Dates,
        Self::Rename,
        Self::MoveFolder,
        Self::Delete,
        Self::Add,
        Self::Index,
        Self::CaseRename,
        Self::Template,
        Self::Strings,
        Self::Style,
        Self::Script,
        Self::Data,
        Self::Picture,
        Self::Config,
        Self::Several,
    ];
}

/// One edit: its kind, and the number everything about it follows from.
pub(crate) type Edit = (Kind, u64);

/// Numbers that follow from one another (splitmix64).
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % bound.max(1) as u64).unwrap()
    }

    pub(crate) fn one<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }

    fn is(&mut self, one_in: usize) -> bool {
        self.below(one_in) == 0
    }
}

const WORDS: [&str; 16] = [
    "tank", "filter", "water", "descale", "lid", "steam", "cup", "light", "grinder", "seal",
    "tray", "pump", "leak", "noise", "lever", "manual",
];
const HEADINGS: [&str; 5] = ["Before you begin", "Steps", "If it leaks", "Check", "More"];
const FOLDERS: [&str; 4] = ["", "care", "care/daily", "parts"];

/// A picture of a few pixels: a whole PNG of that width.
fn picture(width: u8) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0".to_vec();
    bytes.extend([width, 0, 0, 0, 9, 8, 0, 0, 0, 0]);
    bytes.extend([0; 4]);
    bytes
}

fn sentence(chance: &mut Chance) -> String {
    let words: Vec<&str> = (0..3 + chance.below(9)).map(|_| chance.one(&WORDS)).collect();
    format!("{}.", words.join(" "))
}

/// The Markdown files, in order.
pub(crate) fn articles(files: &Files) -> Vec<String> {
    files.keys().filter(|path| path.ends_with(".md")).cloned().collect()
}

/// An article, and one of which something is meant.
fn some_article(files: &Files, chance: &mut Chance) -> Option<String> {
    let all = articles(files);
    (!all.is_empty()).then(|| all[chance.below(all.len())].clone())
}

/// Something a body holds: text, a list, a link, a picture.
fn paragraph(files: &Files, chance: &mut Chance) -> String {
    let target = |chance: &mut Chance| {
        some_article(files, chance)
            .map_or_else(|| "nowhere.md".to_owned(), |path| path.replacen("content", "", 1))
    };
    match chance.below(8) {
        0 => format!("1. {}\n2. {}\n", sentence(chance), sentence(chance)),
        1 => format!("See [{}]({}).\n", chance.one(&WORDS), target(chance)),
        2 => {
            let anchor = chance.one(&["steps", "more", "if-it-leaks", "step-2", "gone"]);
            format!("Then [go on]({}#{anchor}).\n", target(chance))
        }
        3 => format!("![{}](/pictures/{}.png)\n", chance.one(&WORDS), chance.below(4)),
        4 => format!("## {}\n\n{}\n", chance.one(&HEADINGS), sentence(chance)),
        5 => "A [dead link](no-such-file.md) here.\n".to_owned(),
        _ => format!("{}\n", sentence(chance)),
    }
}

/// A whole new article.
fn article(files: &Files, chance: &mut Chance) -> String {
    let mut text = String::new();
    if !chance.is(3) {
        text.push_str("---\n");
        for _ in 0..chance.below(4) {
            text.push_str(&key(files, chance));
        }
        text.push_str("---\n");
    }
    text.push_str(&format!("# {} {}\n\n", chance.one(&WORDS), chance.one(&WORDS)));
    for _ in 0..1 + chance.below(5) {
        text.push_str(&paragraph(files, chance));
        text.push('\n');
    }
    text
}

/// A line of front matter. Double keys happen, and are a fault that both builds must tell.
fn key(files: &Files, chance: &mut Chance) -> String {
    let word = chance.one(&WORDS);
    let other = some_article(files, chance)
        .map_or_else(|| "x.md".to_owned(), |path| path.replacen("content", "", 1));
    match chance.below(14) {
        0 => format!("weight: {}\n", chance.below(9)),
        1 => format!("keywords: [{word}, {}]\n", chance.one(&WORDS)),
        2 => format!("tags: [{word}]\n"),
        3 => format!("symptoms: [the {word} is loud]\n"),
        4 => format!("aliases: [/old/{word}/]\n"),
        5 => format!("slug: {word}-{}\n", chance.below(3)),
        6 => format!("type: {}\n", chance.one(&["fix", "how-to", "facts", "care"])),
        7 => format!("related: [{other}]\n"),
        8 => format!("next: [{other}]\n"),
        9 => format!("answer: {}\n", sentence(chance)),
        10 => format!("description: {}\n", sentence(chance)),
        11 => "search: false\n".to_owned(),
        12 => "unlisted: true\n".to_owned(),
        _ => format!("colour: {word}\n"),
    }
}

/// A free path for an article.
fn path(files: &Files, chance: &mut Chance) -> String {
    loop {
        let folder = chance.one(&FOLDERS);
        let slash = if folder.is_empty() { "" } else { "/" };
        let language = if chance.is(3) { ".it" } else { "" };
        let (word, number) = (chance.one(&WORDS), chance.below(90));
        let path = format!("content/{folder}{slash}{word}-{number}{language}.md");
        if !files.contains_key(&path) {
            return path;
        }
    }
}

/// A help centre of `count` articles in two languages.
pub(crate) fn project(count: usize, number: u64) -> Files {
    let chance = &mut Chance(number);
    let mut files = Files::new();
    let config = "title = \"Help\"\nbase_url = \"https://help.example\"\ntheme = \"own\"\n\
                  default_locale = \"en\"\n[locales.it]\n";
    files.insert("dopo.toml".to_owned(), config.into());
    files.insert("themes/own/theme.toml".to_owned(), "name = \"own\"\n".into());
    for name in 0..3 {
        files.insert(format!("content/pictures/{name}.png"), picture(name));
    }
    files.insert("static/robots-extra.txt".to_owned(), "x".into());
    files.insert("content/_index.md".to_owned(), "# Help\n\nWelcome.\n".into());
    for _ in 0..count {
        let text = article(&files, chance);
        let path = path(&files, chance);
        files.insert(path, text.into());
    }
    files
}

/// Makes an edit. One for which the project has nothing to offer does nothing.
pub(crate) fn edit(files: &mut Files, (kind, number): Edit) {
    let chance = &mut Chance(number);
    match kind {
        Kind::Body => change(files, chance, |files, chance, text| match chance.below(3) {
            0 => format!("{text}\n{}", paragraph(files, chance)),
            1 => {
                let (old, new) = (chance.one(&WORDS), chance.one(&WORDS));
                text.replacen(old, new, 1)
            }
            _ => match text.trim_end().rsplit_once("\n\n") {
                Some((kept, _)) => format!("{kept}\n"),
                None => text.to_owned(),
            },
        }),
        Kind::Title => change(files, chance, |_, chance, text| {
            let new = format!("# {} {}", chance.one(&WORDS), chance.one(&WORDS));
            lines(text, |line| if line.starts_with("# ") { new.clone() } else { line.to_owned() })
        }),
        Kind::Heading => change(files, chance, |_, chance, text| {
            let new = format!("## {}", chance.one(&HEADINGS));
            lines(text, |line| if line.starts_with("## ") { new.clone() } else { line.to_owned() })
        }),
        Kind::FrontMatter => change(files, chance, |files, chance, text| {
            let key = key(files, chance);
            match text.strip_prefix("---\n") {
                Some(rest) if chance.is(3) => {
                    let (_, rest) = rest.split_once('\n').unwrap_or(("", rest));
                    if text[4..].starts_with("---") {
                        text.to_owned()
                    } else {
                        format!("---\n{rest}")
                    }
                }
                Some(rest) => format!("---\n{key}{rest}"),
                None => format!("---\n{key}---\n{text}"),
            }
        }),
        Kind::Draft => change(files, chance, |_, chance, text| {
            let key = chance.one(&["draft: true", "draft: false", "private: true"]);
            set(text, &["draft", "private"], key)
        }),
        Kind::Dates => change(files, chance, |_, chance, text| {
            let name = chance.one(&["publish", "expires", "date", "updated"]);
            let day = chance.one(&["2020-01-01", "2026-02-28", "2040-12-31"]);
            set(text, &[name], &format!("{name}: {day}"))
        }),
        Kind::Rename => moved(files, chance, |files, chance, _| path(files, chance)),
        Kind::CaseRename => moved(files, chance, |_, _, old| match old.rsplit_once('/') {
            Some((folder, name)) if name.chars().any(char::is_uppercase) => {
                format!("{folder}/{}", name.to_lowercase())
            }
            Some((folder, name)) => format!("{folder}/{}", name[..1].to_uppercase() + &name[1..]),
            None => old.to_owned(),
        }),
        Kind::MoveFolder => {
            let from = format!("content/{}/", chance.one(&["care", "care/daily", "parts", "new"]));
            let to = format!("content/{}/", chance.one(&["care", "parts", "new", "parts/small"]));
            let inside: Vec<String> =
                files.keys().filter(|path| path.starts_with(&from)).cloned().collect();
            for path in inside {
                let new = path.replacen(&from, &to, 1);
                let bytes = files.remove(&path).unwrap();
                files.entry(new).or_insert(bytes);
            }
        }
        Kind::Delete => {
            if let Some(path) = some_article(files, chance) {
                files.remove(&path);
            }
        }
        Kind::Add => {
            let text = article(files, chance);
            let path = path(files, chance);
            files.insert(path, text.into());
        }
        Kind::Index => {
            let folder = chance.one(&["", "care/", "parts/", "care/daily/"]);
            let language = if chance.is(3) { ".it" } else { "" };
            let path = format!("content/{folder}_index{language}.md");
            if chance.is(4) {
                files.remove(&path);
            } else {
                let text = article(files, chance);
                files.insert(path, text.into());
            }
        }
        Kind::Template => toggled(files, chance, "templates/redirect.html", |number| {
            format!("<!doctype html><title>{number}</title><p>{{{{ title }}}}")
        }),
        Kind::Strings => toggled(files, chance, "strings/en.toml", |number| {
            format!("menu = \"Menu {number}\"\n")
        }),
        Kind::Style => toggled(files, chance, "themes/own/styles/tokens.css", |number| {
            format!(":root {{ --accent: #00{number}; }}\n")
        }),
        Kind::Script => toggled(files, chance, "themes/own/scripts/menus.js", |number| {
            format!("export const number = {number};\n")
        }),
        Kind::Data => {
            if chance.is(2) {
                toggled(files, chance, "data/terms.toml", |number| {
                    format!(
                        "[[term]]\nlocale = \"en\"\nterm = \"tank\"\nalso = [\"vessel{number}\"]\n"
                    )
                });
            } else {
                toggled(files, chance, "data/contact.toml", |number| {
                    format!(
                        "[[channel]]\ntype = \"phone\"\nlabel = \"Call\"\nvalue = \"+39 02 {number}\"\n"
                    )
                });
            }
        }
        Kind::Picture => {
            let path = format!("content/pictures/{}.png", chance.below(4));
            if chance.is(3) {
                files.remove(&path);
            } else {
                let width = u8::try_from(chance.below(250)).unwrap();
                let bytes = if chance.is(5) { Vec::new() } else { picture(width) };
                files.insert(path, bytes);
            }
        }
        Kind::Config => {
            let title = chance.one(&["Help", "Aiuto", "Support"]);
            let base = chance.one(&["base_url = \"https://help.example\"\n", ""]);
            let more = chance.one(&["accent = \"#0055aa\"\n", "ignore = [\"parts\"]\n", ""]);
            let locales = chance.one(&["[locales.it]\n", "[locales.it]\ntitle = \"Aiuto\"\n", ""]);
            let text = format!(
                "title = \"{title}\"\n{base}theme = \"own\"\n{more}default_locale = \"en\"\n{locales}"
            );
            files.insert("dopo.toml".to_owned(), text.into());
        }
        Kind::Several => {
            for _ in 0..2 + chance.below(3) {
                let kind = Kind::ALL[chance.below(Kind::ALL.len() - 1)];
                let number = chance.below(usize::MAX) as u64;
                edit(files, (kind, number));
            }
        }
    }
}

/// Changes the text of an article.
fn change(
    files: &mut Files,
    chance: &mut Chance,
    new: impl FnOnce(&Files, &mut Chance, &str) -> String,
) {
    let Some(path) = some_article(files, chance) else { return };
    let text = String::from_utf8(files[&path].clone()).unwrap();
    let new = new(files, chance, &text);
    files.insert(path, new.into());
}

/// Gives an article another path, where that is free.
fn moved(
    files: &mut Files,
    chance: &mut Chance,
    new: impl FnOnce(&Files, &mut Chance, &str) -> String,
) {
    let Some(old) = some_article(files, chance) else { return };
    let new = new(files, chance, &old);
    if !files.contains_key(&new) {
        let bytes = files.remove(&old).unwrap();
        files.insert(new, bytes);
    }
}

/// Writes a file with another number in it, or takes it away.
fn toggled(files: &mut Files, chance: &mut Chance, path: &str, text: impl Fn(usize) -> String) {
    if chance.is(3) && files.remove(path).is_some() {
        return;
    }
    files.insert(path.to_owned(), text(1000 + chance.below(9000)).into());
}

fn lines(text: &str, each: impl Fn(&str) -> String) -> String {
    text.lines().map(each).collect::<Vec<_>>().join("\n") + "\n"
}

/// Front matter with `line`, and without other lines of the keys `names`.
fn set(text: &str, names: &[&str], line: &str) -> String {
    let Some(rest) = text.strip_prefix("---\n") else { return format!("---\n{line}\n---\n{text}") };
    let is_other = |line: &&str| !names.iter().any(|name| line.split(':').next() == Some(*name));
    let rest: Vec<&str> = rest.lines().filter(is_other).collect();
    format!("---\n{line}\n{}\n", rest.join("\n"))
}
