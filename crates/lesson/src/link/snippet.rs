//! HTML that puts a link's picture into another page.

use super::{Link, LinkError, encode};

/// An `<iframe>` that shows `link` from the page at `base_url` (its fragment, if it has one, is replaced).
///
/// The frame may run scripts and nothing else: no storage, no cookies, no reach into the page around it. Its height is
/// fixed, because the page around it need not listen to the frame.
///
/// # Errors
/// As [`encode`].
pub fn snippet(link: &Link, base_url: &str) -> Result<String, LinkError> {
    let page = base_url.split('#').next().unwrap_or_default();
    let address = attribute(&format!("{page}#{}", encode(link)?));
    Ok(format!(
        "<iframe src=\"{address}\"\n  \
           title=\"Heapscope: a Python program and its memory, step by step\"\n  \
           width=\"100%\" height=\"480\" loading=\"lazy\" sandbox=\"allow-scripts\"\n  \
           allow=\"clipboard-write; fullscreen\" referrerpolicy=\"no-referrer\"></iframe>"
    ))
}

/// `text` between double quotes in HTML.
fn attribute(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::{At, Embed, Keys};

    #[test]
    fn a_frame_of_its_own() {
        let link = Link {
            moment: At::End,
            embed: Embed::Picture { keys: Keys::None },
            ..Link::to("a = []\n")
        };
        expect![[r#"
            <iframe src="https://example.org/heapscope/?a=&quot;&lt;b&gt;#1&amp;at=end&amp;embed=picture&amp;keys=none&amp;c=JlODRjkA"
              title="Heapscope: a Python program and its memory, step by step"
              width="100%" height="480" loading="lazy" sandbox="allow-scripts"
              allow="clipboard-write; fullscreen" referrerpolicy="no-referrer"></iframe>"#]]
            .assert_eq(&snippet(&link, "https://example.org/heapscope/?a=\"<b>#old").unwrap());
    }
}
