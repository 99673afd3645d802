//! Where a link leads. Each way of writing one is tried in turn; what leads nowhere is reported
//! with the nearest thing that exists.

use percent_encoding::percent_decode_str;

use super::anchors::{anchor, names_the_top};
use super::directory::{Directory, Found, Origin, SHORTEST_NUMBER, Thing};
use super::outline::Outline;
use super::publishable::is_source;
use super::{ArticleId, LocaleId, Target, Withheld};
use crate::text::path::SourcePath;
use crate::text::problem::Problem;
use crate::text::rule::Rule;
use crate::text::span::Span;

pub(super) static DEAD_LINK: Rule =
    Rule::warning("dead-link", "a link leads nowhere, or to an article that is not published");
pub(super) static DANGLING_REFERENCE: Rule = Rule::warning(
    "dangling-reference",
    "`next`, `before`, `redirect` or the like names no article",
);
pub(super) static WRONG_CASE: Rule =
    Rule::warning("wrong-case", "the capitals of a path differ from the file's name");
pub(super) static UNKNOWN_SCHEME: Rule =
    Rule::warning("unknown-scheme", "a link or picture such as `slack://…`");
pub(super) static UNPUBLISHABLE_FILE: Rule = Rule::warning(
    "unpublishable-file",
    "a link leads to a file that is not published for being linked to",
);

/// Schemes whose links may always stand.
const SCHEMES: [&str; 5] = ["http", "https", "mailto", "tel", "sms"];

/// Where a link leads, as far as can be said before files have addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Lead {
    To(Target),
    File(SourcePath),
    Redirect(usize),
}

/// A link as written, with its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Written<'a> {
    pub(super) text: &'a str,
    pub(super) span: Span,
    pub(super) origin: Origin<'a>,
}

impl Written<'_> {
    /// A problem of this link.
    pub(super) fn problem(
        &self,
        rule: &'static Rule,
        headline: impl Into<String>,
        text: String,
    ) -> Problem {
        Problem::of(rule, headline).at(self.origin.source, self.span, text)
    }
}

/// Why something that was written leads nowhere. A link of a text, a reference of the front matter and
/// a redirect each say it in their own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Nowhere {
    /// No file has this path; one that may be meant has another.
    Missing { path: String, near: Option<SourcePath> },
    /// An article that is not published.
    Unpublished(Withheld),
    /// An article of the former site, at this address there, that is not here.
    Former { number: String, address: String },
}

impl Nowhere {
    /// Where that leaves what was written.
    pub(super) fn lead(&self) -> Lead {
        Lead::To(match self {
            Self::Former { address, .. } => Target::External(address.clone()),
            Self::Missing { .. } | Self::Unpublished(_) => Target::Dead,
        })
    }

    /// As a problem of `rule`.
    pub(super) fn told(&self, rule: &'static Rule, headline: &str, link: Written<'_>) -> Problem {
        let text = match self {
            Self::Missing { path, .. } => format!("`{path}` is not there"),
            Self::Unpublished(why) => {
                format!("`{}` is not published: {}", link.text, why.reason())
            }
            Self::Former { number, .. } => format!("no article has the number {number}"),
        };
        let problem = link.problem(rule, headline, text);
        match self {
            Self::Missing { near: Some(near), .. } => problem.help(format!("there is {near}")),
            _ => problem,
        }
    }
}

/// Resolves links against everything there is.
pub(super) struct Links<'a> {
    pub(super) directory: &'a Directory,
    pub(super) outline: &'a Outline,
    /// Hosts that are this help centre's own: configured, or shown by links that resolved.
    pub(super) former_hosts: &'a [String],
}

impl Links<'_> {
    /// Where a link of a text leads. The problem, if any, is about the link as a whole.
    pub(super) fn link(&self, link: Written<'_>, problems: &mut Vec<Problem>) -> Lead {
        self.resolve(link, problems).unwrap_or_else(|nowhere| {
            let headline = match nowhere {
                Nowhere::Former { .. } => {
                    "a link to an article of the former site that is not here"
                }
                Nowhere::Missing { .. } | Nowhere::Unpublished(_) => "a link that leads nowhere",
            };
            problems.push(nowhere.told(&DEAD_LINK, headline, link));
            nowhere.lead()
        })
    }

    /// The article a reference of the front matter names.
    pub(super) fn article(
        &self,
        link: Written<'_>,
        problems: &mut Vec<Problem>,
    ) -> Option<ArticleId> {
        let mut found = Vec::new();
        let resolved = self.resolve(link, &mut found);
        let id = match resolved {
            Ok(Lead::To(Target::Article(id, _))) => Some(id),
            Ok(Lead::To(Target::Anchor(_))) => link.origin.article,
            _ => None,
        };
        if id.is_some() {
            problems.append(&mut found);
            return id;
        }
        let headline = "a reference to an article that is not there";
        problems.push(match resolved {
            Err(nowhere) => nowhere.told(&DANGLING_REFERENCE, headline, link),
            Ok(_) => {
                let text = format!("`{}` is no article", link.text);
                link.problem(&DANGLING_REFERENCE, headline, text)
            }
        });
        None
    }

    /// Where `link` leads, if anywhere. What is told of it here is said of any link alike.
    pub(super) fn resolve(
        &self,
        link: Written<'_>,
        problems: &mut Vec<Problem>,
    ) -> Result<Lead, Nowhere> {
        let text = link.text.trim();
        if let Some(rest) = text.strip_prefix("//") {
            return self.web(link, &format!("https://{rest}"), problems);
        }
        match scheme(text) {
            Some("http" | "https") => self.web(link, text, problems),
            Some(scheme) => Ok(self.other_scheme(link, text, scheme, problems)),
            None => self.local(link, text, problems),
        }
    }

    fn other_scheme(
        &self,
        link: Written<'_>,
        text: &str,
        scheme: &str,
        problems: &mut Vec<Problem>,
    ) -> Lead {
        let config = &self.outline.config;
        let allowed =
            SCHEMES.contains(&scheme) || config.link_schemes.iter().any(|one| one == scheme);
        if allowed {
            return Lead::To(Target::External(text.to_owned()));
        }
        let headline = format!("links of scheme `{scheme}` are not shown");
        problems.push(
            link.problem(&UNKNOWN_SCHEME, headline, "the text stays without a link".to_owned())
                .help(format!("allow it with `link_schemes = [\"{scheme}\"]`")),
        );
        Lead::To(Target::Dead)
    }

    /// A whole web address: another site, or this one by its base URL or a former host.
    fn web(
        &self,
        link: Written<'_>,
        text: &str,
        problems: &mut Vec<Problem>,
    ) -> Result<Lead, Nowhere> {
        let external = Ok(Lead::To(Target::External(text.to_owned())));
        if let Some(own) = self.own_path(text) {
            return self.local(link, &own, problems);
        }
        let Some(address) = web_address(text) else { return external };
        let is_former = self.former_hosts.contains(&address.host.to_lowercase());
        let by_number = if is_former { address.number() } else { address.article_number() };
        if let Some(id) = by_number.and_then(|number| self.number(number, link.origin)) {
            let article = Thing::Article(id);
            return self.led(link, article, address.fragment, problems);
        }
        if is_former && address.article_number().is_some() {
            let number = by_number.unwrap_or_default().to_owned();
            return Err(Nowhere::Former { number, address: text.to_owned() });
        }
        let thing = is_former.then(|| self.directory.by_address(&decoded(address.path))).flatten();
        match thing {
            Some(thing @ (Thing::Article(_) | Thing::Redirect(_))) => {
                self.led(link, thing, address.fragment, problems)
            }
            _ => external,
        }
    }

    /// The path of a whole address below the base URL of this very site.
    fn own_path(&self, text: &str) -> Option<String> {
        let rest = text.strip_prefix(self.outline.config.base_url.as_deref()?)?;
        match rest.chars().next() {
            None => Some("/".to_owned()),
            Some('/') => Some(rest.to_owned()),
            Some('#' | '?') => Some(format!("/{rest}")),
            Some(_) => None,
        }
    }

    fn number(&self, number: &str, origin: Origin<'_>) -> Option<ArticleId> {
        self.directory.by_number(number, origin.locale)
    }

    fn local(
        &self,
        link: Written<'_>,
        text: &str,
        problems: &mut Vec<Problem>,
    ) -> Result<Lead, Nowhere> {
        let (path, fragment) = text.split_once('#').unwrap_or((text, ""));
        let mut path = decoded(path.split('?').next().unwrap_or(path));
        if path.ends_with(".md/") {
            path.pop();
        }
        if path.is_empty() {
            return Ok(self.on_same_page(link, fragment, problems));
        }
        let Some(found) = self.directory.find(&path, link.origin) else {
            let near = self.directory.nearest_path(&path).cloned();
            return Err(Nowhere::Missing { path, near });
        };
        tell_spelling(link, &found, problems);
        self.led(link, found.thing, fragment, problems)
    }

    /// A file that is there and is not published for being linked to.
    pub(super) fn unpublishable(
        &self,
        link: Written<'_>,
        path: &SourcePath,
        instead: &str,
    ) -> Problem {
        let ending = match path.name().rsplit_once('.') {
            Some((_, ending)) => format!("`.{}`", ending.to_lowercase()),
            None => "without an ending".to_owned(),
        };
        let headline = format!("a link to a file that is not published from here ({ending})");
        let help = if is_source(path.name()) {
            "only `.md` files become articles: rename it, or link to the page it becomes"
        } else if self.outline.config.is_bare {
            "make it a project: articles in `content/`, and this file in `static/` beside it"
        } else {
            "put it into `static/`, which is published as it is, if everybody may have it"
        };
        link.problem(&UNPUBLISHABLE_FILE, headline, format!("{path}: {instead}")).help(help)
    }

    /// The target that a thing is, with the anchor checked.
    fn led(
        &self,
        link: Written<'_>,
        thing: Thing,
        fragment: &str,
        problems: &mut Vec<Problem>,
    ) -> Result<Lead, Nowhere> {
        let target = match thing {
            Thing::File(path) if self.directory.may_publish(&path) => return Ok(Lead::File(path)),
            Thing::File(path) => {
                problems.push(self.unpublishable(link, &path, "the text stays without a link"));
                Target::Dead
            }
            Thing::Article(id) => {
                let id = self.in_locale(id, link.origin);
                if link.origin.article == Some(id) {
                    return Ok(self.on_same_page(link, fragment, problems));
                }
                let document = &self.outline.entry(id).placed.document;
                let place = format!("in {}", document.source);
                Target::Article(id, anchor(link, &document.anchors, &place, fragment, problems))
            }
            Thing::Category(id) => match self.outline.category(id).head {
                Some(head) => return self.led(link, Thing::Article(head), fragment, problems),
                None => {
                    anchor(link, &[], "on a list", fragment, problems);
                    Target::Category(id)
                }
            },
            Thing::Page(address) => {
                anchor(link, &[], "on a list", fragment, problems);
                Target::Page(address)
            }
            Thing::Redirect(at) => return Ok(Lead::Redirect(at)),
            Thing::Unpublished(why) => return Err(Nowhere::Unpublished(why)),
        };
        Ok(Lead::To(target))
    }

    /// A writer links to the file at hand; a reader stays in his language where it is there. A link
    /// between translations of one article is meant as it is.
    fn in_locale(&self, id: ArticleId, origin: Origin<'_>) -> ArticleId {
        let locale_of = |id: ArticleId| self.outline.entry(id).placed.locale;
        if locale_of(id) == origin.locale {
            return id;
        }
        let translations = self.outline.entry(id).translations.iter().copied();
        let own = translations.into_iter().find(|&id| locale_of(id) == origin.locale);
        own.filter(|own| Some(*own) != origin.article).unwrap_or(id)
    }

    fn on_same_page(&self, link: Written<'_>, fragment: &str, problems: &mut Vec<Problem>) -> Lead {
        let Some(id) = link.origin.article else { return Lead::To(Target::Dead) };
        let anchors = &self.outline.entry(id).placed.document.anchors;
        if names_the_top(fragment, anchors) {
            return Lead::To(Target::Anchor(String::new()));
        }
        let anchor = anchor(link, anchors, "on this page", fragment, problems);
        Lead::To(anchor.map_or(Target::Dead, Target::Anchor))
    }
}

/// A name in other letters than the file's own works on some machines only.
pub(super) fn tell_spelling(link: Written<'_>, found: &Found, problems: &mut Vec<Problem>) {
    if let Some(path) = &found.spelling {
        let headline = "a path whose capital letters differ from the file's";
        let text = format!("the file is {path}");
        problems
            .push(link.problem(&WRONG_CASE, headline, text).help("write it as the file is named"));
    }
}

/// The scheme of `text`, lower case for those we know.
pub(super) fn scheme(text: &str) -> Option<&str> {
    let (scheme, _) = text.split_once(':')?;
    let mut letters = scheme.bytes();
    let fits = letters.next().is_some_and(|first| first.is_ascii_alphabetic())
        && letters.all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    if !fits {
        return None;
    }
    Some(SCHEMES.into_iter().find(|known| known.eq_ignore_ascii_case(scheme)).unwrap_or(scheme))
}

/// `path` with its percent-encoding undone, where that gives text.
pub(super) fn decoded(path: &str) -> String {
    percent_decode_str(path)
        .decode_utf8()
        .map_or_else(|_| path.to_owned(), |path| path.into_owned())
}

/// The parts of a web address that say which article it was.
pub(super) struct WebAddress<'a> {
    pub(super) host: &'a str,
    path: &'a str,
    fragment: &'a str,
}

pub(super) fn web_address(text: &str) -> Option<WebAddress<'_>> {
    let (_, rest) = text.split_once("://")?;
    let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let rest = rest.split('?').next().unwrap_or(rest);
    let at = rest.find('/').unwrap_or(rest.len());
    let (host, path) = rest.split_at(at);
    Some(WebAddress { host, path, fragment })
}

impl<'a> WebAddress<'a> {
    /// The number its last part begins with: six digits or more, then the end or a dash.
    fn number(&self) -> Option<&'a str> {
        let last = self.path.trim_end_matches('/').rsplit('/').next()?;
        let rest = last.trim_start_matches(|letter: char| letter.is_ascii_digit());
        let number = last.get(..last.len() - rest.len())?;
        let is_whole = rest.is_empty() || rest.starts_with('-');
        (is_whole && number.len() >= SHORTEST_NUMBER).then_some(number)
    }

    /// The same, when the path says that it is an article.
    pub(super) fn article_number(&self) -> Option<&'a str> {
        self.path.contains("/articles/").then(|| self.number())?
    }
}

/// The hosts that links by article number show to be this help centre's own.
pub(super) fn former_hosts(outline: &Outline, directory: &Directory) -> Vec<String> {
    let mut hosts = outline.config.former_hosts.clone();
    for entry in &outline.entries {
        for link in &entry.placed.document.body.links {
            if !link.destination.contains("/articles/") {
                continue;
            }
            let Some(address) = web_address(link.destination.trim()) else { continue };
            let host = address.host.to_lowercase();
            let number = address.article_number();
            let resolves =
                number.is_some_and(|n| directory.by_number(n, LocaleId::DEFAULT).is_some());
            if resolves && !hosts.contains(&host) {
                hosts.push(host);
            }
        }
    }
    hosts
}
