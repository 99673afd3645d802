//! A table of Markdown, which knows one row of heads and no cell that covers several.
//!
//! So that no figure stands under the wrong head, a cell that covers several rows or columns is
//! said in each of them, and the heads above one column become one: `Pressure: min`.

use crate::parse::{Align, Element, Grid, Node};

/// The end of a line within a cell.
pub(super) const CELL_BREAK: &str = "<br>";

/// How many more cells than were written a table may get by repeating. What asks for more is no
/// table for readers, and its cells are said once.
const MOST_REPEATED: usize = 20_000;

/// A table on the way.
pub(super) struct Table {
    grid: Grid,
    /// How each cell is aligned.
    aligns: Vec<Align>,
    /// The cells so far.
    pub(super) cells: Vec<String>,
    pub(super) caption: String,
    /// How many tables are open in the cell that is open.
    pub(super) inner: usize,
}

impl Table {
    /// The table that `nodes` begin with, without its words.
    pub(super) fn new(nodes: &[Node]) -> Self {
        let grid = Grid::of(nodes).unwrap_or_default();
        let align = |node: &usize| match nodes.get(*node) {
            Some(Node::Open(Element::TableCell { align, .. })) => *align,
            _ => Align::Start,
        };
        let aligns = grid.cells.iter().map(|cell| align(&cell.node)).collect();
        Self { grid, aligns, cells: Vec::new(), caption: String::new(), inner: 0 }
    }

    /// Its lines.
    pub(super) fn text(&self) -> String {
        let Grid { columns, head_rows, .. } = self.grid;
        if columns == 0 {
            // Too large to be laid out.
            return self.cells.join("\n\n");
        }
        let mut heads = vec![String::new(); columns];
        let mut rules = vec!["---"; columns];
        let mut rows = vec![Vec::new(); self.grid.rows - head_rows];
        let covered = |cell: &crate::parse::Cell| cell.rows.len() * cell.columns.len();
        let slots: usize = self.grid.cells.iter().map(covered).sum();
        let repeats = slots <= self.grid.cells.len() + MOST_REPEATED;
        for ((cell, text), align) in self.grid.cells.iter().zip(&self.cells).zip(&self.aligns) {
            if cell.rows.start < head_rows.max(1) {
                let rule = match align {
                    Align::Start => "---",
                    Align::Center => ":-:",
                    Align::End => "--:",
                };
                rules.get_mut(cell.columns.clone()).unwrap_or_default().fill(rule);
            }
            if cell.rows.start < head_rows {
                for head in heads.get_mut(cell.columns.clone()).unwrap_or_default() {
                    let is_first = head.is_empty() || text.is_empty();
                    head.push_str(if is_first { "" } else { ": " });
                    head.push_str(text);
                }
                continue;
            }
            let reach = if repeats { cell.rows.len() } else { 1 };
            for row in rows.iter_mut().skip(cell.rows.start - head_rows).take(reach) {
                if row.len() < cell.columns.end {
                    row.resize(cell.columns.end, "");
                }
                let reach = if repeats { cell.columns.len() } else { 1 };
                for slot in row.iter_mut().skip(cell.columns.start).take(reach) {
                    *slot = text.as_str();
                }
            }
        }
        let line = |cells: &[&str]| format!("| {} |", cells.join(" | "));
        let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
        let mut lines = vec![line(&heads), line(&rules)];
        // A row may end early: what is missing is empty.
        lines.extend(rows.iter().map(|row| line(row)));
        lines.join("\n")
    }
}
