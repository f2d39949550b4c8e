//! The fragment of an address: fields with names, in format 1.
//!
//! Two forms of the same fields. Packed, as the page writes it: `1&v=3.11&at=line:5&level=4&c=…`. Plain, as a person
//! writes it: `code=a%20=%20[]&at=end`. The program comes last in both, so that a link that was cut off is noticed.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::packed::{pack, unpack};
use super::{Embed, Keys, LINK_VERSION, Link, LinkError, SOURCE_LIMIT, Theme, ViewOptions};
use crate::At;

/// The digit in front of a packed link.
const FORMAT: &str = "1";

/// Everything that some program on a link's way might take for its own is escaped.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b':');

/// The fragment, without its `#`, that opens `link`. Defaults are left out.
///
/// # Errors
/// Only what [`decode`] would refuse: a program above [`SOURCE_LIMIT`], a level that does not exist, a version that is
/// not digits and dots.
pub fn encode(link: &Link) -> Result<String, LinkError> {
    let packed = pack(&link.source)?;
    let mut fragment = FORMAT.to_owned();
    for (name, value) in fields(link)? {
        fragment += &format!("&{name}={value}");
    }
    Ok(fragment + "&c=" + &packed)
}

/// The same in the form that people read and write.
///
/// # Errors
/// As [`encode`].
pub fn encode_plain(link: &Link) -> Result<String, LinkError> {
    if link.source.len() > SOURCE_LIMIT {
        return Err(LinkError::too_large());
    }
    let mut fragment = String::new();
    for (name, value) in fields(link)? {
        fragment += &format!("{name}={value}&");
    }
    Ok(fragment + "code=" + &escape(&link.source))
}

/// Everything but the program, defaults left out, values escaped.
fn fields(link: &Link) -> Result<Vec<(&'static str, String)>, LinkError> {
    let view = &link.view;
    let mut fields = Vec::new();
    let version = read_version(link.version_name())?;
    if let Some(version) = version {
        fields.push(("v", version));
    }
    if link.moment != At::default() {
        fields.push(("at", escape(&link.moment.to_string())));
    }
    let level = read_level(&view.level.to_string())?;
    if level != ViewOptions::default().level {
        fields.push(("level", level.to_string()));
    }
    for (name, names) in [("show", &view.show), ("fold", &view.fold)] {
        let names: Vec<String> = names
            .iter()
            .filter(|name| !name.is_empty())
            .map(|name| escape(name))
            .collect();
        if !names.is_empty() {
            fields.push((name, names.join(",")));
        }
    }
    match view.theme {
        Theme::Auto => {}
        Theme::Light => fields.push(("theme", "light".to_owned())),
        Theme::Dark => fields.push(("theme", "dark".to_owned())),
    }
    if view.presenter {
        fields.push(("presenter", "1".to_owned()));
    }
    if let Embed::Picture { keys } = link.embed {
        fields.push(("embed", "picture".to_owned()));
        match keys {
            Keys::None => fields.push(("keys", "none".to_owned())),
            Keys::Focus => {}
            Keys::Global => fields.push(("keys", "global".to_owned())),
        }
    }
    Ok(fields)
}

/// Reads a fragment, with or without its `#`. Fields that are not known are ignored; of a field that comes twice the
/// first one counts.
///
/// # Errors
/// Never a panic, whatever the input; the unpacked program is at most [`SOURCE_LIMIT`] bytes.
pub fn decode(fragment: &str) -> Result<Link, LinkError> {
    let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
    if fragment.is_empty() {
        return Err(LinkError::Empty);
    }
    let mut source = None;
    let mut version = None;
    let mut moment = None;
    let mut level = None;
    let mut show = None;
    let mut fold = None;
    let mut theme = None;
    let mut presenter = None;
    let mut embed = None;
    let mut keys = None;

    let mut packed_form = false;
    let mut position = 0;
    for (index, part) in fragment.split('&').enumerate() {
        let start = position;
        position += part.len() + 1;
        let Some((name, value)) = part.split_once('=') else {
            match part {
                FORMAT if index == 0 => packed_form = true,
                _ if index == 0 => return Err(LinkError::unknown_format(part)),
                _ => {}
            }
            continue;
        };
        match name {
            "c" if packed_form => {
                first(&mut source, || {
                    unpack(value).map_err(|error| match error {
                        LinkError::NotBase64 { at } => LinkError::NotBase64 {
                            at: start + "c=".len() + at,
                        },
                        other => other,
                    })
                })?;
            }
            "code" => {
                first(&mut source, || {
                    let bytes: Cow<'_, [u8]> = percent_decode_str(value).into();
                    if bytes.len() > SOURCE_LIMIT {
                        return Err(LinkError::too_large());
                    }
                    String::from_utf8(bytes.into_owned()).map_err(|_| LinkError::NotUtf8)
                })?;
            }
            "v" => first(&mut version, || read_version(&unescape("v", value)?))?,
            "at" => first(&mut moment, || {
                let words = unescape("at", value)?;
                words
                    .parse()
                    .map_err(|error| LinkError::bad("at", &words, error))
            })?,
            "level" => first(&mut level, || read_level(&unescape("level", value)?))?,
            "show" => first(&mut show, || names("show", value))?,
            "fold" => first(&mut fold, || names("fold", value))?,
            "theme" => first(&mut theme, || {
                one_of(
                    "theme",
                    value,
                    &[
                        ("auto", Theme::Auto),
                        ("light", Theme::Light),
                        ("dark", Theme::Dark),
                    ],
                )
            })?,
            "presenter" => first(&mut presenter, || {
                one_of("presenter", value, &[("1", true), ("0", false)])
            })?,
            "embed" => first(&mut embed, || {
                one_of("embed", value, &[("picture", true), ("page", false)])
            })?,
            "keys" => first(&mut keys, || {
                one_of(
                    "keys",
                    value,
                    &[
                        ("none", Keys::None),
                        ("focus", Keys::Focus),
                        ("global", Keys::Global),
                    ],
                )
            })?,
            _ => {}
        }
    }

    let usual = ViewOptions::default();
    Ok(Link {
        source: source.ok_or(LinkError::NoProgram)?,
        version: version.flatten(),
        moment: moment.unwrap_or_default(),
        view: ViewOptions {
            level: level.unwrap_or(usual.level),
            show: show.unwrap_or_default(),
            fold: fold.unwrap_or_default(),
            theme: theme.unwrap_or_default(),
            presenter: presenter.unwrap_or_default(),
        },
        embed: match embed {
            Some(true) => Embed::Picture {
                keys: keys.unwrap_or_default(),
            },
            Some(false) | None => Embed::Page,
        },
    })
}

/// Reads a field unless it was there already.
fn first<T>(
    field: &mut Option<T>,
    read: impl FnOnce() -> Result<T, LinkError>,
) -> Result<(), LinkError> {
    if field.is_none() {
        *field = Some(read()?);
    }
    Ok(())
}

fn escape(text: &str) -> String {
    utf8_percent_encode(text, ESCAPED).to_string()
}

/// `+` stays a plus: a link is not a form.
fn unescape<'a>(name: &'static str, value: &'a str) -> Result<Cow<'a, str>, LinkError> {
    percent_decode_str(value)
        .decode_utf8()
        .map_err(|_| LinkError::bad(name, value, "that is not text"))
}

fn names(name: &'static str, value: &str) -> Result<Vec<String>, LinkError> {
    let parts = value.split(',').filter(|part| !part.is_empty());
    parts
        .map(|part| Ok(unescape(name, part)?.into_owned()))
        .collect()
}

/// `None` for the version that need not be named.
fn read_version(text: &str) -> Result<Option<String>, LinkError> {
    const LONGEST: usize = 16;
    let part = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if text.len() > LONGEST || !text.split('.').all(part) {
        return Err(LinkError::bad(
            "v",
            text,
            "a Python version is written like 3.14",
        ));
    }
    Ok((text != LINK_VERSION).then(|| text.to_owned()))
}

fn read_level(text: &str) -> Result<u8, LinkError> {
    match text.parse() {
        Ok(level @ 1..=5) => Ok(level),
        _ => Err(LinkError::bad(
            "level",
            text,
            "a level is a number from 1 to 5",
        )),
    }
}

fn one_of<T: Copy>(name: &'static str, value: &str, choices: &[(&str, T)]) -> Result<T, LinkError> {
    let word = unescape(name, value)?;
    match choices.iter().find(|(choice, _)| *choice == word) {
        Some((_, meaning)) => Ok(*meaning),
        None => {
            let words: Vec<&str> = choices.iter().map(|(choice, _)| *choice).collect();
            Err(LinkError::bad(
                name,
                &word,
                format!("it can be {}", words.join(", ")),
            ))
        }
    }
}

#[cfg(test)]
mod tests;
