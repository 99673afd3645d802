//! The tree of front matter → [`FrontMatter`], key by key along the table of [`keys`](super::keys).

use std::borrow::Cow;

use super::date::{self, Reading};
use super::keys::{self, KEYS, Key, Slot};
use super::tree::{Entry, Scalar, Tree, Value};
use super::{lookalike, surprise, visibility};
use crate::parse::document::{
    Alleged, ArticleType, Dated, FrontMatter, Reference, Stage, UnreadDate,
};
use crate::parse::inline;
use crate::parse::prepare::{self, TEMPLATE_TAG};
use crate::parse::problems::Problems;
use crate::text::path::SourcePath;
use crate::text::problem::{Problem, nearest};
use crate::text::rule::Rule;

pub(crate) static VISIBILITY_VALUE: Rule = Rule::always_error(
    "visibility-value",
    "`draft`, `publish`, `robots`, `search`, … has a value that is not understood, or a `date` \
     that cannot be read may be one of the future",
);
pub(crate) static VISIBILITY_KEY: Rule = Rule::always_error(
    "visibility-key",
    "an unknown key looks as if it hid the article: `drfat`, `not_public`, `state: draft`",
);
pub(crate) static TWO_DATES: Rule = Rule::warning(
    "two-dates",
    "two names for one date (`publish`, `publishDate`) have different dates; the stricter counts",
);
pub(crate) static TWO_DAYS: Rule = Rule::warning(
    "two-days",
    "in a date such as `03/04/2027` day and month can change places; the day that hides longer \
     counts",
);
pub(crate) static WRONG_VALUE: Rule = Rule::warning(
    "wrong-value",
    "a key has a wrong value, or a `date` of a past year cannot be read; it counts as \
     absent",
);
pub(crate) static UNKNOWN_KEY: Rule =
    Rule::warning("unknown-key", "dopo does not know a key of the front matter");
pub(crate) static UNUSED_KEY: Rule =
    Rule::advice("unused-key", "nothing uses a known key of the front matter yet");

/// Takes `entries` over into `front`.
pub(super) fn read(
    entries: &[Entry],
    yaml: Option<&str>,
    front: &mut FrontMatter,
    problems: &mut Problems<'_>,
) {
    let mut reader = Reader { front, yaml, problems };
    let mut known: Vec<(usize, usize, &Entry)> = Vec::with_capacity(entries.len());
    for entry in entries {
        match keys::find(&entry.key) {
            Some((key, alias)) => known.push((key, alias, entry)),
            None => reader.unknown(entry),
        }
    }
    // Own names before foreign ones, so that of `updated` and `lastmod` the first sets the value.
    known.sort_by_key(|&(key, alias, _)| (key, alias));
    for (key, _, entry) in known {
        if let Some(key) = KEYS.get(key) {
            reader.take(key, entry);
        }
    }
    reader.tell_two_dates();
}

/// Takes values over, one at a time.
pub(super) struct Reader<'r, 'p> {
    pub(super) front: &'r mut FrontMatter,
    /// The whole file, where its front matter is YAML: a value is not always what it looks like.
    yaml: Option<&'r str>,
    problems: &'r mut Problems<'p>,
}

/// What a value should have been, when it is not.
#[derive(Clone, Copy)]
pub(super) struct Wanted {
    /// `a date like 2026-02-16`.
    pub(super) what: &'static str,
    /// Whether guessing would decide who sees the article.
    pub(super) decides: bool,
}

const TEXT: Wanted = Wanted { what: "a text", decides: false };
const LIST: Wanted = Wanted { what: "a list of texts", decides: false };
const NUMBER: Wanted = Wanted { what: "a number", decides: false };
const DATE: Wanted = Wanted { what: "a date like 2026-02-16", decides: false };
const GROUP: Wanted = Wanted { what: "a group of keys", decides: false };
const NO_STATE: Wanted =
    Wanted { what: "no word for who sees the article (`status` is)", decides: true };

impl<'p> Reader<'_, 'p> {
    fn take(&mut self, key: &Key, entry: &Entry) {
        let name = entry.key.as_str();
        let value = &entry.value;
        if let Some(file) = self.yaml
            && key.slot.is_text()
        {
            surprise::tell(file, entry, self.problems);
        }
        match key.slot {
            Slot::Words(slot) => {
                let words = text(value).map(|text| self.words_of(&text, value));
                self.set(name, value, TEXT, words, slot);
            }
            Slot::Text(slot) => self.set(name, value, TEXT, text(value), slot),
            Slot::Number(slot) => self.set(name, value, NUMBER, number(value), slot),
            Slot::Date(slot) => {
                self.tell_two_days(value);
                self.set(name, value, DATE, latest(value), slot);
            }
            Slot::Reference(slot) => self.set(name, value, TEXT, reference(value), slot),
            Slot::Texts(slot) => {
                let texts = texts(value).map(|texts| self.all_shown(texts, value));
                self.add(name, value, texts, slot);
            }
            Slot::Tags(slot) => {
                let words = words(value).map(|words| self.all_shown(words, value));
                self.add(name, value, words, slot);
            }
            Slot::References(slot) => self.add(name, value, references(value), slot),
            Slot::Sight(sight) => visibility::take(self, sight, entry),
            Slot::Own(read) => read(self, name, value),
            Slot::Later => self.problems.add(
                Problem::of(&UNUSED_KEY, format!("front-matter key `{name}` is not used yet"))
                    .at(self.problems.file, entry.span, "")
                    .help("it may stay: a later version will use it"),
            ),
        }
    }

    /// Sets what no name before it has set.
    pub(super) fn set<T>(
        &mut self,
        name: &str,
        value: &Tree,
        wanted: Wanted,
        understood: Option<T>,
        slot: fn(&mut FrontMatter) -> &mut Option<T>,
    ) {
        if let Some(understood) = self.wanted(name, value, wanted, understood) {
            slot(self.front).get_or_insert(understood);
        }
    }

    /// `date`: it hides the article until it has come, so that one nobody can read is kept, for
    /// those who know what day it is.
    pub(super) fn written_on(&mut self, value: &Tree) {
        self.tell_two_days(value);
        if let Some(dated) = latest(value) {
            self.front.date.push(dated);
        } else if !is_blank(value) {
            let year = date::last_year(&value.to_json().to_string());
            let unread = UnreadDate { year, span: value.span };
            // Of two spellings the one counts that is more likely to hide.
            let is_known = self.front.unread_date.is_some_and(|known| {
                known.year.is_none_or(|known| year.is_some_and(|year| year <= known))
            });
            if !is_known {
                self.front.unread_date = Some(unread);
            }
        }
    }

    /// Tells a date in which day and month can change places.
    pub(super) fn tell_two_days(&mut self, value: &Tree) {
        if let Some((first, last)) = reading(value).and_then(|reading| reading.unclear) {
            self.problems.add(
                Problem::of(&TWO_DAYS, "a date that can mean two days")
                    .at(self.problems.file, value.span, format!("{first} or {last}"))
                    .help("write the one you mean so; until then the one that hides longer counts"),
            );
        }
    }

    /// Adds to a list.
    fn add<T>(
        &mut self,
        name: &str,
        value: &Tree,
        understood: Option<Vec<T>>,
        slot: fn(&mut FrontMatter) -> &mut Vec<T>,
    ) {
        if let Some(items) = self.wanted(name, value, LIST, understood) {
            slot(self.front).extend(items);
        }
    }

    pub(super) fn kind(&mut self, name: &str, value: &Tree) {
        self.front.kind = self.one_of(name, value, &ArticleType::NAMES).or(self.front.kind);
    }

    pub(super) fn stage(&mut self, name: &str, value: &Tree) {
        self.front.stage = self.one_of(name, value, &Stage::NAMES).or(self.front.stage);
    }

    pub(super) fn extra(&mut self, name: &str, value: &Tree) {
        let entries = match &value.value {
            Value::Map(entries) => Some(entries),
            _ => None,
        };
        if let Some(entries) = self.wanted(name, value, GROUP, entries) {
            let extra = entries.iter().map(|entry| (entry.key.clone(), entry.value.to_json()));
            self.front.extra.extend(extra);
            visibility::scan(self, entries);
        }
    }

    /// The value of the word, or a warning that lists the words there are.
    fn one_of<T: Copy>(&mut self, name: &str, value: &Tree, names: &[(&str, T)]) -> Option<T> {
        let word = self.wanted(name, value, TEXT, text(value))?;
        let found = names.iter().find(|(known, _)| *known == word);
        if found.is_none() && visibility::is_clear_hiding_word(&word) {
            self.wanted(name, value, NO_STATE, None::<T>);
        } else if found.is_none() {
            let all: Vec<&str> = names.iter().map(|(known, _)| *known).collect();
            let help = match nearest(&word, all.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("it is one of {}", all.join(", ")),
            };
            self.problems.add(
                Problem::of(&WRONG_VALUE, format!("`{name}` has a value of another set"))
                    .at(self.problems.file, value.span, format!("`{word}` is not known here"))
                    .help(help),
            );
        }
        found.map(|&(_, value)| value)
    }

    /// `understood`, or a problem that says what was wanted. A key without a value is as good as
    /// no key, except where it would decide who sees the article.
    pub(super) fn wanted<T>(
        &mut self,
        name: &str,
        value: &Tree,
        wanted: Wanted,
        understood: Option<T>,
    ) -> Option<T> {
        if understood.is_none() && (wanted.decides || value.value != Value::Empty) {
            let headline = format!("`{name}` should be {}", wanted.what);
            let problem = if wanted.decides {
                Problem::of(&VISIBILITY_VALUE, headline)
                    .help("it decides who sees the article: write it so, or remove the line")
            } else {
                Problem::of(&WRONG_VALUE, headline)
                    .help("the key counts as absent until it is mended")
            };
            let found = match &value.value {
                Value::Scalar { text, .. } => format!("this is `{text}`"),
                _ => format!("this is {}", value.describe()),
            };
            self.problems.add(problem.at(self.problems.file, value.span, found));
        }
        understood
    }

    /// The words of a text that is shown: without template tags, marks and HTML.
    fn words_of(&mut self, text: &str, value: &Tree) -> String {
        inline::words(&self.shown(text, value))
    }

    /// A text without the comments and tags that stand in it, which are told.
    fn shown<'t>(&mut self, text: &'t str, value: &Tree) -> Cow<'t, str> {
        let clean = prepare::without_tags(text);
        if let Cow::Owned(_) = clean {
            self.problems.add(
                Problem::of(&TEMPLATE_TAG, "template tag or comment in front matter")
                    .at(self.problems.file, value.span, "")
                    .help(
                        "a tag goes and its text stays, a comment goes with its text; write what is \
                         to be read as code",
                    ),
            );
        }
        clean
    }

    /// Texts without the comments and tags that stand in them.
    fn all_shown(&mut self, texts: Vec<String>, value: &Tree) -> Vec<String> {
        let clean = |text: String| match self.shown(&text, value) {
            Cow::Owned(clean) => clean.trim().to_owned(),
            Cow::Borrowed(_) => text,
        };
        texts.into_iter().map(clean).filter(|text| !text.is_empty()).collect()
    }

    /// Tells a key that is none of ours. One that looks as if it decided who sees the article is
    /// an error: what was to stay hidden would be published.
    pub(super) fn unknown(&mut self, entry: &Entry) {
        if self.looks_hidden(entry) {
            return;
        }
        let name = entry.key.as_str();
        let known = KEYS.iter().flat_map(|key| key.names.iter().copied());
        let help = match nearest(name, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "it is ignored; data of your own goes below `extra`".to_owned(),
        };
        self.problems.add(
            Problem::of(&UNKNOWN_KEY, format!("unknown front-matter key `{name}`"))
                .at(self.problems.file, entry.span, "")
                .help(help),
        );
    }

    /// Tells an unknown key that looks as if it hid the article, by its name or by its value. Keeps
    /// a date that would hide it on some days, for those who know what day it is.
    pub(super) fn looks_hidden(&mut self, entry: &Entry) -> bool {
        let (name, value) = (entry.key.as_str(), &entry.value);
        let (near, label) = if let Some(near) = lookalike::nearest_key(name, value) {
            (near.to_owned(), String::new())
        } else if let Some(word) = lookalike::hiding_word(name, value) {
            (format!("status: {word}"), format!("`{word}` says that it is hidden"))
        } else {
            if let Some((limit, dated)) = lookalike::limit(name, value) {
                let dated = Dated { span: entry.span, ..dated };
                self.front.alleged.push(Alleged { name: name.to_owned(), limit, dated });
            }
            return false;
        };
        let headline =
            format!("front-matter key `{name}` looks as if it decided who sees the article");
        self.problems.add(
            Problem::of(&VISIBILITY_KEY, headline).at(self.problems.file, entry.span, label).help(
                format!("write `{near}` if that is meant; data of your own goes below `extra`"),
            ),
        );
        true
    }

    /// The same reader, taking over into `front`.
    pub(super) fn for_another<'r>(&'r mut self, front: &'r mut FrontMatter) -> Reader<'r, 'p> {
        Reader { front, yaml: self.yaml, problems: self.problems }
    }

    /// Two dates for one thing: the stricter counts, which the writer may not have meant.
    fn tell_two_dates(&mut self) {
        let both = [
            (&self.front.date, "the later one counts"),
            (&self.front.publish, "the article is shown when both have come"),
            (&self.front.expires, "the article is shown until the first of them has come"),
        ];
        for (dates, help) in both {
            let (Some(first), Some(other)) =
                (dates.first(), dates.iter().find(|dated| dated.when != dates[0].when))
            else {
                continue;
            };
            self.problems.add(
                Problem::of(&TWO_DATES, "two dates that say the same thing differ")
                    .at(self.problems.file, other.span, "this date")
                    .at(self.problems.file, first.span, "and this one")
                    .help(format!("{help}: keep one")),
            );
        }
    }

    pub(super) fn tell(&mut self, problem: Problem) {
        self.problems.add(problem);
    }

    pub(super) fn source(&self) -> &SourcePath {
        self.problems.file
    }
}

/// A scalar as text; an empty one is none.
pub(super) fn text(value: &Tree) -> Option<String> {
    match &value.value {
        Value::Scalar { text, .. } => {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            (!text.is_empty()).then_some(text)
        }
        _ => None,
    }
}

fn items(value: &Tree) -> Option<&[Tree]> {
    match &value.value {
        Value::List(items) => Some(items),
        Value::Scalar { .. } => Some(std::slice::from_ref(value)),
        _ => None,
    }
}

fn texts(value: &Tree) -> Option<Vec<String>> {
    items(value)?.iter().filter(|item| !is_blank(item)).map(text).collect()
}

pub(super) fn words(value: &Tree) -> Option<Vec<String>> {
    let is_list = matches!(value.value, Value::List(_));
    let texts = texts(value)?;
    if is_list {
        return Some(texts);
    }
    let words = texts.iter().flat_map(|text| text.split(','));
    Some(words.map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect())
}

pub(super) fn number(value: &Tree) -> Option<f64> {
    let number = match &value.value {
        Value::Scalar { kind: Scalar::Number(number), .. } => *number,
        Value::Scalar { kind: Scalar::Text, text } => text.trim().parse().ok()?,
        _ => return None,
    };
    number.is_finite().then_some(number)
}

/// The first day a value can mean: what is over then is over.
pub(super) fn earliest(value: &Tree) -> Option<Dated> {
    reading(value).map(|reading| Dated { when: reading.first, span: value.span })
}

/// The last day a value can mean: what is to come then may be to come.
pub(super) fn latest(value: &Tree) -> Option<Dated> {
    reading(value).map(|reading| Dated { when: reading.last, span: value.span })
}

fn reading(value: &Tree) -> Option<Reading> {
    match &value.value {
        Value::Scalar { text, .. } => date::read(text),
        _ => None,
    }
}

pub(super) fn reference(value: &Tree) -> Option<Reference> {
    Some(Reference { text: text(value)?, span: value.span })
}

fn references(value: &Tree) -> Option<Vec<Reference>> {
    items(value)?.iter().filter(|item| !is_blank(item)).map(reference).collect()
}

/// An item that says nothing does not spoil the others.
fn is_blank(item: &Tree) -> bool {
    match &item.value {
        Value::Empty => true,
        Value::Scalar { text, .. } => text.trim().is_empty(),
        _ => false,
    }
}
