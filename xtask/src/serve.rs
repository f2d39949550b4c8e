//! `cargo xtask serve`: builds the page, serves it on this machine, and builds again when a file changes.

use std::fs;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::process::parent_id;
use std::thread::sleep;
use std::time::Duration;

use crate::problem::{Outcome, Problem};
use crate::program::program;
use crate::tools;
use crate::workspace;

/// Tried in turn, so that a second copy, or something else on the usual port, is no obstacle.
const PORTS: std::ops::Range<u16> = 8080..8100;

#[derive(Default)]
pub struct Options {
    /// The port to use; otherwise the first of [`PORTS`] that is free.
    port: Option<u16>,
    /// Builds without optimisation: quicker to build, much slower to run.
    debug: bool,
}

impl Options {
    /// Reads the words after `serve`.
    ///
    /// # Errors
    /// [`Problem::Usage`] if one of them means nothing.
    pub fn parse(words: &[&str]) -> Outcome<Self> {
        const USAGE: &str = "cargo xtask serve [--port N] [--debug]";
        match words {
            [] => Ok(Options::default()),
            ["--debug", rest @ ..] => Ok(Options {
                debug: true,
                ..Options::parse(rest)?
            }),
            ["--port", port, rest @ ..] => {
                let port = port.parse().map_err(|_| Problem::Usage(USAGE))?;
                Ok(Options {
                    port: Some(port),
                    ..Options::parse(rest)?
                })
            }
            _ => Err(Problem::Usage(USAGE)),
        }
    }
}

/// Serves until it is stopped. This process becomes Trunk, so that whoever stops the one stops the other too; a second
/// copy of this program ([`announce`]) waits for the server and prints its address.
///
/// # Errors
/// A missing tool, no free port, or that Trunk does not start.
pub fn serve(options: &Options) -> Outcome {
    tools::for_the_page()?;
    let port = match options.port {
        Some(port) => port,
        None => PORTS
            .clone()
            .find(|port| is_free(*port))
            .ok_or_else(|| Problem::Missing {
                what: format!("a free port between {} and {}", PORTS.start, PORTS.end),
                remedy: "name one with `--port N`".to_owned(),
            })?,
    };
    make_unwatched()?;
    println!("building the page; the first time takes a few minutes");
    let us = std::env::current_exe().map_err(|why| Problem::File {
        path: "xtask".into(),
        why,
    })?;
    program(&us.to_string_lossy())
        .args(&format!("announce {port}"))
        .start()?;
    let trunk = program("trunk")
        .args("serve --skip-version-check --address 127.0.0.1 --port")
        .arg(port.to_string())
        // Not into dist/: this page has a script that reloads it, and is not for a web server.
        .arg("--dist")
        .arg(workspace::target().join("page"));
    if options.debug {
        trunk
    } else {
        trunk.arg("--release")
    }
    .become_it()
}

/// Trunk does not start while a folder that it is not to watch is missing, and some are there only after a build.
fn make_unwatched() -> Outcome {
    for folder in workspace::quoted_values(&workspace::read("Trunk.toml")?, "ignore") {
        let folder = workspace::root().join(folder);
        fs::create_dir_all(&folder).map_err(|why| Problem::File { path: folder, why })?;
    }
    Ok(())
}

/// Prints the address once something answers at `port`; gives up if the process that started us is gone.
///
/// # Errors
/// [`Problem::Usage`] if `port` is not a number.
pub fn announce(port: &str) -> Outcome {
    let port: u16 = port
        .parse()
        .map_err(|_| Problem::Usage("cargo xtask announce PORT"))?;
    let server = parent_id();
    while parent_id() == server {
        if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
            println!("Heapscope is at http://127.0.0.1:{port}/ (stop with Ctrl-C)");
            break;
        }
        sleep(Duration::from_millis(200));
    }
    Ok(())
}

fn is_free(port: u16) -> bool {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_unwatched_is_there_before_trunk_starts() {
        assert!(make_unwatched().is_ok());
        assert!(workspace::root().join("www/gen").is_dir());
    }

    #[test]
    fn options_come_in_any_order() {
        let options = Options::parse(&["--port", "9000", "--debug"]);
        assert!(options.is_ok_and(|options| options.port == Some(9000) && options.debug));
        assert!(Options::parse(&["--port"]).is_err());
        assert!(Options::parse(&["--port", "many"]).is_err());
        assert!(Options::parse(&["loudly"]).is_err());
    }
}
