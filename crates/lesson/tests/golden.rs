//! Links that somebody may have kept. Each file in `golden/` holds a fragment, an empty line, and what it opens.
//!
//! A file here is never changed, whatever the code becomes; a new kind of link adds a file.

use std::fmt::Write as _;
use std::path::Path;

use lesson::{Link, decode};

/// Every fact of a link, in words that do not depend on the names of Rust fields.
fn describe(link: &Link) -> String {
    let mut text = String::new();
    let view = &link.view;
    let _ = writeln!(text, "version {}", link.version_name());
    let _ = writeln!(text, "moment {}", link.moment);
    let _ = writeln!(text, "level {}", view.level);
    let _ = writeln!(text, "show {:?} fold {:?}", view.show, view.fold);
    let theme = match view.theme {
        lesson::Theme::Auto => "auto",
        lesson::Theme::Light => "light",
        lesson::Theme::Dark => "dark",
    };
    let _ = writeln!(text, "theme {theme}, presenter {}", view.presenter);
    let shown = match link.embed {
        lesson::Embed::Page => "page",
        lesson::Embed::Picture {
            keys: lesson::Keys::None,
        } => "picture without keys",
        lesson::Embed::Picture {
            keys: lesson::Keys::Focus,
        } => "picture, keys with focus",
        lesson::Embed::Picture {
            keys: lesson::Keys::Global,
        } => "picture, all keys",
    };
    let _ = writeln!(text, "{shown}");
    let _ = writeln!(text, "---\n{}", link.source);
    text
}

#[test]
fn old_links_open_what_they_always_opened() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let golden = std::fs::read_to_string(&path).unwrap();
        let (fragment, expected) = golden.split_once("\n\n").unwrap();
        let link = decode(fragment).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert_eq!(describe(&link), expected, "{}", path.display());
        seen += 1;
    }
    assert!(seen >= 6, "only {seen} golden links");
}
