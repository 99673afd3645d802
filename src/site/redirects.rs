//! Addresses that lead elsewhere: aliases of articles, and files that are redirects.
//!
//! A redirect to a redirect leads to its end at once, so that nobody is sent twice; one that comes
//! back to itself is an error.

use super::address::whole;
use super::claims::{Claimant, Claims};
use super::directory::{Directory, Origin, Thing};
use super::links::{Lead, Links, Written};
use super::outline::{Outline, article_ids};
use super::sources::Placed;
use super::{LocaleId, Redirect, Target};
use crate::parse::Reference;
use crate::text::path::UrlPath;
use crate::text::problem::Problem;

/// A file that is a redirect, and its address.
#[derive(Clone, Debug)]
pub(super) struct RedirectFile<'a> {
    pub(super) placed: &'a Placed,
    pub(super) address: UrlPath,
    pub(super) to: &'a Reference,
}

/// The aliases of all articles, claimed and entered. Those that cannot be are reported.
pub(super) fn aliases(
    outline: &Outline<'_>,
    directory: &mut Directory<'_>,
    claims: &mut Claims,
) -> Vec<Redirect> {
    let mut redirects = Vec::new();
    for (id, entry) in article_ids(outline.entries.len()).zip(&outline.entries) {
        let source = entry.placed.source();
        for alias in &entry.placed.document.front.aliases {
            let Some(from) = whole(&alias.text) else {
                claims.problems.push(
                    Problem::warning("wrong-value", "an alias that is no address of this site")
                        .at(source, alias.span, format!("`{}` is not used", alias.text))
                        .help("write it as /folder/name/"),
                );
                continue;
            };
            if from == entry.standing.address {
                claims.problems.push(
                    Problem::error("redirect-loop", "a redirect that leads back to itself")
                        .at(source, alias.span, "this is the article's own address")
                        .help("remove the alias"),
                );
                continue;
            }
            let span = Some(alias.span);
            let by = Claimant { source: source.clone(), span, what: "an alias" };
            if claims.claim(from.output(), by) {
                directory.enter_address(&from, Thing::Article(id));
                let locale = entry.placed.locale;
                redirects.push(Redirect { from, to: Target::Article(id, None), locale });
            }
        }
    }
    redirects
}

/// Where each of `files` leads in the end, by its number; `None` leads nowhere and was reported.
pub(super) fn follow(
    files: &[RedirectFile<'_>],
    links: &Links<'_>,
    problems: &mut Vec<Problem>,
) -> Vec<Option<Target>> {
    let first: Vec<Lead> = files
        .iter()
        .map(|file| {
            let written = written(file);
            let mut found = Vec::new();
            let lead = links.resolve(written, &mut found);
            for problem in &mut found {
                if problem.rule == "dead-link" {
                    problem.rule = "dangling-reference";
                    problem.headline = "a redirect that leads nowhere".to_owned();
                }
            }
            problems.append(&mut found);
            lead
        })
        .collect();
    (0..files.len()).map(|at| end(at, &first, files, problems)).collect()
}

fn written<'a>(file: &'a RedirectFile<'a>) -> Written<'a> {
    let origin = Origin {
        source: file.placed.source(),
        locale: file.placed.locale,
        address: &file.address,
        article: None,
    };
    Written { text: &file.to.text, span: file.to.span, origin }
}

fn end(
    start: usize,
    first: &[Lead],
    files: &[RedirectFile<'_>],
    problems: &mut Vec<Problem>,
) -> Option<Target> {
    let mut at = start;
    for _ in 0..first.len() {
        match &first[at] {
            Lead::To(Target::Dead) => return None,
            Lead::To(target) => return Some(target.clone()),
            Lead::File(_) => {
                problems.push(
                    written(&files[start])
                        .warning(
                            "dangling-reference",
                            "a redirect that leads nowhere",
                            "a file is no place to be sent to".to_owned(),
                        )
                        .help("lead to an article"),
                );
                return None;
            }
            Lead::Redirect(next) => at = *next,
        }
    }
    problems.push(
        Problem::error("redirect-loop", "a redirect that leads back to itself")
            .at(files[start].placed.source(), files[start].to.span, "this way there is no end")
            .help("lead to an article"),
    );
    None
}

/// The redirects of files that lead somewhere.
pub(super) fn of_files(files: &[RedirectFile<'_>], ends: &[Option<Target>]) -> Vec<Redirect> {
    let of = |(file, end): (&RedirectFile<'_>, &Option<Target>)| {
        let locale: LocaleId = file.placed.locale;
        Some(Redirect { from: file.address.clone(), to: end.clone()?, locale })
    };
    files.iter().zip(ends).filter_map(of).collect()
}
