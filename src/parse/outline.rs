//! A tape as an outline on one line, for the tables of cases in the tests.

use super::body::{Body, Element, Node};

/// The whole body: `p(Text *(strong))`. Elements by short names, text as it is.
pub(super) fn outline(body: &Body) -> String {
    let mut outline = String::new();
    for node in &body.nodes {
        let word = match node {
            Node::Text(range) => range.of(&body.text).to_owned(),
            Node::Code(range) => format!("`{}`", range.of(&body.text)),
            Node::CodeBlock { language, text } => {
                format!("code:{}{:?}", language.as_deref().unwrap_or(""), text.of(&body.text))
            }
            Node::SoftBreak => "~".to_owned(),
            Node::HardBreak => "br".to_owned(),
            Node::Rule => "hr".to_owned(),
            Node::Image(id) => image("img", body, id.0),
            Node::Video(id) => image("video", body, id.0),
            Node::Embed(id) => format!("embed:{}", destination(body, id.0)),
            Node::TaskBox { done } => if *done { "[x]" } else { "[ ]" }.to_owned(),
            Node::FootnoteMark { number } => format!("^{number}"),
            Node::Anchor(id) => format!("#{id}"),
            Node::Open(element) => format!("{}(", name(element, body)),
            Node::Close => {
                outline.push(')');
                continue;
            }
        };
        if !outline.is_empty() && !outline.ends_with('(') {
            outline.push(' ');
        }
        outline.push_str(&word);
    }
    outline
}

/// Whether every `Open` has its `Close`.
pub(super) fn is_balanced(body: &Body) -> bool {
    let mut depth = 0i64;
    body.nodes.iter().all(|node| {
        match node {
            Node::Open(_) => depth += 1,
            Node::Close => depth -= 1,
            _ => {}
        }
        depth >= 0
    }) && depth == 0
}

fn image(kind: &str, body: &Body, id: u32) -> String {
    let image = &body.images[id as usize];
    let title = image.title.as_ref().map_or(String::new(), |title| format!(" {title:?}"));
    let width = image.width.map_or(String::new(), |width| format!(" w{width}"));
    format!("{kind}:{}[{}{title}{width}]", image.source, image.alt)
}

fn destination(body: &Body, id: u32) -> &str {
    &body.links[id as usize].destination
}

fn name(element: &Element, body: &Body) -> String {
    match element {
        Element::Paragraph => "p".into(),
        Element::Heading { level, id, classes } => {
            let classes: String = classes.iter().map(|class| format!(".{class}")).collect();
            format!("h{level}#{id}{classes}")
        }
        Element::Emphasis => "em".into(),
        Element::Strong => "b".into(),
        Element::Strikethrough => "del".into(),
        Element::Link(id) => {
            let link = &body.links[id.index()];
            let title = link.title.as_ref().map_or(String::new(), |title| format!("{title:?}"));
            format!("a:{}{title}", link.destination)
        }
        Element::List { start: None } => "ul".into(),
        Element::List { start: Some(start) } => format!("ol{start}"),
        Element::Item => "li".into(),
        Element::Steps { start } => format!("steps{start}"),
        Element::Step { number } => format!("step{number}"),
        Element::BlockQuote => "quote".into(),
        Element::Table => "table".into(),
        Element::TableHead => "thead".into(),
        Element::TableBody => "tbody".into(),
        Element::TableRow => "tr".into(),
        Element::TableCell { head, align, span } => {
            let align = match align {
                super::body::Align::Start => "",
                super::body::Align::Center => ":c",
                super::body::Align::End => ":e",
            };
            let name = match head {
                Some(super::body::HeadOf::Column) => "th",
                Some(super::body::HeadOf::Row) => "rowth",
                None => "td",
            };
            let span = match span {
                super::body::CellSpan { rows: 1, columns: 1 } => String::new(),
                span => format!(":{}x{}", span.rows, span.columns),
            };
            format!("{name}{align}{span}")
        }
        Element::DefinitionList => "dl".into(),
        Element::Term => "dt".into(),
        Element::Definition => "dd".into(),
        Element::Footnotes => "notes".into(),
        Element::Footnote { number } => format!("note{number}"),
        Element::Aside { kind, title } => {
            let title = title.as_ref().map_or(String::new(), |title| format!("{title:?}"));
            format!("{kind:?}{title}").to_lowercase()
        }
        Element::Details { summary, open } => {
            format!("details{}{summary:?}", if *open { "-open" } else { "" })
        }
        Element::Tabs => "tabs".into(),
        Element::Tab { title } => format!("tab{title:?}"),
        Element::Only { models } => format!("only:{}", models.join("+")),
        Element::Check => "check".into(),
        Element::Key => "kbd".into(),
        Element::Html { name, attributes } => {
            let attributes: String =
                attributes.iter().map(|(name, value)| format!("[{name}={value}]")).collect();
            format!("<{name}>{attributes}")
        }
    }
}
