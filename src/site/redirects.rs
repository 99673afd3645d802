//! Addresses that lead elsewhere: aliases of articles, and files that are redirects.
//!
//! A redirect to a redirect leads to its end at once, so that nobody is sent twice; one that comes
//! back to itself is an error.

use std::sync::Arc;

use super::address::{is_page_name, whole};
use super::claims::{Claimant, Claims, Holder, Kind, Refused};
use super::directory::{Directory, Origin, Thing};
use super::heads::Standing;
use super::links::{DANGLING_REFERENCE, Lead, Links, Written};
use super::outline::{Entry, Outline, article_ids};
use super::sources::Placed;
use super::{ArticleId, Redirect, Target};
use crate::parse::Reference;
use crate::parse::WRONG_VALUE;
use crate::text::path::{SourcePath, UrlPath};
use crate::text::problem::Problem;
use crate::text::rule::Rule;
use crate::text::slug::address_part;

pub(super) static TAKEN_ALIAS: Rule = Rule::warning(
    "taken-alias",
    "an alias is at an address that somebody else has; it is not used",
);
pub(super) static REDIRECT_LOOP: Rule =
    Rule::error("redirect-loop", "a redirect leads back to itself");

/// A file that is a redirect, and its address.
#[derive(Clone, Debug)]
pub(super) struct RedirectFile {
    pub(super) placed: Arc<Placed>,
    pub(super) standing: Standing,
    pub(super) to: Reference,
}

/// An old address that an article wants.
#[derive(Clone, Debug)]
pub(super) struct Alias<'a> {
    from: UrlPath,
    article: ArticleId,
    entry: &'a Entry,
    written: &'a Reference,
}

/// The aliases of all articles. Links may lead to those whose address is free so far.
pub(super) fn aliases<'a>(
    outline: &'a Outline,
    directory: &mut Directory,
    claims: &Claims,
    problems: &mut Vec<Problem>,
) -> Vec<Alias<'a>> {
    let mut aliases = Vec::new();
    for (article, entry) in article_ids(outline.entries.len()).zip(&outline.entries) {
        for written in &entry.placed.document.front.aliases {
            if is_other_name(written) && address_part(&written.text) != written.text {
                continue;
            }
            match whole(&written.text, outline.config.base_url.as_deref()) {
                Ok(from) if from == entry.standing.address => {}
                Ok(from) => {
                    if claims.refused(&from.output(), Kind::Alias).is_none() {
                        directory.enter_address(&from, Thing::Article(article));
                    }
                    aliases.push(Alias { from, article, entry, written });
                }
                Err(why) => problems.push(
                    Problem::of(&WRONG_VALUE, "an alias that is no address of this site")
                        .at(entry.placed.source(), written.span, format!("it is not used: {why}"))
                        .help("write it as /folder/name/"),
                ),
            }
        }
    }
    aliases
}

/// The redirects of aliases, claimed when everything else has its address: an alias never takes one.
/// One that cannot be had is told, and the article stays as it is.
pub(super) fn of_aliases(
    aliases: &[Alias<'_>],
    claims: &mut Claims,
    problems: &mut Vec<Problem>,
) -> Vec<Redirect> {
    let mut redirects = Vec::new();
    for Alias { from, article, entry, written } in aliases {
        let source = entry.placed.source();
        match claims.refused(&from.output(), Kind::Alias) {
            Some(refused) if !is_other_name(written) => {
                problems.push(taken(from, source, written, refused));
            }
            Some(_) => {}
            None => {
                claims.hold(&from.output(), Claimant::alias(source, written.span));
                let (to, locale) = (Target::Article(*article, None), entry.placed.locale);
                redirects.push(Redirect { from: from.clone(), to, locale });
            }
        }
    }
    redirects
}

/// Whether an alias is another name of the article, as Obsidian has them, and not only an old
/// address.
pub(super) fn is_other_name(alias: &Reference) -> bool {
    !alias.text.contains('/') && !is_page_name(&alias.text)
}

/// An address that somebody else has: an alias never takes it.
fn taken(from: &UrlPath, source: &SourcePath, alias: &Reference, refused: Refused<'_>) -> Problem {
    let problem = Problem::of(&TAKEN_ALIAS, "an alias whose address is taken");
    let of = |text: String| format!("it is not used: `{from}` {text}");
    let at = |text: String| problem.clone().at(source, alias.span, of(text));
    let problem = match refused {
        Refused::Kept => at("is dopo's own".to_owned()),
        Refused::Unwritable(why) => at(format!("has {why}")),
        Refused::Taken(_, Holder::Dopo(name)) => at(format!("is where {name} is")),
        Refused::Taken(_, Holder::Home(locale)) => at(format!("is the home page of `{locale}`")),
        Refused::Taken(_, Holder::Written(first)) => first
            .label(at(format!("belongs to {}", first.other())), format!("{} has it", first.this())),
    };
    problem.help("remove the alias")
}

const LEADS_NOWHERE: &str = "a redirect that leads nowhere";

/// Where each of `files` leads in the end, by its number; `None` leads nowhere and was reported.
pub(super) fn follow(
    files: &[RedirectFile],
    links: &Links<'_>,
    problems: &mut Vec<Problem>,
) -> Vec<Option<Target>> {
    let first: Vec<Lead> = files
        .iter()
        .map(|file| {
            let written = written(file);
            links.resolve(written, problems).unwrap_or_else(|nowhere| {
                problems.push(nowhere.told(&DANGLING_REFERENCE, LEADS_NOWHERE, written));
                nowhere.lead()
            })
        })
        .collect();
    (0..files.len()).map(|at| end(at, &first, files, problems)).collect()
}

fn written(file: &RedirectFile) -> Written<'_> {
    let origin = Origin {
        source: file.placed.source(),
        locale: file.placed.locale,
        address: &file.standing.address,
        article: None,
    };
    Written { text: &file.to.text, span: file.to.span, origin }
}

fn end(
    start: usize,
    first: &[Lead],
    files: &[RedirectFile],
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
                        .problem(
                            &DANGLING_REFERENCE,
                            LEADS_NOWHERE,
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
        Problem::of(&REDIRECT_LOOP, "a redirect that leads back to itself")
            .at(files[start].placed.source(), files[start].to.span, "this way there is no end")
            .help("lead to an article"),
    );
    None
}

/// The redirects of files that lead somewhere. The others give their address back: they are no page.
pub(super) fn of_files(
    files: &[RedirectFile],
    ends: &[Option<Target>],
    claims: &mut Claims,
) -> Vec<Redirect> {
    let mut redirects = Vec::new();
    for (file, end) in files.iter().zip(ends) {
        let (from, locale) = (file.standing.address.clone(), file.placed.locale);
        match end.clone() {
            Some(to) => redirects.push(Redirect { from, to, locale }),
            None => claims.release(&from.output()),
        }
    }
    redirects
}
