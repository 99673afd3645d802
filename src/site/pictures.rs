//! What an image or a video of an article is: a file of the project, or something on another host.

use super::directory::Thing;
use super::links::{Links, UNKNOWN_SCHEME, Written, decoded, scheme, tell_spelling, web_address};
use crate::text::path::SourcePath;
use crate::text::problem::Problem;
use crate::text::rule::Rule;

pub(super) static DEAD_IMAGE: Rule = Rule::warning("dead-image", "an image is not there");
pub(super) static FOREIGN_IMAGE: Rule =
    Rule::warning("foreign-image", "an image of another host; it is shown as a link");

/// What an image reference turned out to be, before files have addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    File(SourcePath),
    Remote(String),
    Foreign(String),
    Dead,
}

impl Links<'_> {
    /// What `image` shows.
    pub(super) fn picture(&self, image: Written<'_>, problems: &mut Vec<Problem>) -> Shown {
        let text = image.text.trim();
        if let Some(rest) = text.strip_prefix("//") {
            return self.on_other_host(image, format!("https://{rest}"), problems);
        }
        match scheme(text) {
            Some("http" | "https") => self.on_other_host(image, text.to_owned(), problems),
            Some(scheme) => {
                let headline = format!("images of scheme `{scheme}` are not shown");
                let text = "its alternative text is shown instead".to_owned();
                problems.push(image.problem(&UNKNOWN_SCHEME, headline, text));
                Shown::Dead
            }
            None => self.file(image, text, problems),
        }
    }

    fn on_other_host(
        &self,
        image: Written<'_>,
        address: String,
        problems: &mut Vec<Problem>,
    ) -> Shown {
        let host = web_address(&address).map_or("", |address| address.host).to_lowercase();
        if self.outline.config.image_hosts.contains(&host) {
            return Shown::Remote(address);
        }
        let headline = format!("images on another host: {host}");
        problems.push(
            image
                .problem(&FOREIGN_IMAGE, headline, "it is shown as a link, not loaded".to_owned())
                .help(format!(
                    "copy it beside the article, or allow the host: [images] allow = [\"{host}\"]"
                )),
        );
        Shown::Foreign(address)
    }

    fn file(&self, image: Written<'_>, text: &str, problems: &mut Vec<Problem>) -> Shown {
        let path = decoded(text.split(['?', '#']).next().unwrap_or(text));
        let found = self.directory.find(&path, image.origin);
        if let Some(found) = found
            && let Thing::File(file) = &found.thing
        {
            tell_spelling(image, &found, problems);
            if self.directory.may_publish(file) {
                return Shown::File(file.clone());
            }
            problems.push(self.unpublishable(image, file, "it is not shown"));
            return Shown::Dead;
        }
        let headline = "an image that is not there";
        let text = if path.is_empty() {
            "no file is named".to_owned()
        } else {
            format!("`{path}` is not there")
        };
        let problem = image.problem(&DEAD_IMAGE, headline, text);
        problems.push(match self.directory.nearest_path(&path) {
            Some(near) if !path.is_empty() => problem.help(format!("there is {near}")),
            _ => problem,
        });
        Shown::Dead
    }
}
