//! `data/contact.toml` → [`Contact`]: the ways to a person.

use jiff::civil::{Date, Time};

use super::fields::{Fields, Place, Reading, Value};
use super::model::{Channel, ChannelKind, Contact, Hours, Localised};
use crate::source::SourceTree;
use crate::text::locale::Locale;
use crate::text::path::SourcePath;
use crate::text::problem::Problem;

/// Where the contact data lies.
pub(super) const FILE: &str = "data/contact.toml";

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Reads the contact data, if there are any. A text without a locale is in `default`.
pub(super) fn read(
    tree: &SourceTree,
    default: &Locale,
    problems: &mut Vec<Problem>,
) -> Option<Contact> {
    let file = SourcePath::new(FILE);
    let reading = Reading::new(tree, &file);
    let table = reading.table();
    let contact = table.map(|table| contact(Fields::new(&reading, "", table), default, &reading));
    problems.extend(reading.into_problems());
    contact
}

fn contact(mut fields: Fields<'_>, default: &Locale, reading: &Reading<'_>) -> Contact {
    let time_zone = match fields.text("time_zone") {
        Some((name, place)) if jiff::tz::TimeZone::get(&name).is_err() => {
            let headline = format!("`{name}` is no time zone");
            reading.wrong(headline, &place, "a name such as Europe/Rome is wanted");
            "UTC".to_owned()
        }
        Some((name, _)) => name,
        None => "UTC".to_owned(),
    };
    let mut holidays = Vec::new();
    for (day, place) in days_off(&mut fields) {
        match day.parse::<Date>() {
            Ok(day) => holidays.push(day.to_string()),
            Err(_) => {
                let headline = format!("`{day}` is no day");
                reading.wrong(headline, &place, "a day is written 2026-12-24");
            }
        }
    }
    holidays.sort();
    let channels = fields
        .tables("channel")
        .into_iter()
        .filter_map(|(fields, place)| channel(fields, &place, default, reading))
        .collect();
    let have_ready = localised(&mut fields, "have_ready", default, reading);
    fields.finish();
    Contact { time_zone, holidays, channels, have_ready }
}

/// Holidays are strings or TOML days.
fn days_off(fields: &mut Fields<'_>) -> Vec<(String, Place)> {
    let Some(field) = fields.take("holidays") else { return Vec::new() };
    let Value::List(items) = field.value else {
        fields.wrong_type("holidays", &field.place, "a list of days");
        return Vec::new();
    };
    let mut days = Vec::with_capacity(items.len());
    for item in items {
        match item.value {
            Value::Text(day) | Value::Bare(day) => days.push((day, item.place)),
            _ => fields.wrong_type("holidays", &item.place, "a day"),
        }
    }
    days
}

fn channel(
    mut fields: Fields<'_>,
    place: &Place,
    default: &Locale,
    reading: &Reading<'_>,
) -> Option<Channel> {
    let kind = fields.text("kind").and_then(|(kind, place)| kind_of(&kind, &place, reading));
    let value = fields.plain_text("value");
    let label = one_text_each(&mut fields, "label", default, reading);
    let cost = one_text_each(&mut fields, "cost", default, reading);
    let mut all_hours = Vec::new();
    for (fields, place) in fields.tables("hours") {
        all_hours.extend(hours(fields, &place, reading));
    }
    fields.finish();
    let (Some(kind), Some(value)) = (kind, value) else {
        let headline = "a channel needs a kind and a value".to_owned();
        reading.wrong(headline, place, "give it both");
        return None;
    };
    Some(Channel { kind, value, label, hours: all_hours, cost })
}

fn kind_of(kind: &str, place: &Place, reading: &Reading<'_>) -> Option<ChannelKind> {
    match kind {
        "phone" => Some(ChannelKind::Phone),
        "email" => Some(ChannelKind::Email),
        "form" => Some(ChannelKind::Form),
        "chat" => Some(ChannelKind::Chat),
        "post" => Some(ChannelKind::Post),
        _ => {
            let headline = format!("`{kind}` is no kind of channel");
            let text = "phone, email, form, chat or post";
            reading.wrong(headline, place, text);
            None
        }
    }
}

fn hours(mut fields: Fields<'_>, place: &Place, reading: &Reading<'_>) -> Option<Hours> {
    let mut days = Vec::new();
    for (day, place) in fields.texts("days") {
        if DAYS.contains(&day.as_str()) {
            days.push(day);
        } else {
            let headline = format!("`{day}` is no day of the week");
            reading.wrong(headline, &place, &format!("the days are {}", DAYS.join(", ")));
        }
    }
    let from = time(&mut fields, "from", reading);
    let to = time(&mut fields, "to", reading);
    fields.finish();
    let (Some(from), Some(to)) = (from, to) else {
        let headline = "hours need `from` and `to`".to_owned();
        reading.wrong(headline, place, "write them as \"08:30\"");
        return None;
    };
    Some(Hours { days, from, to })
}

fn time(fields: &mut Fields<'_>, key: &'static str, reading: &Reading<'_>) -> Option<String> {
    let (time, place) = fields.text(key)?;
    // `24:00` ends a day; jiff knows it only as the next one.
    if time == "24:00" || (time.len() == 5 && time.parse::<Time>().is_ok()) {
        return Some(time);
    }
    let headline = format!("`{time}` is no time of day");
    reading.wrong(headline, &place, "a time is written \"08:30\"");
    None
}

fn one_text_each(
    fields: &mut Fields<'_>,
    key: &'static str,
    default: &Locale,
    reading: &Reading<'_>,
) -> Localised {
    let lists = localised(fields, key, default, reading);
    lists.into_iter().filter_map(|(tag, texts)| Some((tag, texts.into_iter().next()?))).collect()
}

/// Texts per locale: `{ it = "…", en = "…" }`, or without a table those of the default locale.
fn localised(
    fields: &mut Fields<'_>,
    key: &'static str,
    default: &Locale,
    reading: &Reading<'_>,
) -> Localised<Vec<String>> {
    let mut all = Localised::new();
    let Some(field) = fields.take(key) else { return all };
    let by_tag = match field.value {
        Value::Table(table) => {
            table.into_iter().map(|(tag, (place, field))| (tag, place, field)).collect()
        }
        _ => vec![(default.as_str().to_owned(), field.place.clone(), field)],
    };
    for (tag, place, field) in by_tag {
        let Some(locale) = Locale::parse(&tag) else {
            let headline = format!("`{tag}` is no language tag");
            reading.wrong(headline, &place, "a tag such as it or pt-BR is wanted");
            continue;
        };
        let items = match field.value {
            Value::List(items) => items,
            _ => vec![field],
        };
        let mut texts = Vec::with_capacity(items.len());
        for item in items {
            match item.value {
                Value::Text(text) => texts.push(text),
                _ => fields.wrong_type(key, &item.place, "a string"),
            }
        }
        all.insert(locale.as_str().to_owned(), texts);
    }
    all
}
