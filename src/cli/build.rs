//! `dopo build`: the site into a folder.

use std::collections::BTreeMap;
use std::time::Instant;

use super::arguments::BuildArguments;
use super::project::{Project, count, shown};
use super::{Ending, Stop};
use crate::output::{Place, Published};
use crate::pipeline::{self, Built, Timings};
use crate::site::{Unpublished, Withheld};
use crate::text::visible::visible;

pub(super) fn run(project: &Project, arguments: &BuildArguments) -> Result<Ending, Stop> {
    let start = Instant::now();
    let folder = arguments.output_dir.clone().unwrap_or_else(|| project.default_output());
    let place = Place {
        folder,
        force: arguments.force,
        without_exchange: arguments.no_exchange,
        project: project.root.clone(),
    };
    let tree = project.read(&place.folder)?;
    let (built, published) =
        pipeline::publish(&tree, &project.options, &place).map_err(Stop::failure)?;
    project.tell_guesses(&built.site.config);
    let ending = project.tell(&built.report)?;
    if arguments.timings {
        print_timings(&built.timings);
    }
    match published {
        Some(published) => {
            for aside in &published.aside {
                tell!(
                    "note: what was in {}/ and is not dopo's is now in {}/",
                    visible(&shown(&place.folder)),
                    visible(&shown(aside))
                );
            }
            let took = start.elapsed().as_secs_f64();
            say!(
                "{} in {took:.1} s → {}/",
                summary(&built, &published),
                visible(&shown(&place.folder))
            );
            if let Some(hidden) = hidden(&built.site.unpublished) {
                say!("{hidden}");
            }
        }
        None => tell!("nothing was published"),
    }
    Ok(ending)
}

/// `212 articles, 2 locales, 431 files (400 unchanged)`.
fn summary(built: &Built, published: &Published) -> String {
    let articles = count(built.site.articles.len(), "article");
    let locales = match built.site.locales.as_slice() {
        [only] => format!("in {}", only.locale),
        several => format!("in {} locales", several.len()),
    };
    let files = count(published.files, "file");
    match published.unchanged {
        0 => format!("{articles} {locales}, {files}"),
        unchanged => format!("{articles} {locales}, {files} ({unchanged} unchanged)"),
    }
}

/// `3 articles are hidden: 2 drafts, 1 expired`: what is not published, so that nobody looks for it
/// in vain.
fn hidden(unpublished: &[Unpublished]) -> Option<String> {
    let mut counts: BTreeMap<Withheld, usize> = BTreeMap::new();
    for one in unpublished {
        *counts.entry(one.reason).or_default() += 1;
    }
    let reasons: Vec<String> = counts
        .iter()
        .map(|(reason, count)| match reason {
            Withheld::Draft => format!("{count} draft"),
            Withheld::Later => format!("{count} to be published later"),
            Withheld::FutureDate => format!("{count} dated in the future"),
            Withheld::Expired => format!("{count} expired"),
            Withheld::Staff => format!("{count} for staff"),
            Withheld::Private => format!("{count} private"),
            Withheld::Folder => format!("{count} in folders that hold no articles"),
        })
        .collect();
    match unpublished.len() {
        0 => None,
        1 => Some(format!("1 article is hidden: {}", reasons.join(", "))),
        all => Some(format!("{all} articles are hidden: {}", reasons.join(", "))),
    }
}

fn print_timings(timings: &Timings) {
    for (stage, took) in timings.stages() {
        say!("{stage:>12} {:>9.3} s", took.as_secs_f64());
    }
}
