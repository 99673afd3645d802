//! The contact card in one language: what `data/contact.toml` says, for a page.
//!
//! Texts are chosen here (the locale, its language, the site's default locale, any); names of days,
//! "open now" and the like are the theme's, which has the strings and the reader's clock.

use serde::Serialize;

use crate::config::{Channel, ChannelKind, Contact, Hours, Localised};
use crate::text::locale::Locale;

/// The way to a person, in one locale.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct ContactCard {
    /// Time zone of the hours, IANA name.
    pub time_zone: String,
    /// Days (ISO) on which nobody answers.
    pub holidays: Vec<String>,
    /// The ways to a person, best first.
    pub channels: Vec<ContactChannel>,
    /// What to have ready before calling.
    pub have_ready: Vec<String>,
}

/// One way to a person.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct ContactChannel {
    /// What it is.
    pub kind: ChannelKind,
    /// What to tap: `tel:`, `mailto:` or the address of a page; a postal address has none.
    pub href: Option<String>,
    /// Number, address or link as people read it.
    pub value: String,
    /// Its name.
    pub label: Option<String>,
    /// What it costs.
    pub cost: Option<String>,
    /// When somebody answers; empty means any time.
    pub hours: Vec<ContactHours>,
}

/// Opening hours of some days of the week.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct ContactHours {
    /// The days as runs of neighbours, `("mon", "fri")`; a single day is a run of itself.
    pub runs: Vec<(String, String)>,
    /// `mon` … `sun`, each day.
    pub days: Vec<String>,
    /// `HH:MM`.
    pub from: String,
    /// `HH:MM`.
    pub to: String,
}

/// The days of the week as `data/contact.toml` names them.
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The card in `locale`; `default` is the language to fall back to.
pub(super) fn card(contact: &Contact, locale: &Locale, default: &Locale) -> ContactCard {
    ContactCard {
        time_zone: contact.time_zone.clone(),
        holidays: contact.holidays.clone(),
        channels: contact.channels.iter().map(|one| channel(one, locale, default)).collect(),
        have_ready: localised(&contact.have_ready, locale, default).cloned().unwrap_or_default(),
    }
}

fn channel(channel: &Channel, locale: &Locale, default: &Locale) -> ContactChannel {
    let value = channel.value.trim();
    let href = match channel.kind {
        ChannelKind::Phone => {
            let digits = value.chars().filter(|letter| letter.is_ascii_digit() || *letter == '+');
            Some(format!("tel:{}", digits.collect::<String>()))
        }
        ChannelKind::Email => Some(format!("mailto:{value}")),
        ChannelKind::Form | ChannelKind::Chat => {
            let is_web = value.starts_with("https://") || value.starts_with("http://");
            is_web.then(|| value.to_owned())
        }
        ChannelKind::Post => None,
    };
    ContactChannel {
        kind: channel.kind,
        href,
        value: value.to_owned(),
        label: localised(&channel.label, locale, default).cloned(),
        cost: localised(&channel.cost, locale, default).cloned(),
        hours: channel.hours.iter().map(hours).collect(),
    }
}

fn hours(hours: &Hours) -> ContactHours {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (day, name) in DAYS.iter().enumerate() {
        if !hours.days.iter().any(|open| open == name) {
            continue;
        }
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == day => *last = day,
            _ => runs.push((day, day)),
        }
    }
    let name = |day: usize| DAYS.get(day).copied().unwrap_or_default().to_owned();
    ContactHours {
        runs: runs.into_iter().map(|(first, last)| (name(first), name(last))).collect(),
        days: hours.days.clone(),
        from: hours.from.clone(),
        to: hours.to.clone(),
    }
}

/// The text for `locale`: its own, that of its language, that of the default locale, any.
fn localised<'a, T>(texts: &'a Localised<T>, locale: &Locale, default: &Locale) -> Option<&'a T> {
    [locale.as_str(), locale.language(), default.as_str(), default.language()]
        .iter()
        .find_map(|&tag| texts.get(tag))
        .or_else(|| texts.values().next())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn texts(pairs: &[(&str, &str)]) -> Localised {
        pairs.iter().map(|&(tag, text)| (tag.to_owned(), text.to_owned())).collect()
    }

    #[test]
    fn texts_fall_back_from_region_to_language_to_default_to_any() {
        let all = texts(&[("de", "Ruf an"), ("en", "Call"), ("it", "Chiama")]);
        let it = Locale::parse("it").unwrap();
        for (tag, expected) in [("en", "Call"), ("en-GB", "Call"), ("fr", "Chiama")] {
            let locale = Locale::parse(tag).unwrap();
            assert_eq!(localised(&all, &locale, &it).unwrap(), expected, "{tag}");
        }
        let fr = Locale::parse("fr").unwrap();
        assert_eq!(localised(&all, &fr, &fr).unwrap(), "Ruf an");
        assert_eq!(localised(&texts(&[]), &fr, &fr), None);
    }

    #[test]
    fn what_to_tap_follows_the_kind() {
        let en = Locale::english();
        for (kind, value, href) in [
            (ChannelKind::Phone, "+39 0342 555-0142", Some("tel:+3903425550142")),
            (ChannelKind::Email, " a@b.example ", Some("mailto:a@b.example")),
            (ChannelKind::Chat, "https://b.example/chat", Some("https://b.example/chat")),
            (ChannelKind::Form, "javascript:alert(1)", None),
            (ChannelKind::Post, "Via dei Mulini 7", None),
        ] {
            let written = Channel {
                kind,
                value: value.to_owned(),
                label: texts(&[]),
                hours: Vec::new(),
                cost: texts(&[]),
            };
            assert_eq!(channel(&written, &en, &en).href.as_deref(), href, "{value}");
        }
    }

    #[test]
    fn days_become_runs_of_neighbours() {
        for (days, runs) in [
            (vec!["mon", "tue", "wed"], vec![("mon", "wed")]),
            (vec!["sun", "mon", "sat"], vec![("mon", "mon"), ("sat", "sun")]),
            (vec![], vec![]),
        ] {
            let written = Hours {
                days: days.into_iter().map(str::to_owned).collect(),
                from: "09:00".to_owned(),
                to: "17:00".to_owned(),
            };
            let got = hours(&written).runs;
            let got: Vec<(&str, &str)> = got.iter().map(|(a, b)| (&**a, &**b)).collect();
            assert_eq!(got, runs);
        }
    }
}
