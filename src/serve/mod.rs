//! The preview: builds the site in memory, shows it on this machine, and builds it anew when a file
//! changes.
//!
//! A site with errors is not shown: the last good one stays. Pages get one script more when they
//! are sent; it hears of changes by server-sent events and loads the page anew. The process ends
//! when it is interrupted.

mod connections;
mod headers;
mod hosts;
mod ranges;
mod sending;
mod server;
mod snapshot;
mod watch;

use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use server::Shared;
use snapshot::Snapshot;
use watch::{Watch, Woken};

use crate::output::{Files, Memory};
use crate::pipeline::{self, BuildOptions, Built, Workbench};
use crate::source::{self, SourceTree};
use crate::text::problem::{Checked, Origin, Problem};

/// The port when none is asked for; when it is taken, the next free one.
pub const DEFAULT_PORT: u16 = 1111;

/// So many ports are tried when none is asked for.
const PORTS_TRIED: u16 = 100;

/// What to show and where.
#[derive(Clone, Debug)]
pub struct Preview {
    /// The project, an absolute path without symbolic links.
    pub root: PathBuf,
    /// Where `build` would write: no part of the project.
    pub output: PathBuf,
    /// How to build.
    pub options: BuildOptions,
    /// The address to listen on.
    pub interface: IpAddr,
    /// The port; without one, the first free from [`DEFAULT_PORT`].
    pub port: Option<u16>,
}

/// What there is to tell while a preview runs.
#[derive(Debug)]
pub enum Event<'a> {
    /// The site was built, or its errors were found.
    Built {
        /// What came of it.
        built: &'a Built,
        /// How long it took.
        took: Duration,
    },
    /// The first build is over; the site is at this address.
    Ready(&'a str),
    /// A build could not be done.
    Failed(Failure),
}

/// Why a preview cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The port asked for, or all that were tried.
    #[error("cannot listen on {address}: {cause}; name another port with --port")]
    Listen {
        /// Address and port.
        address: SocketAddr,
        /// Why not.
        cause: io::Error,
    },
    /// The server stopped.
    #[error("the preview stopped: {0}")]
    Server(#[from] io::Error),
    /// The project cannot be read.
    #[error("cannot read {}: {cause}", root.display())]
    Read {
        /// The project.
        root: PathBuf,
        /// Why not.
        cause: io::Error,
    },
    /// Changes cannot be heard of.
    #[error("cannot watch the project: {0}")]
    Watch(#[from] notify::Error),
    /// The site could not be built.
    #[error(transparent)]
    Build(#[from] pipeline::Failure),
}

/// Shows the site until the process is interrupted. `tell` hears what happens.
///
/// # Errors
/// When the port is taken or the project cannot be watched.
pub fn run(
    preview: Preview,
    tell: impl Fn(Event<'_>) + Send + Sync + 'static,
) -> Result<(), Failure> {
    let listener = listen(preview.interface, preview.port)?;
    let address = listener.local_addr()?;
    let shared = Arc::new(Shared::new(preview.interface));
    let watch = Watch::new(&preview.root, &preview.output)?;
    let rebuilder = Rebuilder {
        origin: origin(address),
        preview,
        shared: shared.clone(),
        watch,
        bench: None,
        shown: Arc::default(),
        told: None,
    };
    std::thread::Builder::new().name("rebuild".to_owned()).spawn(move || rebuilder.run(&tell))?;

    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let served = runtime.block_on(async {
        listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        tokio::select! {
            served = connections::serve(listener, server::router(shared)) => served,
            interrupted = tokio::signal::ctrl_c() => interrupted,
        }
    });
    // Pages that listen for changes would hold it open for ever.
    runtime.shutdown_background();
    Ok(served?)
}

/// Binds the port asked for, or the first free one.
fn listen(interface: IpAddr, port: Option<u16>) -> Result<TcpListener, Failure> {
    let bind = |port: u16| {
        let address = SocketAddr::new(interface, port);
        TcpListener::bind(address).map_err(|cause| Failure::Listen { address, cause })
    };
    match port {
        Some(port) => bind(port),
        None => (DEFAULT_PORT..DEFAULT_PORT + PORTS_TRIED)
            .find_map(|port| bind(port).ok())
            .map_or_else(|| bind(DEFAULT_PORT), Ok),
    }
}

/// Scheme and host at which a browser on this machine finds the site.
fn origin(address: SocketAddr) -> String {
    if address.ip().is_unspecified() {
        format!("http://localhost:{}", address.port())
    } else {
        format!("http://{address}")
    }
}

/// When not everything could be read (the system may have run out of descriptors), it is tried
/// again after so many seconds, without waiting for another edit.
const PAUSES: [u64; 5] = [1, 1, 2, 4, 8];

/// What a build has seen of the project.
struct Seen {
    /// The path of the base URL.
    base: String,
    /// Everything could be read.
    is_whole: bool,
}

/// Builds the site at first and whenever something changes.
struct Rebuilder {
    origin: String,
    preview: Preview,
    shared: Arc<Shared>,
    watch: Watch,
    /// The project as it was at the last build; `None` where that could not read everything.
    bench: Option<Workbench>,
    /// The site of the last build without errors.
    shown: Arc<Files>,
    /// What was told last, when not everything could be read.
    told: Option<Told>,
}

/// What a try told that is followed by another.
#[derive(PartialEq)]
enum Told {
    Problems(Vec<Problem>),
    Failure(String),
}

impl Rebuilder {
    fn run(mut self, tell: &dyn Fn(Event<'_>)) {
        let mut is_ready = false;
        let mut pauses = PAUSES.iter();
        for number in 0_u64.. {
            let is_whole = match self.build(number, tell) {
                Ok(seen) => {
                    if !std::mem::replace(&mut is_ready, true) {
                        tell(Event::Ready(&format!("{}{}/", self.origin, seen.base)));
                    }
                    seen.is_whole
                }
                Err(failure) => {
                    let told = Some(Told::Failure(failure.to_string()));
                    if told != self.told {
                        tell(Event::Failed(failure));
                    }
                    self.told = told;
                    false
                }
            };
            let woken = match pauses.next() {
                Some(&pause) if !is_whole => self.watch.wait_at_most(Duration::from_secs(pause)),
                _ => self.watch.wait(),
            };
            match woken {
                Woken::Changed => {
                    pauses = PAUSES.iter();
                    self.told = None;
                }
                Woken::InTime => {}
                Woken::Over => return,
            }
            if is_whole {
                pauses = PAUSES.iter();
            }
        }
    }

    /// Builds once, and shows what is good.
    fn build(&mut self, number: u64, tell: &dyn Fn(Event<'_>)) -> Result<Seen, Failure> {
        let start = Instant::now();
        let tree = self.read()?;
        let mut options = self.preview.options.clone();
        options.overrides.origin = Some(self.origin.clone());
        let mut bench = match self.bench.take() {
            Some(mut bench) => {
                bench.update(tree, options);
                bench
            }
            None => Workbench::for_edits(tree, options),
        };
        let site = Memory::after(Arc::clone(&self.shown));
        let built = bench.make(&site, Vec::new())?;
        let problems = built.report.problems();
        let is_whole = !problems.iter().any(|problem| problem.origin == Origin::System);
        // What could not be read has not changed when it can be read.
        self.bench = is_whole.then_some(bench);
        let told = (!is_whole).then(|| Told::Problems(problems.to_vec()));
        // A try that met the same has nothing new to tell.
        if told.is_none() || told != self.told {
            tell(Event::Built { built: &built, took: start.elapsed() });
        }
        self.told = told;
        let base = built.site.config.base_path.clone();
        if !built.report.has_errors() {
            let version = format!("{}-{number}", std::process::id());
            let script = server::script(&base, &version);
            self.shown = Arc::new(site.into_files());
            self.shared.show(Snapshot::new(&self.shown, base.clone(), version, script));
        }
        Ok(Seen { base, is_whole })
    }

    /// Reads the tree until every folder of it is watched.
    fn read(&mut self) -> Result<Checked<SourceTree>, Failure> {
        loop {
            let Preview { root, output, .. } = &self.preview;
            let tree = source::disk::read(root, Some(output))
                .map_err(|cause| Failure::Read { root: root.clone(), cause })?;
            if !self.watch.follow(&tree.value)? {
                return Ok(tree);
            }
        }
    }
}
