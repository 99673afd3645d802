//! How much a template of the project may do: templates are programs, and one that goes round and
//! round, or doubles a text again and again, must end with a message and not with the machine.
//!
//! The engine has no limit of its own, so a call is put into each template of the project behind
//! everything that goes on: the head of a loop, a `set`, the head of a component, the beginning of a
//! template or a block. The call counts, looks at the clock, and measures what a name was set to. The
//! default theme has no such calls: it is ours, and its loops are as long as its data.

use std::cell::Cell;
use std::io::{self, Write};
use std::time::{Duration, Instant};

use tera::{Error, Kwargs, State, StringInput, Tera, TeraResult, Value};

use super::tags::{Tag, tags};

/// Rounds of loops in one page.
const MOST_ROUNDS: u32 = 1_000_000;

/// Rounds of loops within what a `set` or a component keeps as a text.
const MOST_KEPT_ROUNDS: u32 = 10_000;

/// How long one page may take.
pub(super) const LONGEST: Duration = Duration::from_secs(10);

/// A text that a template makes, and all that a name can be set to.
const LARGEST_TEXT: usize = 256 * 1024;
const LARGEST_VALUE: usize = 16 * 1024 * 1024;

/// One page.
const LARGEST_PAGE: usize = 64 * 1024 * 1024;

/// The name of the call: one that nobody else takes.
const CALL: &str = "dopo_allowance";

thread_local! {
    /// What the page that this thread makes has left.
    static LEFT: Cell<Option<Left>> = const { Cell::new(None) };
}

#[derive(Clone, Copy)]
struct Left {
    rounds: u32,
    kept_rounds: u32,
    until: Instant,
}

/// Adds the call, and filters that end where those of the engine would fill the memory.
pub(super) fn register(tera: &mut Tera) {
    tera.register_function(CALL, call);
    tera.register_filter("replace", replace);
    tera.register_filter("join", join);
}

/// Makes a page, which may do so much and no more.
pub(super) fn within<T>(work: impl FnOnce() -> T) -> T {
    let left = Left {
        rounds: MOST_ROUNDS,
        kept_rounds: MOST_KEPT_ROUNDS,
        until: Instant::now() + LONGEST,
    };
    LEFT.set(Some(left));
    let made = work();
    LEFT.set(None);
    made
}

/// A page while it is written.
#[derive(Default)]
pub(super) struct Page(pub(super) Vec<u8>);

impl Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > LARGEST_PAGE {
            return Err(io::Error::other("the page is larger than 64 MiB"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn call(about: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let Some(mut left) = LEFT.get() else { return Ok(Value::safe_string("")) };
    let is_kept = about.get::<bool>("kept")?.unwrap_or(false);
    left.rounds = left.rounds.saturating_sub(1);
    left.kept_rounds = left.kept_rounds.saturating_sub(u32::from(is_kept));
    LEFT.set(Some(left));
    if left.rounds == 0 || left.kept_rounds == 0 {
        return Err(Error::message("it goes round too often"));
    }
    if Instant::now() > left.until {
        return Err(Error::message("it takes longer than ten seconds"));
    }
    let of = about.iter().filter(|(name, _)| name.as_str() != Some("kept"));
    for (_, value) in of {
        let mut room = LARGEST_VALUE;
        if !fits(value, &mut room) {
            return Err(Error::message("a value becomes too large"));
        }
    }
    Ok(Value::safe_string(""))
}

/// Whether `value` fits into `room`, which becomes smaller by it.
fn fits(value: &Value, room: &mut usize) -> bool {
    let own = match (value.as_str(), value.as_bytes()) {
        (Some(text), _) if text.len() > LARGEST_TEXT => return false,
        (Some(text), _) => text.len(),
        (None, Some(bytes)) => bytes.len(),
        (None, None) => 0,
    };
    let Some(rest) = room.checked_sub(own + size_of::<Value>()) else { return false };
    *room = rest;
    match (value.as_array(), value.as_map()) {
        (Some(list), _) => list.iter().all(|one| fits(one, room)),
        (_, Some(map)) => map.values().all(|one| fits(one, room)),
        _ => true,
    }
}

fn too_large(filter: &str) -> Error {
    Error::message(format!("what `{filter}` makes becomes too large"))
}

/// As the engine's own, with an end.
fn replace(text: StringInput<'_>, about: Kwargs, state: &State<'_>) -> TeraResult<Value> {
    let from = about.must_get::<&str>("from")?;
    let to = about.must_get::<StringInput<'_>>("to")?;
    let is_safe = state.autoescaping_enabled() && (text.is_safe() || to.is_safe());
    let (text, to) = if is_safe {
        (text.rendered(state)?, to.rendered(state)?)
    } else {
        (text.as_str().into(), to.as_str().into())
    };
    let times = text.matches(from).count();
    if text.len().saturating_add(times.saturating_mul(to.len())) > LARGEST_PAGE {
        return Err(too_large("replace"));
    }
    let replaced = text.replace(from, &to);
    Ok(if is_safe { Value::safe_string(&replaced) } else { Value::normal_string(&replaced) })
}

/// As the engine's own, with an end.
fn join(list: &[Value], about: Kwargs, state: &State<'_>) -> TeraResult<Value> {
    let between = about.get::<StringInput<'_>>("sep")?;
    let is_safe = state.autoescaping_enabled()
        && (list.iter().any(|one| one.is_string() && one.is_safe())
            || between.as_ref().is_some_and(StringInput::is_safe));
    let between = match &between {
        Some(between) if is_safe => between.rendered(state)?,
        Some(between) => between.as_str().into(),
        None => "".into(),
    };
    let mut joined = String::new();
    for (at, one) in list.iter().enumerate() {
        let one = match is_safe {
            true if one.is_undefined() => String::new(),
            true => state.escape_if_needed(one)?,
            false => one.to_string(),
        };
        joined.push_str(if at > 0 { &between } else { "" });
        joined.push_str(&one);
        if joined.len() > LARGEST_PAGE {
            return Err(too_large("join"));
        }
    }
    Ok(if is_safe { Value::safe_string(&joined) } else { Value::normal_string(&joined) })
}

/// Where a call is to be put into a template, with its text; in order.
pub(super) fn calls(template: &str) -> Vec<(usize, String)> {
    let mut calls = Vec::new();
    let mut names: Vec<String> = Vec::new();
    let mut kept = 0_usize;
    let tags: Vec<Tag<'_>> = tags(template).collect();
    if tags.first().is_none_or(|tag| tag.word() != "extends") {
        calls.push((0, format!("{{{{ {CALL}() }}}}")));
    }
    for tag in tags {
        let of: Vec<&str> = match tag.word() {
            "block" => Vec::new(),
            "for" if kept > 0 => {
                calls.push((tag.end, format!("{{{{ {CALL}(kept=true) }}}}")));
                continue;
            }
            "for" => Vec::new(),
            "component" => tag.parameters(),
            "endset" => {
                kept = kept.saturating_sub(1);
                let name = names.pop();
                let call = name.map(|name| format!("{{{{ {CALL}(a0={name}) }}}}"));
                calls.extend(call.map(|call| (tag.end, call)));
                continue;
            }
            "set" | "set_global" => match tag.set() {
                (name, true) => vec![name],
                (name, false) => {
                    kept += 1;
                    names.push(name.to_owned());
                    continue;
                }
            },
            word => {
                kept = match word.strip_prefix('<') {
                    Some("/") => kept.saturating_sub(1),
                    Some(_) => kept + 1,
                    None => kept,
                };
                continue;
            }
        };
        let of: Vec<String> =
            of.iter().enumerate().map(|(at, one)| format!("a{at}={one}")).collect();
        let mut call = format!("{{{{ {CALL}({}) }}}}", of.join(", "));
        if tag.word() == "component" {
            // What stands between its tags where it is used.
            call.push_str(&format!(
                "{{% if body is defined %}}{{{{ {CALL}(b=body) }}}}{{% endif %}}"
            ));
        }
        calls.push((tag.end, call));
    }
    calls
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use tera::Context;

    use super::*;

    /// Runs `template` as one of a project.
    fn run(template: &str) -> Result<String, String> {
        let mut tera = Tera::default();
        register(&mut tera);
        let mut whole = String::new();
        let mut from = 0;
        for (at, call) in calls(template) {
            whole.push_str(&template[from..at]);
            whole.push_str(&call);
            from = at;
        }
        whole.push_str(&template[from..]);
        tera.add_raw_template("page.html", &whole).map_err(|error| format!("{error}: {whole}"))?;
        let mut page = Page::default();
        let made = within(|| tera.render_to("page.html", &Context::new(), &mut page));
        made.map_err(|error| error.to_string())?;
        Ok(String::from_utf8(page.0).unwrap())
    }

    #[test]
    fn templates_that_do_no_harm_give_what_they_gave() {
        for (template, page) in [
            ("a", "a"),
            ("{% for i in range(end=3) %}{{ i }}{% else %}x{% endfor %}", "012"),
            (
                "{% set a = 'x' %}{{ a ~ a }}{% set_global b = [1, 2] %}{{ b | join(sep=', ') }}",
                "xx1, 2",
            ),
            ("{% set a %}<b>{% endset %}{{ a }}", "<b>"),
            ("{% set a = '<' %}{{ a }}", "&lt;"),
            ("{{ 'a<b' | replace(from='b', to='c') }}{{ ['<'] | join }}", "a&lt;c&lt;"),
            (
                "{{ 'a<b' | safe | replace(from='b', to='<') }}{{ ['<' | safe, '<'] | join }}",
                "a<&lt;<&lt;",
            ),
            (
                "{% component c(a: string, b: integer = 2, ...r) %}{{ a }}{{ b }}{% endcomponent c %}{{ <c a='x'/> }}",
                "x2",
            ),
            (
                "{% component d(a: string) {\"k\": [1, 2]} %}({{ body }}{{ a }}){% endcomponent %}{% <d a='x'> %}y{% </d> %}",
                "(yx)",
            ),
            ("{% raw %}{% for %}{% set x %}{% endraw %}{# {% for #}", "{% for %}{% set x %}"),
            ("{{ '%}{% for' }}{% if '%}' == \"%}\" %}y{% endif %}", "%}{% for"),
            ("{% block x %}b{% endblock %}", "b"),
        ] {
            match run(template) {
                Ok(made) => assert!(made.starts_with(page), "{template}: {made}"),
                Err(error) => panic!("{template}: {error}"),
            }
        }
    }

    #[test]
    fn templates_that_would_not_end_or_fill_the_memory_fail() {
        let doubled = "{% set a = a ~ a %}".repeat(60);
        let listed = "{% set a = [...a, ...a] %}".repeat(60);
        let nested = "{% set a = [a, a] %}".repeat(60);
        let kept = "{% set a %}{{ a }}{{ a }}{% endset %}".repeat(60);
        let component = "{% component c(a: string) %}{{ <c a={a ~ a}/> }}{% endcomponent c %}";
        let between = format!("{}x{}", "{% <d()> %}".repeat(38), "{% </d> %}".repeat(38));
        let between = format!(
            "{{% component d() %}}{{{{ body }}}}{{{{ body }}}}{{% endcomponent d %}}{between}"
        );
        let many = "{% component c(n: integer) %}{% for i in range(end=100) %}{{ <c n={1}/> }}\
                    {% endfor %}{% endcomponent c %}{{ <c n={1}/> }}";
        for template in [
            "{% for a in range(end=100000) %}{% for b in range(end=100000) %}{% endfor %}{% endfor %}".to_owned(),
            "{% for a in range(end=100000) %}{% for b in range(end=100000) %}{% if a == -1 %}x{% endif %}{% endfor %}{% endfor %}".to_owned(),
            "{% set_global a = 'x' %}{% for i in range(end=100) %}{% set_global a = a ~ a %}{% endfor %}".to_owned(),
            format!("{{% set a = 'x' %}}{doubled}"),
            format!("{{% set a = ['x'] %}}{listed}"),
            format!("{{% set a = 'x' %}}{nested}"),
            format!("{{% set a = 'x' %}}{kept}"),
            format!("{component}{{{{ <c a='xxxxxxxxxxxxxxxx'/> }}}}"),
            many.to_owned(),
            between,
            "{% for a in range(end=100000) %}{{ 'xxxxxxxxxxxxxxxx' | indent(width=1000, first=true) }}{% endfor %}".to_owned(),
            format!("{{% set a = 'x' %}}{}{{% set b = a | replace(from='x', to=a) %}}{{{{ b | replace(from='x', to=a) }}}}", "{% set a = a ~ a %}".repeat(14)),
            format!("{{% set a = 'x' %}}{}{{{{ range(end=100000) | join(sep=a) }}}}", "{% set a = a ~ a %}".repeat(14)),
        ] {
            let start = Instant::now();
            let made = run(&template);
            assert!(made.is_err(), "{template} gave {} bytes", made.unwrap().len());
            assert!(start.elapsed() < LONGEST * 3, "{template} took {:?}", start.elapsed());
        }
    }

    #[test]
    fn calls_stand_where_something_goes_on() {
        for (template, calls_at) in [
            ("{% extends 'a' %}{% block b %}x{% endblock %}", vec!["x{% endblock %}"]),
            (
                "{%- for a in b -%}x{% endfor %}",
                vec!["{%- for a in b -%}x{% endfor %}", "x{% endfor %}"],
            ),
            ("{% set a %}x{% endset %}y", vec!["{% set a %}x{% endset %}y", "y"]),
        ] {
            let found: Vec<&str> = calls(template).iter().map(|(at, _)| &template[*at..]).collect();
            assert_eq!(found, calls_at, "{template}");
        }
    }
}
