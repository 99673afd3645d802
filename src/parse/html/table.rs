//! Tables in HTML: which rows are the head where the writer did not say, what a head cell is the
//! head of, and how far cells reach.

use html5ever::tokenizer::Tag;

use super::reader::attribute;
use crate::parse::body::{Align, CellSpan, Element, HeadOf, Node};
use crate::parse::grid::Grid;
use crate::parse::problems::Problems;
use crate::parse::structure::close_of;
use crate::text::problem::Problem;
use crate::text::rule::Rule;
use crate::text::span::Span;

pub(crate) static TABLE_SHAPE: Rule = Rule::warning(
    "table-shape",
    "a table in a table, cells that lie over each other, or a row with more cells than columns",
);

/// The limits of HTML itself.
const MOST_COLUMNS: u16 = 1_000;
const MOST_ROWS: u16 = 65_534;

/// The cell a tag begins; `in_head` says whether it stands in the head of its table.
pub(super) fn cell(tag: &Tag, in_head: bool) -> Element {
    let head = (&*tag.name == "th").then(|| {
        match attribute(tag, "scope").map(|scope| scope.trim().to_ascii_lowercase()).as_deref() {
            Some("row" | "rowgroup") => HeadOf::Row,
            Some("col" | "colgroup") => HeadOf::Column,
            _ if in_head => HeadOf::Column,
            _ => HeadOf::Row,
        }
    });
    let columns = count(tag, "colspan").unwrap_or(1).clamp(1, MOST_COLUMNS);
    let rows = match count(tag, "rowspan") {
        None => 1,
        // All that are left.
        Some(0) => MOST_ROWS,
        Some(rows) => rows.min(MOST_ROWS),
    };
    Element::TableCell { head, align: align(tag), span: CellSpan { rows, columns } }
}

/// A number as HTML reads it: white space, digits, and whatever follows.
fn count(tag: &Tag, name: &str) -> Option<u16> {
    let value = attribute(tag, name)?.trim_start();
    let value = value.strip_prefix('+').unwrap_or(value);
    let end = value.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(value.len());
    let digits = value.get(..end).filter(|digits| !digits.is_empty())?;
    Some(digits.parse().unwrap_or(u16::MAX))
}

fn align(tag: &Tag) -> Align {
    match attribute(tag, "align").map(str::to_ascii_lowercase).as_deref() {
        Some("center") => Align::Center,
        Some("right") => Align::End,
        _ => Align::Start,
    }
}

/// A table within a table.
pub(super) fn nested(problems: &mut Problems<'_>, span: Span) {
    let problem = Problem::of(&TABLE_SHAPE, "table within a table")
        .at(problems.file, span, "search and the Markdown twin have its words only")
        .help("make it a table of its own");
    problems.add(problem);
}

/// Puts the foot of the table that ends `nodes` behind its other parts, where browsers show it
/// wherever it was written.
pub(super) fn move_foot(nodes: &mut [Node], foot: Option<usize>) {
    let Some(foot) = foot else { return };
    let end = nodes.len().saturating_sub(1);
    let Some(parts) = nodes.get_mut(foot..end).filter(|parts| !parts.is_empty()) else { return };
    let length = close_of(parts, 0) + 1;
    parts.rotate_left(length.min(parts.len()));
}

/// Settles the table that opens at node `at` and was written at `span`; it is complete.
pub(super) fn settle(nodes: &mut Vec<Node>, at: usize, span: Span, problems: &mut Problems<'_>) {
    let Some(grid) = nodes.get(at..).and_then(Grid::of) else {
        let problem = Problem::of(&TABLE_SHAPE, "table too large to be laid out")
            .at(problems.file, span, "its cells stay in their rows")
            .help("split it into several tables");
        problems.add(problem);
        return;
    };
    if grid.overlaps {
        let problem = Problem::of(&TABLE_SHAPE, "cells of a table lie over each other")
            .at(problems.file, span, "a `rowspan` and a `colspan` meet")
            .help("take one of them back, or add the row that is missing");
        problems.add(problem);
    }
    for cell in &grid.cells {
        if let Some(Node::Open(Element::TableCell { span, .. })) = nodes.get_mut(at + cell.node) {
            span.rows = u16::try_from(cell.rows.len().max(1)).unwrap_or(MOST_ROWS);
        }
    }
    name_columns(nodes, at, &grid);
    if grid.head_rows == 0 {
        make_head(nodes, at, &grid);
    }
}

/// A row of heads alone names the columns below it.
fn name_columns(nodes: &mut [Node], at: usize, grid: &Grid) {
    for row in grid.cells.chunk_by(|left, right| left.rows.start == right.rows.start) {
        if !row.iter().all(|cell| cell.is_head) {
            continue;
        }
        for cell in row {
            if let Some(Node::Open(Element::TableCell { head, .. })) = nodes.get_mut(at + cell.node)
            {
                *head = Some(HeadOf::Column);
            }
        }
    }
}

/// Makes the head of a table without one of the rows it begins with, as long as they hold heads
/// only. No cell of theirs may reach further down: a head would cut it off.
fn make_head(nodes: &mut Vec<Node>, at: usize, grid: &Grid) {
    let first_other = grid.cells.iter().find(|cell| !cell.is_head);
    let mut rows = first_other.map_or(grid.rows, |cell| cell.rows.start);
    for cell in grid.cells.iter().rev() {
        if cell.rows.start < rows && cell.rows.end > rows {
            rows = cell.rows.start;
        }
    }
    let is_body = |node: &Node| *node == Node::Open(Element::TableBody);
    let Some(body) = nodes.get(at..).and_then(|nodes| nodes.iter().position(is_body)) else {
        return;
    };
    let body = at + body;
    let Some(end) = end_of_rows(nodes.get(body + 1..).unwrap_or(&[]), rows) else { return };
    let end = body + 1 + end;
    nodes.splice(end..end, [Node::Close, Node::Open(Element::TableBody)]);
    if let Some(head) = nodes.get_mut(body) {
        *head = Node::Open(Element::TableHead);
    }
}

/// The number of nodes in the first `rows` of the part of a table that `nodes` begin with, or in
/// all of them when it has fewer; `None` when it has none.
fn end_of_rows(nodes: &[Node], rows: usize) -> Option<usize> {
    let mut depth = 0usize;
    let mut ends = nodes
        .iter()
        .enumerate()
        .map_while(|(at, node)| {
            match node {
                Node::Open(_) => depth += 1,
                Node::Close => depth = depth.checked_sub(1)?,
                _ => {}
            }
            Some((at, depth))
        })
        .filter(|&(at, depth)| depth == 0 && nodes.get(at) == Some(&Node::Close));
    ends.by_ref().take(rows).last().map(|(at, _)| at + 1)
}
