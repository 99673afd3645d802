//! Page + Theme → HTML. Sees no site.
//!
//! Two passes: the body tape becomes HTML by our own renderer (`body`), which escapes all text
//! and knows every element it writes; then the template of the page's kind is run with it. What all
//! pages of a locale share (header, menu, contact card, footer) is rendered once per
//! [`Frame`](crate::pages::Frame) and remembered by the theme.

mod body;
mod escape;
mod frame;
mod html_element;
mod icons;
mod media;
#[cfg(test)]
mod tests;

use tera::Value;

use crate::output::Output;
use crate::pages::{ArticlePage, Content, Page, Prose};
use crate::text::problem::{Checked, Problem};
use crate::theme::Theme;

/// Renders a page. A template that fails is a problem, and the output is then empty: the build
/// does not publish it.
pub fn page(page: &Page, theme: &Theme) -> Checked<Output> {
    let mut problems = Vec::new();
    let bytes = html(page, theme).unwrap_or_else(|problem| {
        problems.push(*problem);
        String::new()
    });
    let output = Output { path: page.output.clone(), bytes: bytes.into_bytes() };
    Checked { value: output, problems }
}

fn html(page: &Page, theme: &Theme) -> Result<String, Box<Problem>> {
    let shared = frame::context(&page.frame, theme)?;
    let prose = prose(&page.content).map(|prose| body::html(prose, &frame::Words::of(&shared)));
    let mut context = (*shared).clone();
    context.insert("head", &page.head);
    context.insert("languages", &page.languages);
    context.insert("breadcrumb", &page.breadcrumb);
    context.insert("title", &page.title);
    context.insert("content", &page.content);
    context.insert_value("prose", safe(&prose.unwrap_or_default()));
    theme.render(template(&page.content), &context)
}

/// Finished HTML for a template.
fn safe(html: &str) -> Value {
    Value::safe_string(html)
}

/// The template of each kind of page.
fn template(content: &Content) -> &'static str {
    match content {
        Content::Home(_) => "home.html",
        Content::Category(_) => "category.html",
        Content::Article(_) => "article.html",
        Content::Search(_) => "search.html",
        Content::All(_) => "all.html",
        Content::Symptoms(_) => "symptoms.html",
        Content::NotFound(_) => "not-found.html",
        Content::Redirect(_) => "redirect.html",
    }
}

/// The text of a page, on the kinds of page that have one.
fn prose(content: &Content) -> Option<&Prose> {
    match content {
        Content::Home(home) => home.text.as_ref(),
        Content::Category(category) => {
            category.head.as_deref().map(|head: &ArticlePage| &head.text)
        }
        Content::Article(article) => Some(&article.text),
        _ => None,
    }
}
