//! Lines and blocks of a Markdown text: who stands below whom is said by prefixes (`> `, `- `,
//! spaces), and blocks are kept apart by an empty line.

/// The end of a line within a paragraph.
pub(super) const BREAK: &str = "\\\n";

/// A Markdown text on the way.
#[derive(Default)]
pub(super) struct Blocks {
    out: String,
    line: String,
    containers: Vec<Container>,
    /// The next block is kept apart from what was written.
    needs_gap: bool,
}

/// Something whose lines have a prefix.
struct Container {
    /// Prefix of the line its first block begins with.
    first: String,
    /// Prefix of all other lines.
    rest: String,
    begun: bool,
}

impl Blocks {
    /// Adds to the line being written.
    pub(super) fn push(&mut self, text: &str) {
        self.line.push_str(text);
    }

    /// Takes the line being written away.
    pub(super) fn take_line(&mut self) -> String {
        std::mem::take(&mut self.line)
    }

    /// Writes a closing mark, which must touch what it marks: spaces before it move behind it.
    pub(super) fn close_mark(&mut self, mark: &str) {
        let marked = self.line.trim_end_matches(' ').len();
        let spaces = self.line.split_off(marked);
        self.line.push_str(mark);
        self.line.push_str(&spaces);
    }

    /// Writes the line as a paragraph, if there is something in it.
    pub(super) fn end_line(&mut self) {
        let line = self.take_line();
        // A break before the end is none.
        let mut text = line.trim_matches(' ');
        while let Some(shorter) = text.strip_suffix(BREAK) {
            text = shorter.trim_end_matches(' ');
        }
        if !text.is_empty() {
            let lines: Vec<String> = text.split('\n').map(guarded).collect();
            self.write(&lines.join("\n"));
        }
    }

    /// Writes a whole block (several lines, perhaps) as it is.
    pub(super) fn block(&mut self, text: &str) {
        self.end_line();
        if !text.trim().is_empty() {
            self.write(text);
        }
    }

    /// Begins a container: a quotation (`> `, `> `), an item (`- `, two spaces).
    pub(super) fn open(&mut self, first: &str, rest: &str) {
        self.end_line();
        self.containers.push(Container {
            first: first.to_owned(),
            rest: rest.to_owned(),
            begun: false,
        });
    }

    /// Ends the innermost container. One with nothing in it still has its mark.
    pub(super) fn close(&mut self) {
        self.end_line();
        if self.containers.last().is_some_and(|container| !container.begun) {
            self.write("");
        }
        self.containers.pop();
        self.needs_gap = true;
    }

    /// The next block follows without an empty line: an item after an item.
    pub(super) fn no_gap(&mut self) {
        self.needs_gap = false;
    }

    /// The next block is kept apart: whatever follows a list.
    pub(super) fn gap(&mut self) {
        self.needs_gap = !self.out.is_empty();
    }

    /// The whole text.
    pub(super) fn finish(mut self) -> String {
        self.end_line();
        self.out
    }

    fn write(&mut self, text: &str) {
        if self.needs_gap {
            self.push_line("", false);
        }
        for line in text.split('\n') {
            self.push_line(line, true);
        }
        self.needs_gap = true;
    }

    /// Writes a line with the prefixes of all containers; `begin` lets new ones begin on it.
    fn push_line(&mut self, line: &str, begin: bool) {
        for container in &mut self.containers {
            match (container.begun, begin) {
                (true, _) => self.out.push_str(&container.rest),
                (false, true) => self.out.push_str(&container.first),
                (false, false) => break,
            }
            container.begun |= begin;
        }
        self.out.push_str(line);
        self.out.truncate(self.out.trim_end_matches(' ').len());
        self.out.push('\n');
    }
}

/// A line whose first characters mean nothing but themselves.
fn guarded(line: &str) -> String {
    let digits = line.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let is_numbered = digits.len() < line.len() && digits.starts_with(['.', ')']);
    if is_numbered {
        let (number, rest) = line.split_at(line.len() - digits.len());
        format!("{number}\\{rest}")
    } else if line.starts_with(['-', '+', '#', '=', ':', '|']) {
        format!("\\{line}")
    } else {
        line.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_kept_apart_and_items_together() {
        let mut blocks = Blocks::default();
        blocks.push("One");
        blocks.end_line();
        for item in ["two", "three"] {
            blocks.open("- ", "  ");
            blocks.push(item);
            blocks.block("```\ncode\n\nmore\n```");
            blocks.close();
            blocks.no_gap();
        }
        blocks.gap();
        blocks.open("> ", "> ");
        blocks.push("quoted");
        blocks.end_line();
        blocks.push("again");
        blocks.close();
        assert_eq!(
            blocks.finish(),
            "One\n\n- two\n\n  ```\n  code\n\n  more\n  ```\n- three\n\n  ```\n  code\n\n  more\n  ```\n\n\
             > quoted\n>\n> again\n"
        );
    }

    #[test]
    fn a_line_begins_with_no_mark_by_accident() {
        for (line, expected) in [
            ("1. not a list", "1\\. not a list"),
            ("# no heading", "\\# no heading"),
            ("- no item", "\\- no item"),
            ("2026 is a year", "2026 is a year"),
        ] {
            assert_eq!(guarded(line), expected);
        }
    }
}
