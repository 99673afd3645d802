//! Where the cells of a table stand when some of them cover several rows or columns.
//!
//! The model is that of HTML: a row fills the columns that no cell from above covers, and no cell
//! reaches out of its part of the table (head, body). Columns in which no cell begins are none:
//! `colspan="1000"` is as wide as the table is.

use std::ops::Range;

use super::body::{CellSpan, Element, Node};

/// How many steps are made to lay out a table. What takes more is no table for readers.
const MOST_STEPS: usize = 1_000_000;

/// A table, laid out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grid {
    /// Its cells in reading order.
    pub cells: Vec<Cell>,
    /// How many rows it has.
    pub rows: usize,
    /// How many of them, from the first, are its head.
    pub head_rows: usize,
    /// How many columns it has.
    pub columns: usize,
    /// Some cells lie over each other.
    pub overlaps: bool,
}

/// A cell and what it covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its node, counted from that of the table.
    pub node: usize,
    /// It is a head.
    pub is_head: bool,
    /// The rows it covers.
    pub rows: Range<usize>,
    /// The columns it covers.
    pub columns: Range<usize>,
}

impl Grid {
    /// Lays out the table that `nodes` begin with; `None` when it is too large for that. Tables in
    /// its cells are left alone.
    pub fn of(nodes: &[Node]) -> Option<Self> {
        let mut layout = Layout::default();
        let mut depth = 0usize;
        for (at, node) in nodes.iter().enumerate() {
            match node {
                Node::Open(element) => {
                    match (depth, element) {
                        (1, Element::TableHead) => layout.is_head = true,
                        (2, Element::TableRow) => layout.begin_row(),
                        (3, Element::TableCell { head, span, .. }) => {
                            layout.cell(at, head.is_some(), *span)?;
                        }
                        _ => {}
                    }
                    depth += 1;
                }
                Node::Close => {
                    depth = depth.saturating_sub(1);
                    match depth {
                        0 => break,
                        1 => layout.end_part(),
                        _ => {}
                    }
                }
                _ => {}
            }
        }
        Some(layout.finish())
    }
}

/// A table on the way.
#[derive(Default)]
struct Layout {
    grid: Grid,
    /// For each column the row from which on it is free again.
    free_from: Vec<usize>,
    /// The next column in the row.
    column: usize,
    /// The first cell of the part of the table that is open.
    part: usize,
    is_head: bool,
    steps: usize,
}

impl Layout {
    fn begin_row(&mut self) {
        self.grid.rows += 1;
        self.column = 0;
    }

    fn cell(&mut self, node: usize, is_head: bool, span: CellSpan) -> Option<()> {
        let row = self.grid.rows.checked_sub(1)?;
        while self.free_from.get(self.column).is_some_and(|&free| free > row) {
            self.column += 1;
            self.steps += 1;
        }
        let columns = self.column..self.column + usize::from(span.columns.max(1));
        let rows = row..row + usize::from(span.rows.max(1));
        self.steps += columns.len();
        if self.steps > MOST_STEPS {
            return None;
        }
        if self.free_from.len() < columns.end {
            self.free_from.resize(columns.end, 0);
        }
        for free in self.free_from.get_mut(columns.clone()).unwrap_or_default() {
            self.grid.overlaps |= *free > row;
            *free = rows.end.max(*free);
        }
        self.column = columns.end;
        self.grid.cells.push(Cell { node, is_head, rows, columns });
        Some(())
    }

    /// A part of the table ends, and with it all that covers its rows.
    fn end_part(&mut self) {
        let end = self.grid.rows;
        for cell in self.grid.cells.get_mut(self.part..).unwrap_or_default() {
            cell.rows.end = cell.rows.end.min(end);
        }
        self.part = self.grid.cells.len();
        self.free_from.clear();
        if std::mem::take(&mut self.is_head) {
            self.grid.head_rows = end;
        }
    }

    fn finish(mut self) -> Grid {
        let mut starts: Vec<usize> =
            self.grid.cells.iter().map(|cell| cell.columns.start).collect();
        starts.sort_unstable();
        starts.dedup();
        for cell in &mut self.grid.cells {
            let number = |column: usize| starts.partition_point(|&start| start < column);
            cell.columns = number(cell.columns.start)..number(cell.columns.end);
        }
        self.grid.columns = starts.len();
        self.grid
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::document;
    use crate::text::path::SourcePath;

    /// The rows of a table, each slot by the number of the cell that covers it.
    fn drawn(html: &str) -> String {
        let text = format!("---\ntitle: T\n---\n<table>{html}</table>\n");
        let body = document(&SourcePath::new("a.md"), &text).value.body;
        let grid = Grid::of(&body.nodes).unwrap_or_default();
        let mut rows = vec![vec!['.'; grid.columns]; grid.rows];
        for (cell, letter) in grid.cells.iter().zip('a'..) {
            for row in &mut rows[cell.rows.clone()] {
                row[cell.columns.clone()].fill(letter);
            }
        }
        let rows: Vec<String> = rows.into_iter().map(String::from_iter).collect();
        format!("{}{}", rows.join("/"), if grid.overlaps { " overlaps" } else { "" })
    }

    #[test]
    fn cells_stand_where_a_browser_puts_them() {
        for (html, expected) in [
            ("<tr><td>a<td>b<tr><td>c<td>d", "ab/cd"),
            ("<tr><td rowspan=2>a<td colspan=2>b<tr><td>c<td>d", "abb/acd"),
            ("<tr><td>a<td rowspan=2>b<tr><td>c<td>d", "ab./cbd"),
            ("<tr><td colspan=1000>a<tr><td>b<td>c", "aa/bc"),
            ("<tr><td colspan=99999999999>a", "a"),
            ("<tr><td rowspan=99999999999>a<td>b<tr><td>c", "ab/ac"),
            ("<tr><td rowspan=0>a<td>b<tr><td>c<tr><td>d", "ab/ac/ad"),
            ("<tr><td rowspan=-2 colspan=x>a<td colspan=0>b", "ab"),
            ("<tr><td rowspan=\" 2 \">a<td>b<tr><td>c", "ab/ac"),
            ("<tbody><tr><td rowspan=5>a<tbody><tr><td>b", "a/b"),
            ("<thead><tr><th rowspan=3>a<th>b<tbody><tr><td>c<td>d", "ab/cd"),
            ("<tr><td>a<td rowspan=2>b<tr><td colspan=2>c", "ab/cc overlaps"),
            ("<tr><td>a<table><tr><td>x<td>y</table><tr><td>b", "a/b"),
            ("", ""),
        ] {
            assert_eq!(drawn(html), expected, "{html}");
        }
    }

    #[test]
    fn what_is_too_large_is_not_laid_out() {
        let rows = "<tr>".to_owned() + &"<td colspan=1000>".repeat(1_001);
        assert_eq!(drawn(&rows), "");
    }
}
