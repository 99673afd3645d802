//! The command line: one file per verb. The only place that prints, reads the environment or the
//! clock.
//!
//! What is wrong in the project is told on the standard error stream as problems, all of them; what
//! the tool could not do as one sentence. Results (a summary, an address, search results) go to the
//! standard output stream.

#[macro_use]
mod streams;

mod arguments;
mod build;
mod check;
mod environment;
mod project;
mod search;
mod serve;

use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};

use arguments::{Arguments, Verb};
use environment::Environment;
use project::Project;

use crate::text::visible::visible;

/// How a verb ended when it did its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    /// Nothing stops the publication.
    Fine,
    /// The project has errors; they were told.
    Errors,
}

/// Why a verb did not do its work, in a sentence.
#[derive(Debug)]
enum Stop {
    /// It was called in a way that makes no sense.
    WrongUse(String),
    /// The tool could not do it.
    Failure(String),
}

impl Stop {
    /// For `map_err`.
    fn failure(error: impl std::fmt::Display) -> Self {
        Self::Failure(error.to_string())
    }
}

/// Runs the program: reads arguments and environment, does what the verb says, and gives the exit
/// code: 0 fine, 1 errors in the project, 2 wrong use, 3 failure.
pub fn run() -> ExitCode {
    std::panic::set_hook(Box::new(note_fault));
    let arguments = match Arguments::read() {
        Ok(arguments) => arguments,
        Err(told) => {
            // Help that cannot be printed has no other way to be told.
            let _ = told.print();
            return if told.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS };
        }
    };
    let ended = std::panic::catch_unwind(|| work(arguments))
        .unwrap_or_else(|_| Err(Stop::Failure(last_fault())));
    match ended {
        Ok(Ending::Fine) => ExitCode::SUCCESS,
        Ok(Ending::Errors) => ExitCode::from(1),
        Err(Stop::WrongUse(sentence)) => {
            tell!("error: {}\n\nFor more information, try '--help'.", visible(&sentence));
            ExitCode::from(2)
        }
        Err(Stop::Failure(sentence)) => {
            tell!("error: {}", visible(&sentence));
            ExitCode::from(3)
        }
    }
}

fn work(arguments: Arguments) -> Result<Ending, Stop> {
    let environment = Environment::read().map_err(Stop::WrongUse)?;
    let project = Project::new(arguments.project, environment)?;
    match arguments.verb {
        Verb::Build(arguments) => build::run(&project, &arguments),
        Verb::Serve(arguments) => serve::run(project, &arguments),
        Verb::Check => check::run(&project),
        Verb::Search(arguments) => search::run(&project, &arguments),
    }
}

/// The last fault of the program itself. A page that meets one becomes a problem; one elsewhere
/// ends the run with a sentence instead of a trace.
static LAST_FAULT: Mutex<String> = Mutex::new(String::new());

fn note_fault(fault: &std::panic::PanicHookInfo<'_>) {
    let place = fault.location().map_or_else(String::new, |place| format!(" ({place})"));
    let payload = fault.payload();
    let words = payload.downcast_ref::<&str>().copied();
    let words = words.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    let words = words.unwrap_or("no message");
    let sentence = format!("this is a fault in dopo, please report it: {words}{place}");
    *LAST_FAULT.lock().unwrap_or_else(PoisonError::into_inner) = sentence;
}

fn last_fault() -> String {
    LAST_FAULT.lock().unwrap_or_else(PoisonError::into_inner).clone()
}
