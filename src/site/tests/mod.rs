//! Whole sites in memory: what the writer wrote on one side, the assembled site on the other.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, clippy::print_stdout)]

mod addresses;
mod corpora;
mod files;
mod links;
mod locales;
mod order;
mod redirects;
mod revised;
mod visibility;

use std::sync::Arc;

use super::{Article, Assembly, Site, Target, sources};
use crate::config::{BuildDate, Overrides, load};
use crate::source::{SourceTree, memory};
use crate::text::path::SourcePath;
use crate::text::problem::Problem;

/// A built site with its problems, and short ways to look at it.
struct Built {
    site: Arc<Site>,
    problems: Vec<Problem>,
}

/// Builds `files` as if today were 15 June 2026.
fn build(files: &[(&str, &str)]) -> Built {
    build_with(&Overrides::default(), memory::tree(files.iter().copied()).named("help"))
}

fn build_with(overrides: &Overrides, tree: SourceTree) -> Built {
    build_in_order(overrides, tree, |_| {})
}

/// Builds with the articles in another order than that of their paths.
fn build_in_order(
    overrides: &Overrides,
    tree: SourceTree,
    reorder: impl Fn(&mut [SourcePath]),
) -> Built {
    let mut problems = Vec::new();
    let config =
        Arc::new(load(&tree, overrides, &crate::pipeline::RULES).into_value(&mut problems));
    let mut articles = sources(&tree, &config);
    reorder(&mut articles);
    let documents: Vec<_> = articles
        .iter()
        .map(|path| crate::parse::document(path, &crate::source::article(&tree, path).unwrap()))
        .map(|document| document.into_value(&mut problems))
        .collect();
    let day = jiff::civil::date(2026, 6, 15);
    let moment = day.to_zoned(config.time_zone.clone()).unwrap().timestamp();
    let assembly = Assembly::new(documents, config, &tree, BuildDate { moment, day });
    let site = Arc::clone(assembly.site());
    problems.extend(assembly.problems());
    problems.retain(|problem| !problem.rule.name.starts_with("missing-"));
    Built { site, problems }
}

impl Built {
    /// The article made from `source`.
    fn article(&self, source: &str) -> &Article {
        let found = self.site.articles.iter().find(|one| one.source.as_str() == source);
        found.unwrap_or_else(|| panic!("no article from {source}"))
    }

    /// `source -> address` of all articles, in order of source.
    fn addresses(&self) -> Vec<(&str, &str)> {
        let mut all: Vec<(&str, &str)> = self
            .site
            .articles
            .iter()
            .map(|one| (one.source.as_str(), one.address.as_str()))
            .collect();
        all.sort_unstable();
        all
    }

    /// `rule: label` of each problem, in order.
    fn problems(&self) -> Vec<String> {
        let text = |problem: &Problem| {
            let label = problem.labels.first();
            format!("{}: {}", problem.rule.name, label.map_or("", |label| label.text.as_str()))
        };
        self.problems.iter().map(text).collect()
    }

    /// The rules of all problems, in order, each once.
    fn rules(&self) -> Vec<&str> {
        let mut rules: Vec<&str> = self.problems.iter().map(|problem| problem.rule.name).collect();
        rules.dedup();
        rules
    }

    /// A target as text: the address it leads to.
    fn led(&self, target: &Target) -> String {
        match target {
            Target::Article(id, anchor) => {
                let anchor = anchor.as_ref().map_or(String::new(), |anchor| format!("#{anchor}"));
                format!("{}{anchor}", self.site.article(*id).address)
            }
            Target::Category(id) => format!("category {}", self.site.category(*id).address),
            Target::Anchor(anchor) => format!("#{anchor}"),
            Target::Page(address) => format!("page {address}"),
            Target::File(address) => format!("file {address}"),
            Target::External(address) => address.clone(),
            Target::Dead => "dead".to_owned(),
        }
    }

    /// Where the links of `source` lead.
    fn links(&self, source: &str) -> Vec<String> {
        self.article(source).links.iter().map(|target| self.led(target)).collect()
    }

    /// Titles of some articles.
    fn titles(&self, ids: &[super::ArticleId]) -> Vec<&str> {
        ids.iter().map(|id| self.site.article(*id).title.as_str()).collect()
    }
}
