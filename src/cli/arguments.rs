//! What can be said on the command line. Help texts are here, next to what they explain.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::net::IpAddr;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand};

use crate::parse::ArticleType;
use crate::pipeline::RULES;
use crate::text::visible::visible;

/// Turns a folder of Markdown articles into a searchable help centre.
#[derive(Debug, Parser)]
#[command(
    name = "dopo",
    version,
    max_term_width = 100,
    after_help = "Exit codes: 0 fine, 1 errors in the content or configuration, 2 wrong use, \
                  3 failure.\n\
                  Environment: DOPO_… overrides a key of dopo.toml (DOPO_BASE_URL), \
                  SOURCE_DATE_EPOCH sets\nthe build date, NO_COLOR and CLICOLOR_FORCE rule colours.\n\
                  Rules: `dopo check --help` lists what can be wrong, and how bad it is."
)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) project: ProjectArguments,

    #[command(subcommand)]
    pub(super) verb: Verb,
}

impl Arguments {
    /// Reads the command line. The error is what to print, and it acts on no terminal.
    pub(super) fn read() -> Result<Self, clap::Error> {
        Self::of(std::env::args_os().collect())
    }

    /// What is wrong with arguments is told in their own words, so it is told of what is visible of
    /// them.
    fn of(written: Vec<OsString>) -> Result<Self, clap::Error> {
        let seen: Vec<String> =
            written.iter().map(|argument| visible(&argument.to_string_lossy())).collect();
        Self::try_parse_from(written)
            .map_err(|told| Self::try_parse_from(seen).err().unwrap_or(told))
    }
}

#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// Build the site into a folder.
    #[command(
        after_help = "Rules: `dopo check --help` lists what can be wrong, and how bad it is."
    )]
    Build(BuildArguments),
    /// Show the site in a browser, and build it anew whenever a file changes.
    Serve(ServeArguments),
    /// Tell what is wrong in the project, and whether the golden queries find their articles.
    #[command(after_long_help = rules())]
    Check,
    /// Search the site as its readers do, and print where the answers are.
    Search(SearchArguments),
}

/// What every verb needs to know; accepted before and after the verb.
#[derive(Debug, Args)]
#[command(next_help_heading = "Project")]
pub(super) struct ProjectArguments {
    /// Project folder, or just a folder of Markdown files.
    #[arg(short, long, global = true, value_name = "FOLDER", default_value = ".")]
    pub(super) root: PathBuf,

    /// Configuration file in the project folder [default: dopo.toml].
    #[arg(short, long, global = true, value_name = "FILE")]
    pub(super) config: Option<String>,

    /// Address the site will be served at, such as https://example.com/help.
    #[arg(short = 'u', long, global = true, value_name = "URL")]
    pub(super) base_url: Option<String>,

    /// Language of articles that do not say theirs, such as it or pt-BR.
    #[arg(long, global = true, value_name = "LOCALE")]
    pub(super) locale: Option<String>,

    /// Include drafts and articles whose day of publication is still to come.
    #[arg(long, global = true)]
    pub(super) drafts: bool,

    /// Treat warnings as errors.
    #[arg(long, global = true)]
    pub(super) strict: bool,

    /// Name all places of a problem, up to a thousand of a kind.
    #[arg(short, long, global = true)]
    pub(super) verbose: bool,
}

#[derive(Debug, Args)]
pub(super) struct BuildArguments {
    /// Folder the site is written to [default: public, in the project folder].
    #[arg(short, long, value_name = "FOLDER")]
    pub(super) output_dir: Option<PathBuf>,

    /// Put aside what is in the output folder and dopo did not write.
    #[arg(long)]
    pub(super) force: bool,

    /// Publish file by file into the folder that is there, instead of exchanging it.
    #[arg(long)]
    pub(super) no_exchange: bool,

    /// Print how long each stage took.
    #[arg(long)]
    pub(super) timings: bool,
}

#[derive(Debug, Args)]
pub(super) struct ServeArguments {
    /// Port to listen on [default: 1111, or the next free one].
    #[arg(short, long)]
    pub(super) port: Option<u16>,

    /// Address to listen on; any but a loopback address shows the site to the network.
    #[arg(short, long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub(super) interface: IpAddr,

    /// Open the site in the browser.
    #[arg(short = 'O', long)]
    pub(super) open: bool,
}

#[derive(Debug, Args)]
pub(super) struct SearchArguments {
    /// What a reader would type.
    #[arg(required_unless_present = "batch", conflicts_with = "batch")]
    pub(super) words: Vec<String>,

    /// Read one {"q": "…"} a line and print one {"q": "…", "results": ["path", …]} a line; with
    /// --json all about each result.
    #[arg(long, value_name = "FILE")]
    pub(super) batch: Option<PathBuf>,

    /// Print the results as JSON.
    #[arg(long)]
    pub(super) json: bool,

    /// Show how each score came about.
    #[arg(long, conflicts_with = "batch")]
    pub(super) explain: bool,

    /// Only articles of this type.
    #[arg(long = "type", value_name = "TYPE", value_parser = article_types())]
    pub(super) kind: Option<String>,
}

/// Every rule with its level and what it means.
fn rules() -> String {
    let mut text =
        "Rules, which [rules] in dopo.toml sets to error, warning, advice or off:\n".to_owned();
    for rule in RULES.rules() {
        let always = if rule.can_be_lowered { "" } else { "always " };
        let _ = write!(
            text,
            "\n  {rule} ({always}{})\n          {}\n",
            rule.level.name(),
            rule.meaning
        );
    }
    text
}

fn article_types() -> PossibleValuesParser {
    PossibleValuesParser::new(ArticleType::NAMES.map(|(name, _)| name))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn the_definition_holds_together() {
        use clap::CommandFactory as _;
        Arguments::command().debug_assert();
    }

    #[test]
    fn what_would_act_on_a_terminal_is_written_out() {
        for line in [
            &["dopo", "build", "--x\n::error::"][..],
            &["dopo", "\u{1b}[31mbuild\n"],
            &["dopo", "build", "extra\r\n##[error]"],
            &["dopo", "serve", "--port", "80\n::error::"],
            &["dopo", "serve", "--port=\u{202e}80"],
            &["dopo", "serve", "--interface", "\u{7}\u{9b}31m"],
            &["dopo", "search", "--type", "fix\n::warning::", "tank"],
            &["dopo", "search", "--json=\n::error::", "tank"],
            &["dopo\n::error::", "build", "--nothing"],
        ] {
            let line = line.iter().map(OsString::from).collect();
            let told = Arguments::of(line).unwrap_err().render().to_string();
            let acts = |letter: char| letter.is_control() && letter != '\n' || letter == '\u{202e}';
            assert!(!told.contains(acts) && !told.contains("\n::"), "{told:?}");
            assert!(!told.contains("##[") && told.contains("--help"), "{told:?}");
        }
        let told = Arguments::of(vec!["dopo".into(), "bulid".into()]).unwrap_err();
        assert!(told.render().to_string().contains("'build'"));
    }

    #[test]
    fn project_flags_stand_before_or_after_the_verb() {
        for line in ["dopo -r site -u https://x.y build -v", "dopo build -r site -u https://x.y -v"]
        {
            let arguments = Arguments::try_parse_from(line.split(' ')).unwrap();
            assert_eq!(arguments.project.root, PathBuf::from("site"), "{line}");
            assert_eq!(arguments.project.base_url.as_deref(), Some("https://x.y"), "{line}");
            assert!(arguments.project.verbose, "{line}");
        }
    }
}
