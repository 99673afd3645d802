//! The keys that decide who sees an article, as the tools people come from write them: what each
//! value says. Three answers: it shows, it hides, it is not understood; the last is an error, for
//! guessing would publish what was to stay hidden. The strictest of several words counts.

use super::keys::{self, Sight};
use super::reader::{Reader, Wanted, earliest, latest, number, reference, text, words};
use super::tree::{Entry, Scalar, Tree, Value};
use crate::parse::document::{Cascade, Dated, FrontMatter, SearchWish, Target};
use crate::text::problem::Problem;
use crate::text::rule::Rule;

pub(crate) static UNHIDDEN_PART: Rule = Rule::warning(
    "unhidden-part",
    "a part of a page is to be hidden, which cannot be done yet; the article is shown whole",
);

/// What follows from a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    Shows,
    Draft,
    Private,
    Staff,
    Unlisted,
    OffMenus,
    Unsearched,
    Unindexed,
}

impl Effect {
    fn apply(self, front: &mut FrontMatter) {
        match self {
            Self::Shows => {}
            Self::Draft => front.draft = true,
            Self::Private => front.private = true,
            Self::Staff => front.staff = true,
            Self::Unlisted => front.unlisted = true,
            Self::OffMenus => front.off_menus = true,
            Self::Unsearched => front.search = SearchWish::Never,
            Self::Unindexed => front.noindex = true,
        }
    }
}

/// What a value says.
enum Said {
    Effect(Effect),
    From(Dated),
    Until(Dated),
}

impl Said {
    fn apply(self, front: &mut FrontMatter) {
        match self {
            Self::Effect(effect) => effect.apply(front),
            Self::From(dated) => front.publish.push(dated),
            Self::Until(dated) => front.expires.push(dated),
        }
    }
}

const SWITCH: Wanted = Wanted { what: "yes or no", decides: true };
const SWITCH_OR_DATE: Wanted = Wanted { what: "yes, no or a date like 2026-02-16", decides: true };
const WORD: Wanted =
    Wanted { what: "a word such as `draft`, `private` or `public`", decides: true };
const AUDIENCE: Wanted = Wanted { what: "either for staff or for others", decides: true };
const SEARCH: Wanted = Wanted { what: "yes, no or a weight between 0 and 100", decides: true };
const ROBOTS: Wanted =
    Wanted { what: "words such as `noindex, nofollow`, or `index`", decides: true };
const PARTS: Wanted = Wanted { what: "yes, no or parts of the page such as `toc`", decides: true };
const RENDER: Wanted = Wanted { what: "`always` or `never`", decides: true };
const GROUP: Wanted = Wanted { what: "a group of keys", decides: true };

/// Words for the state of an article, and for who may see it.
const STATES: &[(&str, Effect)] = {
    use Effect::{Draft, Private, Shows, Staff, Unlisted};
    &[
        ("active", Shows),
        ("all", Shows),
        ("anyone", Shows),
        ("approved", Shows),
        ("beta", Shows),
        ("complete", Shows),
        ("completed", Shows),
        ("current", Shows),
        ("default", Shows),
        ("deprecated", Shows),
        ("done", Shows),
        ("everyone", Shows),
        ("experimental", Shows),
        ("external", Shows),
        ("final", Shows),
        ("free", Shows),
        ("listed", Shows),
        ("live", Shows),
        ("new", Shows),
        ("open", Shows),
        ("public", Shows),
        ("publish", Shows),
        ("published", Shows),
        ("ready", Shows),
        ("released", Shows),
        ("reviewed", Shows),
        ("stable", Shows),
        ("supported", Shows),
        ("updated", Shows),
        ("visible", Shows),
        ("world", Shows),
        ("backlog", Draft),
        ("disabled", Draft),
        ("do not publish", Draft),
        ("draft", Draft),
        ("future", Draft),
        ("idea", Draft),
        ("in progress", Draft),
        ("in review", Draft),
        ("inactive", Draft),
        ("needs review", Draft),
        ("not published", Draft),
        ("not started", Draft),
        ("offline", Draft),
        ("on hold", Draft),
        ("pending", Draft),
        ("pending review", Draft),
        ("planned", Draft),
        ("proposed", Draft),
        ("ready for review", Draft),
        ("rejected", Draft),
        ("review", Draft),
        ("scheduled", Draft),
        ("submitted", Draft),
        ("to do", Draft),
        ("todo", Draft),
        ("unpublished", Draft),
        ("unreleased", Draft),
        ("wip", Draft),
        ("work in progress", Draft),
        ("archive", Private),
        ("archived", Private),
        ("authenticated", Private),
        ("confidential", Private),
        ("deleted", Private),
        ("embargoed", Private),
        ("expired", Private),
        ("locked", Private),
        ("logged in", Private),
        ("members", Private),
        ("members only", Private),
        ("not public", Private),
        ("obsolete", Private),
        ("paid", Private),
        ("password", Private),
        ("private", Private),
        ("protected", Private),
        ("restricted", Private),
        ("retired", Private),
        ("secret", Private),
        ("subscribers", Private),
        ("tiers", Private),
        ("trash", Private),
        ("trashed", Private),
        ("withdrawn", Private),
        ("agents", Staff),
        ("employees", Staff),
        ("employees only", Staff),
        ("internal", Staff),
        ("internal only", Staff),
        ("staff", Staff),
        ("staff only", Staff),
        ("team", Staff),
        ("hidden", Unlisted),
        ("hide", Unlisted),
        ("invisible", Unlisted),
        ("unlisted", Unlisted),
    ]
};

/// Parts of a page that MkDocs can leave out.
const PAGE_PARTS: [&str; 13] = [
    "breadcrumbs",
    "comments",
    "date",
    "feedback",
    "footer",
    "header",
    "navigation",
    "path",
    "sidebar",
    "source",
    "tags",
    "title",
    "toc",
];

/// Takes over the value of a key that decides who sees the article.
pub(super) fn take(reader: &mut Reader<'_, '_>, sight: Sight, entry: &Entry) {
    let (name, value) = (entry.key.as_str(), &entry.value);
    match sight {
        Sight::Own(read) => read(reader, name, value),
        Sight::Group => {
            if let Value::Map(entries) = &value.value {
                scan(reader, entries);
            }
            reader.unknown(entry);
        }
        // Who it is written for decides nothing, except where that is the staff.
        Sight::Audience if audience(value) == Some(Effect::Shows) => reader.unknown(entry),
        // A note about its state, in a sentence.
        Sight::Word if is_sentence(value) => reader.unknown(entry),
        _ => {
            if matches!(sight, Sight::From { .. } | Sight::Until { .. }) {
                reader.tell_two_days(value);
            }
            let said = said(sight, value);
            if let Some(said) = reader.wanted(name, value, wanted(sight), said) {
                said.apply(reader.front);
            }
        }
    }
}

/// Takes over what clearly hides among keys of somebody else: data of a theme, or a line that slid
/// below a `[table]`. What is not understood there is none of ours.
pub(super) fn scan(reader: &mut Reader<'_, '_>, entries: &[Entry]) {
    for entry in entries {
        if let Some(said) = keys::sight(&entry.key).and_then(|sight| said(sight, &entry.value)) {
            said.apply(reader.front);
        }
    }
}

/// Whether a value hides the article, now or at some time.
pub(super) fn hides(sight: Sight, value: &Tree) -> bool {
    said(sight, value).is_some_and(|said| !matches!(said, Said::Effect(Effect::Shows)))
}

/// Whether a value cannot be understood.
pub(super) fn is_unclear(sight: Sight, value: &Tree) -> bool {
    said(sight, value).is_none()
}

fn wanted(sight: Sight) -> Wanted {
    match sight {
        Sight::From { .. } | Sight::Until { .. } => SWITCH_OR_DATE,
        Sight::Word => WORD,
        Sight::Audience => AUDIENCE,
        _ => SWITCH,
    }
}

/// What a value says, if it can be understood.
fn said(sight: Sight, value: &Tree) -> Option<Said> {
    let switched = |yes, no| Some(Said::Effect(if flag(value)? { yes } else { no }));
    match sight {
        Sight::Switch { yes, no } => switched(yes, no),
        Sight::From { yes, no } => switched(yes, no).or_else(|| latest(value).map(Said::From)),
        Sight::Until { yes, no } => switched(yes, no).or_else(|| earliest(value).map(Said::Until)),
        Sight::Presence(effect) => {
            let is_absent = matches!(value.value, Value::Empty) || flag(value) == Some(false);
            let is_blank = matches!(&value.value, Value::Scalar { text, .. } if text.is_empty());
            Some(Said::Effect(if is_absent || is_blank { Effect::Shows } else { effect }))
        }
        Sight::Word => match flag(value) {
            Some(true) => Some(Said::Effect(Effect::Shows)),
            Some(false) => Some(Said::Effect(Effect::Private)),
            None => state(&text(value)?).map(Said::Effect),
        },
        Sight::Audience => audience(value).map(Said::Effect),
        Sight::Group | Sight::Own(_) => None,
    }
}

/// The effect of a word for a state: `In-Progress` is `in progress`.
fn state(word: &str) -> Option<Effect> {
    let word = plain(word);
    STATES.iter().find(|(known, _)| *known == word).map(|&(_, effect)| effect)
}

/// Whether a value is one of the words that hide.
pub(super) fn is_hiding_word(word: &str) -> bool {
    state(word).is_some_and(|effect| effect != Effect::Shows)
}

/// Whether a word hides whatever is asked: of an article that is `pending` or for the `team` that
/// hangs on the question.
pub(super) fn is_clear_hiding_word(word: &str) -> bool {
    const UNCLEAR: [&str; 22] = [
        "authenticated",
        "backlog",
        "disabled",
        "expired",
        "future",
        "idea",
        "inactive",
        "locked",
        "members",
        "offline",
        "on hold",
        "pending",
        "planned",
        "proposed",
        "rejected",
        "review",
        "scheduled",
        "staff",
        "submitted",
        "team",
        "to do",
        "todo",
    ];
    let word = plain(word);
    is_hiding_word(&word) && !UNCLEAR.contains(&word.as_str())
}

/// Staff where the words for the readers mean nobody else; `None` where they mean both.
fn audience(value: &Tree) -> Option<Effect> {
    let Some(words) = words(value) else { return Some(Effect::Shows) };
    let inside = |word: &String| matches!(state(word), Some(Effect::Staff | Effect::Private));
    match words.iter().filter(|word| inside(word)).count() {
        0 => Some(Effect::Shows),
        some if some == words.len() => Some(Effect::Staff),
        _ => None,
    }
}

fn plain(word: &str) -> String {
    let word = word.trim_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase();
    word.replace(['-', '_'], " ")
}

fn is_sentence(value: &Tree) -> bool {
    text(value).is_some_and(|text| text.split_whitespace().count() > 3)
}

/// Yes or no in the words people use.
pub(super) fn flag(value: &Tree) -> Option<bool> {
    match &value.value {
        Value::Scalar { kind: Scalar::Bool(flag), .. } => Some(*flag),
        Value::Scalar { kind: Scalar::Text, text } => {
            match text.trim().to_ascii_lowercase().as_str() {
                "true" | "yes" | "on" => Some(true),
                "false" | "no" | "off" => Some(false),
                _ => None,
            }
        }
        _ => None,
    }
}

/// `permalink: false` of Eleventy: it is not written.
pub(super) fn permalink(reader: &mut Reader<'_, '_>, name: &str, value: &Tree) {
    if matches!(value.value, Value::Scalar { kind: Scalar::Bool(false), .. }) {
        reader.front.private = true;
        return;
    }
    let wanted = Wanted { what: "a text", decides: false };
    reader.set(name, value, wanted, reference(value), |front| &mut front.permalink);
}

/// `hide: true` of many tools, and `hide: [toc]` of MkDocs, which is about parts of the page.
pub(super) fn hide(reader: &mut Reader<'_, '_>, name: &str, value: &Tree) {
    if value.value == Value::Empty {
        return;
    }
    if let Some(hides) = flag(value) {
        reader.front.unlisted |= hides;
        return;
    }
    let parts = match &value.value {
        Value::Map(entries) => Some(entries.iter().map(|entry| entry.key.clone()).collect()),
        _ => words(value),
    };
    let parts = parts.filter(|parts| {
        parts.iter().all(|part| PAGE_PARTS.contains(&part.trim().to_ascii_lowercase().as_str()))
    });
    if reader.wanted(name, value, PARTS, parts).is_some() {
        let problem = Problem::of(&UNHIDDEN_PART, "parts of a page cannot be hidden yet");
        reader.tell(
            problem
                .at(reader.source(), value.span, "")
                .help("the article is shown whole; the line may stay"),
        );
    }
}

/// `build` of Hugo: `{render: never, list: never}`.
pub(super) fn build(reader: &mut Reader<'_, '_>, name: &str, value: &Tree) {
    let entries = match &value.value {
        Value::Map(entries) => Some(entries),
        _ => None,
    };
    let Some(entries) = reader.wanted(name, value, GROUP, entries) else { return };
    for entry in entries {
        let effect = match keys::folded(&entry.key).as_str() {
            "render" => Effect::Private,
            "list" => Effect::OffMenus,
            _ => continue,
        };
        let word = text(&entry.value).map(|word| word.to_ascii_lowercase());
        let is_shown = match (flag(&entry.value), word.as_deref()) {
            (Some(flag), _) => Some(flag),
            (None, Some("always")) => Some(true),
            (None, Some("never" | "link" | "local")) => Some(false),
            _ => None,
        };
        if reader.wanted(&entry.key, &entry.value, RENDER, is_shown) == Some(false) {
            effect.apply(reader.front);
        }
    }
}

/// `sidebar: {hidden: true}` of Starlight. What else it says of the sidebar is not ours.
pub(super) fn sidebar(reader: &mut Reader<'_, '_>, _: &str, value: &Tree) {
    let Value::Map(entries) = &value.value else { return };
    for entry in entries.iter().filter(|entry| keys::folded(&entry.key) == "hidden") {
        if reader.wanted(&entry.key, &entry.value, SWITCH, flag(&entry.value)) == Some(true) {
            reader.front.off_menus = true;
        }
    }
}

/// `cascade` of Hugo: what holds for everything below, or for the pages its target names.
pub(super) fn cascade(reader: &mut Reader<'_, '_>, name: &str, value: &Tree) {
    match &value.value {
        Value::Empty => {}
        Value::Map(entries) => match entries.iter().find(|entry| is_target(entry)) {
            None => hand_down(reader, entries),
            Some(named) => {
                let mut front = FrontMatter::default();
                hand_down(&mut reader.for_another(&mut front), entries);
                reader.front.cascades.push(Cascade { target: target(&named.value), front });
            }
        },
        Value::List(items) => items.iter().for_each(|item| cascade(reader, name, item)),
        Value::Scalar { .. } => {
            reader.wanted(name, value, GROUP, None::<()>);
        }
    }
}

fn is_target(entry: &Entry) -> bool {
    keys::folded(&entry.key) == "target"
}

/// Takes over what decides who sees the pages below.
fn hand_down(reader: &mut Reader<'_, '_>, entries: &[Entry]) {
    for entry in entries.iter().filter(|entry| !is_target(entry)) {
        match keys::sight(&entry.key) {
            Some(sight) => take(reader, sight, entry),
            None if keys::folded(&entry.key) == "date" => reader.written_on(&entry.value),
            None => {
                reader.looks_hidden(entry);
            }
        }
    }
}

/// The pages that `target` of Hugo names.
fn target(value: &Tree) -> Target {
    let mut target = Target { span: value.span, ..Target::default() };
    let Value::Map(entries) = &value.value else { return Target { is_unclear: true, ..target } };
    for entry in entries {
        let slot = match keys::folded(&entry.key).as_str() {
            "path" => &mut target.path,
            "kind" => &mut target.kind,
            "lang" => &mut target.lang,
            _ => {
                target.is_unclear = true;
                continue;
            }
        };
        *slot = text(&entry.value);
        target.is_unclear |= slot.is_none();
    }
    target
}

pub(super) fn robots(reader: &mut Reader<'_, '_>, name: &str, value: &Tree) {
    const KNOWN: [&str; 13] = [
        "all",
        "index",
        "follow",
        "noindex",
        "nofollow",
        "none",
        "noarchive",
        "nocache",
        "nosnippet",
        "noimageindex",
        "notranslate",
        "nositelinkssearchbox",
        "indexifembedded",
    ];
    let known = words(value)
        .map(|words| words.iter().map(|word| word.to_ascii_lowercase()).collect::<Vec<_>>());
    let known = known.filter(|words| {
        words.iter().all(|word| {
            let (name, value) = word.split_once(':').unwrap_or((word, ""));
            KNOWN.contains(&name.trim())
                || (!value.is_empty() && (name.starts_with("max-") || name == "unavailable_after"))
        })
    });
    if let Some(words) = reader.wanted(name, value, ROBOTS, known) {
        reader.front.noindex |= words.iter().any(|word| word == "noindex" || word == "none");
    }
}

/// `sitemap: false`, and `{disable: true}` or `{exclude: true}`.
pub(super) fn sitemap(reader: &mut Reader<'_, '_>, name: &str, value: &Tree) {
    let Value::Map(entries) = &value.value else {
        if reader.wanted(name, value, SWITCH, flag(value)) == Some(false) {
            reader.front.noindex = true;
        }
        return;
    };
    for entry in entries {
        let is_off = matches!(keys::folded(&entry.key).as_str(), "disable" | "exclude" | "ignore");
        if is_off
            && reader.wanted(&entry.key, &entry.value, SWITCH, flag(&entry.value)) == Some(true)
        {
            reader.front.noindex = true;
        }
    }
}

/// Yes, no or a weight; `{exclude: true}` and `{boost: 0.5}` of MkDocs.
pub(super) fn search(reader: &mut Reader<'_, '_>, name: &str, value: &Tree) {
    if let Value::Map(entries) = &value.value
        && entries.iter().all(|entry| matches!(entry.key.as_str(), "exclude" | "boost"))
    {
        for entry in entries {
            match entry.key.as_str() {
                "boost" => search(reader, "boost", &entry.value),
                _ => {
                    let excluded = flag(&entry.value);
                    if reader.wanted("exclude", &entry.value, SWITCH, excluded) == Some(true) {
                        reader.front.search = SearchWish::Never;
                    }
                }
            }
        }
        return;
    }
    let wish = match flag(value) {
        Some(true) => Some(SearchWish::Normal),
        Some(false) => Some(SearchWish::Never),
        None => number(value).filter(|weight| (0.0..=100.0).contains(weight)).map(|weight| {
            // In range, so the hundredths fit.
            match (weight * 100.0).round() as u16 {
                0 => SearchWish::Never,
                100 => SearchWish::Normal,
                hundredths => SearchWish::Weight(hundredths),
            }
        }),
    };
    if let Some(wish) = reader.wanted(name, value, SEARCH, wish)
        && reader.front.search != SearchWish::Never
    {
        reader.front.search = wish;
    }
}
