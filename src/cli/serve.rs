//! `dopo serve`: the site in a browser, while it is being written.

use std::process::{Command, Stdio};
use std::time::Duration;

use super::arguments::ServeArguments;
use super::project::{Project, count};
use super::{Ending, Stop};
use crate::pipeline::Built;
use crate::serve::{self, Event, Preview};
use crate::text::visible::visible;

pub(super) fn run(project: Project, arguments: &ServeArguments) -> Result<Ending, Stop> {
    if !arguments.interface.is_loopback() {
        tell!("the site is shown to everybody who can reach {}", arguments.interface);
    }
    let preview = Preview {
        root: project.root.clone(),
        output: project.default_output(),
        options: project.options.clone(),
        interface: arguments.interface,
        port: arguments.port,
    };
    let open = arguments.open;
    serve::run(preview, move |event| match event {
        Event::Built { built, took } => tell_built(&project, built, took),
        Event::Ready(address) => {
            say!("{address}");
            tell!("the site follows your changes; end with Ctrl-C");
            if open {
                open_in_browser(address);
            }
        }
        Event::Failed(failure) => tell!("error: {}", visible(&failure.to_string())),
    })
    .map(|()| Ending::Fine)
    .map_err(Stop::failure)
}

fn tell_built(project: &Project, built: &Built, took: Duration) {
    match project.tell(&built.report) {
        Ok(Ending::Errors) => tell!("the last good site stays"),
        Ok(Ending::Fine) => {
            let articles = count(built.site.articles.len(), "article");
            tell!("{articles} in {:.2} s", took.as_secs_f64());
        }
        Err(Stop::WrongUse(sentence) | Stop::Failure(sentence)) => {
            tell!("error: {}", visible(&sentence));
        }
    }
}

/// Asks the system to show an address. Without a browser the printed address serves.
fn open_in_browser(address: &str) {
    let (program, arguments): (_, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("cmd", &["/c", "start", ""])
    } else {
        ("xdg-open", &[])
    };
    let mut command = Command::new(program);
    command.args(arguments).arg(address).stdout(Stdio::null()).stderr(Stdio::null());
    if command.spawn().is_err() {
        tell!("cannot open a browser with {program}; open the address yourself");
    }
}
