//! Arguments in, exit code out.

fn main() -> std::process::ExitCode {
    dopo::cli::run()
}
