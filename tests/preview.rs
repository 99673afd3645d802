//! The preview server from outside: what answers, to whom, and how an edit shows.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod support;

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use support::{Project, dopo, project};

/// Long enough for a slow machine; nothing waits so long when it works.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running preview; ends with the test.
struct Preview {
    child: Child,
    address: SocketAddr,
    /// What it has said to the terminal so far.
    told: Arc<Mutex<String>>,
}

impl Preview {
    fn start(root: &Path, arguments: &[&str]) -> (Self, String) {
        let mut command = dopo();
        command.args(["serve", "--port", "0", "--root"]).arg(root).args(arguments);
        Self::run(command)
    }

    fn run(mut command: Command) -> (Self, String) {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let told = Arc::new(Mutex::new(String::new()));
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let heard = told.clone();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                heard.lock().unwrap().push_str(&(line + "\n"));
            }
        });
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let url = line.trim().to_owned();
        let host = url.split('/').nth(2).unwrap_or_else(|| panic!("no address in {url:?}"));
        (Self { child, address: host.parse().unwrap(), told }, url)
    }

    /// Waits until it has said `words` to the terminal.
    fn wait_until_told(&self, words: &str) {
        let deadline = Instant::now() + PATIENCE;
        while !self.told.lock().unwrap().contains(words) {
            assert!(Instant::now() < deadline, "never told {words:?}: {:?}", self.told);
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Sends bytes as they are and reads the whole answer.
    fn send(&self, request: &[u8]) -> String {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(request).unwrap();
        let mut answer = Vec::new();
        // A server that refuses may close before everything was read.
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn get_as(&self, target: &str, host: &str) -> String {
        self.send(
            format!("GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")
                .as_bytes(),
        )
    }

    fn get(&self, target: &str) -> String {
        self.get_as(target, &self.address.to_string())
    }

    /// Asks until the answer holds `words`.
    fn wait_for(&self, target: &str, words: &str) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let answer = self.get(target);
            if answer.contains(words) {
                return;
            }
            assert!(Instant::now() < deadline, "{target} never held {words:?}:\n{answer}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn status(answer: &str) -> u16 {
    answer.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0)
}

fn sample() -> Project {
    project()
        .file("dopo.toml", "title = \"Help\"\ndefault_locale = \"en\"\n")
        .file("content/heat.md", "# It does not heat\n\nSwitch it on.")
        .file("content/draft.md", "---\ndraft: true\n---\nSECRET draft")
        .file("notes.txt", "SECRET notes")
        .file("static/a b.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
}

fn start(project: &Project, arguments: &[&str]) -> (tempfile::TempDir, Preview, String) {
    let folder = tempfile::tempdir().unwrap();
    project.write(folder.path());
    let (preview, url) = Preview::start(folder.path(), arguments);
    (folder, preview, url)
}

#[test]
fn pages_and_files_answer_with_the_headers_of_the_site() {
    let (_folder, preview, url) = start(&sample(), &[]);
    assert!(url.starts_with("http://127.0.0.1:") && url.ends_with('/'), "{url}");
    let home = preview.get("/");
    assert_eq!(status(&home), 200);
    let head = home.to_lowercase();
    assert!(head.contains("content-type: text/html; charset=utf-8"), "{home}");
    assert!(head.contains("content-security-policy: default-src 'none'"), "{home}");
    assert!(head.contains("x-content-type-options: nosniff"), "{home}");
    assert!(!head.contains("access-control-"), "{home}");
    assert!(home.contains("/_dopo/preview.js"), "{home}");
    assert!(preview.get("/heat/").contains("Switch it on."));
    assert!(preview.get("/heat/index.md").contains("content-type: text/markdown"));
    assert!(preview.get("/a%20b.svg").contains("content-type: image/svg+xml"));
    assert!(preview.get("/heat").to_lowercase().contains("location: /heat/\r\n"));
    let missing = preview.get("/nowhere/");
    assert_eq!(status(&missing), 404);
    assert!(missing.contains("</html>") || missing.contains("<main"), "{missing}");
    let posted = preview.send(
        format!("POST / HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", preview.address)
            .as_bytes(),
    );
    assert_eq!(status(&posted), 405);
}

#[test]
fn a_header_file_of_the_project_and_the_kind_of_file_are_heard() {
    let project = sample().file("static/_headers", "/*\n  X-Own: yes\n");
    let (_folder, preview, _) = start(&project, &[]);
    let home = preview.get("/").to_lowercase();
    assert!(home.contains("x-own: yes") && !home.contains("permissions-policy"), "{home}");
    let drawing = preview.get("/a%20b.svg").to_lowercase();
    assert!(
        drawing.contains("content-security-policy: default-src 'none'; style-src"),
        "{drawing}"
    );
    assert!(drawing.contains("sandbox"), "{drawing}");
    assert!(preview.get("/heat/index.md").to_lowercase().contains("x-robots-tag: noindex"));
}

#[test]
fn only_its_own_host_is_answered_and_before_anything_else() {
    let (_folder, preview, _) = start(&sample(), &[]);
    let port = preview.address.port();
    for (host, answers) in [
        (format!("127.0.0.1:{port}"), true),
        (format!("localhost:{port}"), true),
        ("[::1]".to_owned(), true),
        ("evil.example".to_owned(), false),
        (format!("evil.example:{port}"), false),
        ("127.0.0.1.evil.example".to_owned(), false),
        ("192.168.1.4".to_owned(), false),
        ("0.0.0.0".to_owned(), false),
    ] {
        for target in ["/", "/nowhere", "/_dopo/preview.js", "/_dopo/preview-events"] {
            if answers && target.ends_with("events") {
                continue; // It would go on for ever.
            }
            let answer = preview.get_as(target, &host);
            assert_eq!(status(&answer) != 403, answers, "{host} {target}: {answer}");
        }
    }
    let without = preview.send(b"GET / HTTP/1.0\r\n\r\n");
    assert_eq!(status(&without), 403);
    let whole = format!(
        "GET http://evil.example/ HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n"
    );
    assert_eq!(status(&preview.send(whole.as_bytes())), 403);
    let foreign = format!(
        "GET / HTTP/1.1\r\nHost: localhost:{port}\r\nOrigin: https://evil.example\r\nConnection: close\r\n\r\n"
    );
    assert!(!preview.send(foreign.as_bytes()).to_lowercase().contains("access-control-"));
}

#[test]
fn no_request_reaches_a_file_that_is_not_of_the_site() {
    let (folder, preview, _) = start(&sample(), &[]);
    let root = folder.path().to_str().unwrap().to_owned();
    let ups = ["..", "%2e%2e", ".%2e", "%2E.", "%252e%252e", "..;", "...", "%c0%ae%c0%ae", "..%00"];
    let slashes = ["/", "%2f", "\\", "%5c", "//", "/./", "%252f"];
    let mut targets: Vec<String> = Vec::new();
    for up in ups {
        for slash in slashes {
            targets.push(format!("/{}notes.txt", format!("{up}{slash}").repeat(3)));
            targets.push(format!("/heat/{up}{slash}{up}{slash}content{slash}draft.md"));
        }
    }
    for path in ["/notes.txt", "/content/draft.md", "/dopo.toml", "/.dopo-manifest", "/draft/"] {
        targets.push(path.to_owned());
        targets.push(format!("/{root}{path}"));
        targets.push(format!("/@fs{root}{path}"));
        targets.push(format!("{path}?raw"));
        targets.push(format!("/file://{root}{path}"));
    }
    targets.extend(
        ["/c:/windows/win.ini", "/heat/%00", "/%ff%fe", "/con", "/~root/"].map(String::from),
    );
    assert!(targets.len() > 120);
    for target in targets {
        let answer = preview.get(&target);
        assert!(!answer.contains("SECRET"), "{target}: {answer}");
        assert!(status(&answer) < 500 && status(&answer) != 0, "{target}: {answer}");
        let location = answer.lines().find(|line| line.to_lowercase().starts_with("location:"));
        let leads = location.and_then(|line| line.split_once(": ")).map_or("/", |(_, to)| to);
        assert!(leads.starts_with('/') && !leads.starts_with("//"), "{target} leads to {leads}");
    }
}

#[test]
fn garbage_does_not_end_the_server() {
    let (_folder, preview, _) = start(&sample(), &[]);
    let long = format!("GET /{} HTTP/1.1\r\n\r\n", "a".repeat(1 << 20));
    for request in
        [&b"\0\0\0\0\r\n\r\n"[..], b"GET\r\n\r\n", b"\x16\x03\x01\x02\0\x01", long.as_bytes()]
    {
        let mut stream = TcpStream::connect(preview.address).unwrap();
        let _ = stream.write_all(request);
    }
    assert_eq!(status(&preview.get("/")), 200);
}

#[test]
fn the_path_of_the_base_url_stays_and_its_host_does_not() {
    let project = sample().file(
        "dopo.toml",
        "title = \"Help\"\ndefault_locale = \"en\"\nbase_url = \"https://example.com/help\"\n",
    );
    let (_folder, preview, url) = start(&project, &[]);
    assert_eq!(url, format!("http://{}/help/", preview.address));
    let page = preview.get("/help/heat/");
    assert_eq!(status(&page), 200);
    assert!(!page.contains("https://example.com"), "{page}");
    assert!(page.contains("/help/_dopo/preview.js"), "{page}");
    assert_eq!(status(&preview.get("/heat/")), 404);
    assert!(preview.get("/").to_lowercase().contains("location: /help/\r\n"));
}

/// Ways editors save a file.
fn save(way: usize, folder: &Path, text: &str) {
    let file = folder.join("content/heat.md");
    let aside = folder.join("content/heat.md~");
    match way {
        0 => fs::write(&file, text).unwrap(),
        1 => {
            fs::write(&aside, text).unwrap();
            fs::rename(&aside, &file).unwrap();
        }
        2 => {
            fs::rename(&file, &aside).unwrap();
            fs::write(&file, text).unwrap();
            fs::remove_file(&aside).unwrap();
        }
        3 => {
            fs::remove_file(&file).unwrap();
            fs::write(&file, text).unwrap();
        }
        _ => {
            // A checkout: the whole folder goes and comes again.
            let moved = folder.join("moved");
            fs::rename(folder.join("content"), &moved).unwrap();
            fs::create_dir(folder.join("content")).unwrap();
            fs::write(&file, text).unwrap();
            fs::remove_dir_all(&moved).unwrap();
        }
    }
}

#[test]
fn edits_show_however_they_are_saved() {
    let (folder, preview, _) = start(&sample(), &[]);
    for round in 0..10 {
        let words = format!("Edit number {round}.");
        save(round % 5, folder.path(), &format!("# It does not heat\n\n{words}"));
        preview.wait_for("/heat/", &words);
    }
    fs::create_dir_all(folder.path().join("content/new/deep")).unwrap();
    fs::write(folder.path().join("content/new/deep/a.md"), "# New\n\nIn a new folder.").unwrap();
    preview.wait_for("/new/deep/a/", "In a new folder.");
}

#[test]
fn the_last_good_site_stays_while_there_are_errors() {
    let (folder, preview, _) = start(&sample(), &[]);
    fs::write(folder.path().join("content/bad.md"), "---\ntitle: [\n---\n").unwrap();
    fs::write(folder.path().join("content/heat.md"), "# It does not heat\n\nAfter the error.")
        .unwrap();
    preview.wait_until_told("content/bad.md");
    // The second edit may come after the build that told of the first.
    fs::write(folder.path().join("content/worse.md"), "---\ntitle: {\n---\n").unwrap();
    preview.wait_until_told("content/worse.md");
    assert!(preview.get("/heat/").contains("Switch it on."));
    fs::remove_file(folder.path().join("content/worse.md")).unwrap();
    fs::remove_file(folder.path().join("content/bad.md")).unwrap();
    preview.wait_for("/heat/", "After the error.");
}

#[test]
fn pages_hear_of_a_change() {
    let (folder, preview, _) = start(&sample(), &[]);
    let page = preview.get("/heat/");
    let version =
        page.split("data-version=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let mut stream = TcpStream::connect(preview.address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let request =
        format!("GET /_dopo/preview-events HTTP/1.1\r\nHost: {}\r\n\r\n", preview.address);
    stream.write_all(request.as_bytes()).unwrap();
    let mut lines = BufReader::new(stream).lines().map(Result::unwrap);
    let mut next =
        || lines.find_map(|line| line.strip_prefix("data: ").map(str::to_owned)).unwrap();
    assert_eq!(next(), version, "the page is of the version it hears first");
    fs::write(folder.path().join("content/heat.md"), "# Heat\n\nNew.").unwrap();
    assert_ne!(next(), version);
}

/// A film of `static/`: given in part, read while it is sent, and current without a build.
#[test]
fn parts_of_files_are_given() {
    let film: Vec<u8> = (0..400_000_u32).map(|at| (at % 251) as u8).collect();
    let (_folder, preview, _) = start(&sample().file("static/film.mp4", film.clone()), &[]);
    let ask = |target: &str, method: &str, range: &str| {
        let host = preview.address;
        let request = format!(
            "{method} {target} HTTP/1.1\r\nHost: {host}\r\n{range}Connection: close\r\n\r\n"
        );
        let mut stream = TcpStream::connect(preview.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|end| end == b"\r\n\r\n").unwrap();
        let head = String::from_utf8_lossy(&answer[..end]).to_lowercase();
        (head, answer[end + 4..].to_vec())
    };
    let (head, body) = ask("/film.mp4", "GET", "");
    assert!(head.contains(" 200 ") && head.contains("accept-ranges: bytes"), "{head}");
    assert!(head.contains("content-length: 400000") && body == film, "{head}");
    let (head, body) = ask("/film.mp4", "GET", "Range: bytes=100000-299999\r\n");
    assert!(head.contains(" 206 "), "{head}");
    assert!(head.contains("content-range: bytes 100000-299999/400000"), "{head}");
    assert!(body == film[100_000..300_000], "{} bytes", body.len());
    let (head, body) = ask("/film.mp4", "GET", "Range: bytes=400000-\r\n");
    assert!(head.contains(" 416 ") && head.contains("content-range: bytes */400000"), "{head}");
    assert!(body.is_empty());
    let (head, body) = ask("/film.mp4", "HEAD", "Range: bytes=0-9\r\n");
    assert!(head.contains("content-length: 10") && body.is_empty(), "{head}");
    let (head, body) = ask("/film.mp4", "GET", "If-Range: \"x\"\r\nRange: bytes=0-9\r\n");
    assert!(head.contains(" 200 ") && body == film, "{head}");
    let (head, body) = ask("/heat/", "GET", "Range: bytes=0-14\r\n");
    assert!(head.contains(" 206 ") && body == b"<!doctype html>", "{head}");
}

#[test]
fn who_does_not_finish_asking_is_closed_and_others_are_answered() {
    let (_folder, preview, _) = start(&sample(), &[]);
    let mut slow: Vec<TcpStream> = (0..100)
        .map(|number| {
            let mut stream = TcpStream::connect(preview.address).unwrap();
            stream.set_read_timeout(Some(PATIENCE)).unwrap();
            let begun = format!("GET / HTTP/1.1\r\nHost: {}\r\nX-Slow: 1", preview.address);
            stream.write_all(&begun.as_bytes()[..number % begun.len()]).unwrap();
            stream
        })
        .collect();
    assert_eq!(status(&preview.get("/")), 200);
    for stream in &mut slow {
        let mut rest = Vec::new();
        match stream.read_to_end(&mut rest) {
            Ok(_) => {}
            Err(error) => assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset),
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn an_edit_that_could_not_be_read_shows_when_it_can() {
    let folder = tempfile::tempdir().unwrap();
    sample().write(folder.path());
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -n 48; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_dopo")]);
    command.args(["serve", "--port", "0", "--root"]).arg(folder.path());
    let (preview, _) = Preview::run(command);
    let held: Vec<TcpStream> =
        (0..60).map(|_| TcpStream::connect(preview.address).unwrap()).collect();
    fs::write(folder.path().join("content/heat.md"), "# Heat\n\nAfter the edit.").unwrap();
    preview.wait_until_told("Too many open files");
    // It tries again in the meantime, and has nothing new to tell.
    std::thread::sleep(Duration::from_millis(2500));
    let told = preview.told.lock().unwrap().clone();
    assert_eq!(told.matches("Too many open files").count(), 1, "{told}");
    drop(held);
    preview.wait_for("/heat/", "After the edit.");
}
