//! How wide text is, without asking anybody: advance widths of a plain sans (in thousandths of the font size) and
//! 600 for every character of the mono face. Real faces are a little narrower, so nothing sticks out.

use crate::picture::Face;

/// Advance widths of U+0020 to U+007E in thousandths of the font size.
const SANS: [u16; 95] = [
    300, 320, 420, 640, 600, 900, 720, 240, 360, 360, 440, 620, 300, 380, 300,
    380, // space to /
    600, 600, 600, 600, 600, 600, 600, 600, 600, 600, // 0 to 9
    300, 300, 620, 620, 620, 520, 960, // : to @
    690, 690, 700, 740, 640, 600, 760, 740, 320, 520, 690, 590, 860, 760, 780, 660, 780, 690, 660,
    640, 740, 690, 950, 680, 660, 640, // A to Z
    360, 380, 360, 520, 540, 400, // [ to `
    580, 610, 540, 610, 580, 360, 610, 600, 270, 270, 570, 270, 880, 600, 600, 610, 610, 410, 520,
    380, 600, 560, 800, 560, 560, 510, // a to z
    400, 280, 400, 620, // { to ~
];

/// Width in pixels, rounded up.
pub fn width(text: &str, face: Face, size: i32) -> i32 {
    let thousandths: i64 = text.chars().map(|c| i64::from(advance(c, face))).sum();
    let pixels = (thousandths * i64::from(size) + 999) / 1000;
    i32::try_from(pixels).unwrap_or(i32::MAX)
}

fn advance(c: char, face: Face) -> u16 {
    let wide = matches!(u32::from(c), 0x1100..=0x115f | 0x2e80..); // East Asian, emoji: two cells
    match face {
        Face::Mono if wide => 1200,
        Face::Mono => 600,
        Face::Sans if wide => 1050,
        Face::Sans => u32::from(c)
            .checked_sub(0x20)
            .and_then(|place| SANS.get(usize::try_from(place).ok()?).copied())
            .unwrap_or(700),
    }
}

/// The text, or its beginning and `…` where it would be wider than `room` pixels. Line breaks become `⏎`.
pub fn fit(text: &str, face: Face, size: i32, room: i32) -> String {
    let text: String = text
        .chars()
        .map(|c| match c {
            '\n' => '⏎',
            c if c.is_control() => '·',
            c => c,
        })
        .collect();
    if width(&text, face, size) <= room {
        return text;
    }
    let mut kept = String::new();
    for c in text.chars() {
        kept.push(c);
        kept.push('…');
        let fits = width(&kept, face, size) <= room;
        kept.pop();
        if !fits {
            kept.pop();
            break;
        }
    }
    kept.push('…');
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_is_cut_fits() {
        for text in [
            "Node",
            "a rather long value that has to be cut",
            "日本語のテキスト",
            "a\nb",
        ] {
            for room in [20, 60, 120] {
                let cut = fit(text, Face::Sans, 16, room);
                assert!(width(&cut, Face::Sans, 16) <= room.max(16), "{cut}");
            }
        }
        assert_eq!(fit("a\nb", Face::Mono, 14, 100), "a⏎b");
        assert_eq!(fit("abcdefgh", Face::Mono, 10, 30), "abcd…");
    }
}
