//! Every file of the site has one source. Whoever wants an address claims it here; a second claim,
//! even in other letters that a file system or a visitor takes for the same, is an error that names
//! both.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use crate::text::path::{OutputPath, SourcePath};
use crate::text::problem::Problem;
use crate::text::span::Span;

/// Letters that meet: composed, lower case.
pub(super) fn folded(path: &str) -> String {
    if path.is_ascii() {
        return path.to_ascii_lowercase();
    }
    path.nfc().flat_map(char::to_lowercase).nfc().collect()
}

/// Who wants an address.
#[derive(Clone, Debug)]
pub(super) struct Claimant {
    /// The file (or folder) it comes from.
    pub(super) source: SourcePath,
    /// Where in the file it says so.
    pub(super) span: Option<Span>,
    /// What it is: "this article", "an alias".
    pub(super) what: &'static str,
}

/// The files of the site that are taken.
#[derive(Debug, Default)]
pub(super) struct Claims {
    taken: BTreeMap<String, (OutputPath, Claimant)>,
    pub(super) problems: Vec<Problem>,
}

impl Claims {
    /// Claims `path`. When somebody has it already, reports both and says no.
    pub(super) fn claim(&mut self, path: OutputPath, by: Claimant) -> bool {
        let key = folded(path.as_str());
        if let Some(first) = self.at(&key).or_else(|| self.twin(&key)) {
            self.problems.push(collision(first, &by, &path));
            return false;
        }
        self.taken.insert(key, (path, by));
        true
    }

    /// Whose Markdown twin stands at `path`: beside each `index.html` there is an `index.md`.
    fn twin(&self, path: &str) -> Option<&Claimant> {
        let folder = path.strip_suffix("index.md")?;
        (folder.is_empty() || folder.ends_with('/')).then_some(())?;
        self.at(&format!("{folder}index.html"))
    }

    /// Who stands at `path` (folded), if anybody.
    pub(super) fn at(&self, path: &str) -> Option<&Claimant> {
        self.taken.get(path).map(|(_, claimant)| claimant)
    }

    /// Who stands below `folder` (folded, without a slash at its end), if anybody.
    pub(super) fn first_below(&self, folder: &str) -> Option<&Claimant> {
        let below = format!("{folder}/");
        let (path, (_, claimant)) = self.taken.range(below.clone()..).next()?;
        path.starts_with(&below).then_some(claimant)
    }

    /// Who stands at or below `folder`, if anybody.
    pub(super) fn first_in(&self, folder: &str) -> Option<&Claimant> {
        self.at(folder).or_else(|| self.first_below(folder))
    }

    /// A file where others need a folder of that name: `a` and `a/index.html` cannot both be.
    pub(super) fn report_files_in_the_way(&mut self) {
        for (folded_path, (path, below)) in &self.taken {
            for (at, _) in folded_path.match_indices('/') {
                let above = folded_path.get(..at).and_then(|above| self.taken.get(above));
                if let Some((_, above)) = above {
                    self.problems.push(collision(above, below, path));
                }
            }
        }
    }
}

fn collision(first: &Claimant, second: &Claimant, path: &OutputPath) -> Problem {
    let address = path.as_str().strip_suffix("index.html").unwrap_or(path.as_str());
    let problem = Problem::error("address-collision", "two sources for one address");
    let text = format!(
        "`/{address}` is the address of {} and of {} in {}",
        second.what, first.what, first.source
    );
    let problem = match second.span {
        Some(span) => problem.at(&second.source, span, text),
        None => problem.in_file(&second.source, text),
    };
    let text = format!("{} has it already", first.what);
    let problem = match first.span {
        Some(span) => problem.at(&first.source, span, text),
        None => problem.in_file(&first.source, text),
    };
    problem.help("rename one of the two, or give one a `slug` of its own")
}
