//! How deep a style sheet or a script of a project is nested. What minifies them calls itself for
//! each level, and a stack that overflows ends the program without a word; so what lies deep, or has
//! very long statements, is left as it was written.

/// Brackets within brackets.
const DEEPEST: usize = 100;

/// Words and signs between two `;`, `{` or `}`: operators make levels without a bracket.
const LONGEST_STATEMENT: usize = 5_000;

/// How much stack is taken to minify what is let through.
const STACK: usize = 256 * 1024 * 1024;

/// Where a text is nested too deeply.
pub(super) fn too_deep(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut depth, mut statement, mut chain, mut at) = (0_usize, 0_usize, 0_usize, 0);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            b'/' if bytes.get(at + 1) == Some(&b'*') => {
                at += text.get(at..)?.find("*/")? + 2;
                continue;
            }
            quote @ (b'"' | b'\'' | b'`') => at += quoted(bytes.get(at..)?, quote) - 1,
            _ => {}
        }
        let is_word =
            |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | 128..);
        match byte {
            b';' | b'{' | b'}' => statement = 0,
            _ if is_word(byte) => {
                let rest = bytes.get(at..)?;
                let length = rest.iter().take_while(|byte| is_word(**byte)).count();
                let word = rest.get(..length)?;
                chain += usize::from(word == b"else");
                statement += 1;
                at += length - 1;
            }
            _ if byte.is_ascii_whitespace() => {}
            _ => statement += 1,
        }
        if depth > DEEPEST || statement > LONGEST_STATEMENT || chain > LONGEST_STATEMENT {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// The length of a text in quotes; it ends with its line, as in scripts and style sheets, but for
/// templates.
fn quoted(rest: &[u8], quote: u8) -> usize {
    let mut is_escaped = false;
    for (at, &byte) in rest.iter().enumerate().skip(1) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'\n' if quote != b'`' => return at,
            byte if byte == quote => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// Does `work` where there is room for it; `None` where the system gives none.
pub(super) fn with_room<T: Send>(work: impl FnOnce() -> T + Send) -> Option<T> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().name("minify".to_owned()).stack_size(STACK);
        thread.spawn_scoped(scope, work).ok()?.join().ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deep_and_endless_texts_are_told_apart_from_long_ones() {
        let deep = |open: &str, times: usize| open.repeat(times);
        for (text, is_deep) in [
            (deep("a{", 101), true),
            (deep("(", 101), true),
            (deep("[", 101), true),
            (deep("a{}", 10_000), false),
            (deep("!", 10_000), true),
            (deep("a=>", 10_000), true),
            (deep("1+", 10_000), true),
            (deep("if(a)", 10_000), true),
            (deep("if(a){}else ", 10_000), true),
            (deep("a:b;", 10_000), false),
            (deep("content:\"(\";", 1_000), false),
            (deep("content:'({[';\n", 1_000), false),
            (deep("/* ( */", 1_000), false),
            (deep("// it's (\n)", 1_000), false),
            (format!("a{{background:url(\"data:{}\")}}", "x+".repeat(20_000)), false),
        ] {
            assert_eq!(too_deep(&text).is_some(), is_deep, "{}", &text[..12]);
        }
    }
}
