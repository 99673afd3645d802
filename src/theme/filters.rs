//! What templates can do with a value beside what the engine brings.

use tera::{Kwargs, State, StringInput, Tera, TeraResult, Value};

use super::allowance;

/// Adds our filters.
pub(super) fn register(tera: &mut Tera) {
    allowance::register(tera);
    tera.register_filter("fill", fill);
    tera.register_filter("day", day);
    tera.register_filter("json_for_script", json_for_script);
}

/// `{{ t.page_of | fill(current=2, total=9) }}`: puts values in place of `{current}` and `{total}`.
fn fill(text: StringInput, values: Kwargs, _: &State) -> Value {
    let mut filled = text.as_str().to_owned();
    for (name, value) in values.iter() {
        if let Some(name) = name.as_str() {
            filled = filled.replace(&format!("{{{name}}}"), &value.to_string());
        }
    }
    Value::normal_string(&filled)
}

/// `{{ reviewed | day(form=t.date, months=t.months) }}`: an ISO day in words. `form` has `{day}`,
/// `{month}` and `{year}`, `months` twelve names with `|` between.
fn day(iso: &str, words: Kwargs, _: &State) -> TeraResult<String> {
    let form = words.must_get::<&str>("form")?;
    let months = words.must_get::<&str>("months")?;
    let mut parts = iso.splitn(3, '-');
    let (Some(year), Some(month), Some(day)) = (parts.next(), parts.next(), parts.next()) else {
        return Ok(iso.to_owned());
    };
    let index = month.parse::<usize>().unwrap_or(0).wrapping_sub(1);
    let Some(name) = months.split('|').nth(index) else { return Ok(iso.to_owned()) };
    Ok(form
        .replace("{day}", day.trim_start_matches('0'))
        .replace("{month}", name)
        .replace("{year}", year))
}

/// JSON text for a script element of type `application/ld+json`: no `<` in it, so it cannot end
/// the element.
fn json_for_script(json: &str, _: Kwargs, _: &State) -> Value {
    Value::safe_string(&json.replace('<', "\\u003c"))
}
