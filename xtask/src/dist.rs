//! What must be true of the built page before a browser looks at it.

use std::fs;
use std::path::Path;

use crate::problem::{Outcome, Problem};
use crate::workspace;

/// Checks the policy, that every address is relative, and that what the page names is there.
///
/// # Errors
/// [`Problem::Wrong`] with the first thing that is not so.
pub fn check() -> Outcome {
    let dist = workspace::dist();
    let page = dist.join("index.html");
    let html = fs::read_to_string(&page).map_err(|why| Problem::File { path: page, why })?;
    let names: Vec<String> = fs::read_dir(&dist)
        .map_err(|why| Problem::File {
            path: dist.clone(),
            why,
        })?
        .filter_map(Result::ok)
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    policy(&html)?;
    relative(&html)?;
    present(&html, &dist)?;
    for needed in ["worker.js", "page.js", "editor.js"] {
        if !names.iter().any(|name| name == needed) {
            return wrong(format!("dist/ has no {needed}."));
        }
    }
    if names.iter().filter(|name| name.ends_with(".wasm")).count() != 1 {
        return wrong(
            "dist/ must hold exactly one WebAssembly file: page and worker share it.".to_owned(),
        );
    }
    Ok(())
}

fn policy(html: &str) -> Outcome {
    let Some(policy) = html
        .split("http-equiv=\"Content-Security-Policy\" content=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
    else {
        return wrong("index.html has no Content-Security-Policy.".to_owned());
    };
    for needed in [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval' 'sha256-",
        "style-src 'self'",
        "base-uri 'none'",
    ] {
        if !policy.contains(needed) {
            return wrong(format!("the policy in index.html lacks {needed}."));
        }
    }
    if policy.contains("'unsafe-inline'")
        || policy.contains("'unsafe-eval'")
        || policy.contains('*')
    {
        return wrong("the policy in index.html is not strict.".to_owned());
    }
    Ok(())
}

/// An address from the root of the host, or of another host, would break under a sub-path.
fn relative(html: &str) -> Outcome {
    for (_, address) in addresses(html) {
        if address.starts_with('/') || address.contains("://") {
            return wrong(format!(
                "index.html names {address}, which is not relative."
            ));
        }
    }
    if html.contains("from '/") || html.contains("from \"/") || html.contains("module_or_path: '/")
    {
        return wrong("the starter in index.html has an address that is not relative.".to_owned());
    }
    Ok(())
}

fn present(html: &str, dist: &Path) -> Outcome {
    for (attribute, address) in addresses(html) {
        let file = address.split(['?', '#']).next().unwrap_or_default();
        if !file.is_empty() && !dist.join(file).is_file() {
            return wrong(format!(
                "index.html has {attribute}=\"{address}\", and there is no such file in dist/."
            ));
        }
    }
    Ok(())
}

/// Each `href="…"` and `src="…"` of the page.
fn addresses(html: &str) -> Vec<(&'static str, &str)> {
    ["href", "src"]
        .into_iter()
        .flat_map(|attribute| {
            let values = html
                .split(&format!(" {attribute}=\"")[..])
                .skip(1)
                .collect::<Vec<_>>();
            values
                .into_iter()
                .filter_map(move |rest| Some((attribute, rest.split('"').next()?)))
        })
        .collect()
}

fn wrong(sentence: String) -> Outcome {
    Err(Problem::Wrong(sentence))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_leave_the_folder_are_refused() {
        assert!(relative(r#"<link href="./a.css"><script src="b.js">"#).is_ok());
        assert!(relative(r#"<link href="/a.css">"#).is_err());
        assert!(relative(r#"<script src="https://example.org/b.js">"#).is_err());
        assert!(relative("import x from '/a.js'").is_err());
    }

    #[test]
    fn a_page_without_a_strict_policy_is_refused() {
        let page = |policy: &str| {
            format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">")
        };
        let strict = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'sha256-x'; style-src 'self'; base-uri 'none'";
        assert!(policy(&page(strict)).is_ok());
        assert!(policy(&page(&format!("{strict}; style-src 'unsafe-inline'"))).is_err());
        assert!(policy(&page("default-src 'self'")).is_err());
        assert!(policy("<html>").is_err());
    }
}
