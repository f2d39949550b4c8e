//! A program, packed into letters: a check value, raw deflate with a frozen preset dictionary, base64url.
//!
//! Invariant: nothing here may change what format 1 unpacks to. A better dictionary or another packing is format 2.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use miniz_oxide::deflate::core::{
    CompressorOxide, TDEFLFlush, TDEFLStatus, compress, create_comp_flags_from_zip_params,
};
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

use super::{LinkError, SOURCE_LIMIT};

/// What the compressor and the decompressor of format 1 have both seen before the program begins: Python about memory,
/// the commonest phrases last, where referring back is cheapest. **Frozen**: a test knows its hash.
pub const DICTIONARY_1: &[u8] = include_bytes!("dictionary-1.txt");

/// Bytes in front of the deflate stream.
const CHECK: usize = 2;

/// # Errors
/// [`LinkError::TooLarge`] for more than [`SOURCE_LIMIT`] bytes.
pub(super) fn pack(source: &str) -> Result<String, LinkError> {
    if source.len() > SOURCE_LIMIT {
        return Err(LinkError::too_large());
    }
    let mut bytes = check_value(source.as_bytes()).to_be_bytes().to_vec();
    bytes.extend(deflate(source.as_bytes())?);
    Ok(BASE64URL.encode(bytes))
}

/// # Errors
/// `NotBase64` counts from the start of `letters`.
pub(super) fn unpack(letters: &str) -> Result<String, LinkError> {
    // Some programs that pass links on add `=`; it carries nothing.
    let bytes = BASE64URL
        .decode(letters.trim_end_matches('='))
        .map_err(|error| match error {
            base64::DecodeError::InvalidByte(at, _) => LinkError::NotBase64 { at },
            // Both are what remains of letters that were cut off.
            base64::DecodeError::InvalidLength(_) | base64::DecodeError::InvalidLastSymbol(..) => {
                LinkError::Truncated
            }
            base64::DecodeError::InvalidPadding => LinkError::Corrupt,
        })?;
    let Some((check, deflated)) = bytes.split_first_chunk::<CHECK>() else {
        return Err(LinkError::Truncated);
    };
    let source = inflate(deflated)?;
    if check_value(&source) != u16::from_be_bytes(*check) {
        return Err(LinkError::Corrupt);
    }
    String::from_utf8(source).map_err(|_| LinkError::NotUtf8)
}

/// FNV-1a, folded to 16 bits: a letter that was changed on the way must not show another program unnoticed.
fn check_value(bytes: &[u8]) -> u16 {
    let hash = bytes.iter().fold(0x811c_9dc5_u32, |hash, &byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    let [a, b, c, d] = hash.to_be_bytes();
    u16::from_be_bytes([a ^ c, b ^ d])
}

fn deflate(source: &[u8]) -> Result<Vec<u8>, LinkError> {
    // Level 9, raw deflate, default strategy. The output may change with the library; what it unpacks to may not.
    let mut compressor = CompressorOxide::new(create_comp_flags_from_zip_params(9, 0, 0));
    // The dictionary goes through the compressor, and what comes out is thrown away: `Sync` ends on a whole byte.
    let mut seen = vec![0; DICTIONARY_1.len() * 2 + 64];
    compress(&mut compressor, DICTIONARY_1, &mut seen, TDEFLFlush::Sync);
    // Deflate stores what it cannot shrink, in blocks of at most 32 KiB here, each with a few bytes of its own.
    let mut out = vec![0; source.len() + source.len() / 8 + 256];
    match compress(&mut compressor, source, &mut out, TDEFLFlush::Finish) {
        (TDEFLStatus::Done, _, length) => {
            out.truncate(length);
            Ok(out)
        }
        _ => Err(LinkError::too_large()),
    }
}

fn inflate(deflated: &[u8]) -> Result<Vec<u8>, LinkError> {
    // The dictionary lies in front of the output, where the stream refers back to it; the buffer's end is the limit.
    // One byte more than the limit tells "just fits" from "does not".
    let mut out = vec![0; DICTIONARY_1.len() + SOURCE_LIMIT + 1];
    let (dictionary, _) = out.split_at_mut(DICTIONARY_1.len());
    dictionary.copy_from_slice(DICTIONARY_1);
    let (status, read, length) = decompress(
        &mut DecompressorOxide::new(),
        deflated,
        &mut out,
        DICTIONARY_1.len(),
        TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF,
    );
    match status {
        TINFLStatus::Done if length > SOURCE_LIMIT => Err(LinkError::too_large()),
        TINFLStatus::Done if read != deflated.len() => Err(LinkError::Corrupt),
        TINFLStatus::Done => {
            out.truncate(DICTIONARY_1.len() + length);
            out.drain(..DICTIONARY_1.len());
            Ok(out)
        }
        TINFLStatus::HasMoreOutput => Err(LinkError::too_large()),
        TINFLStatus::FailedCannotMakeProgress | TINFLStatus::NeedsMoreInput => {
            Err(LinkError::Truncated)
        }
        _ => Err(LinkError::Corrupt),
    }
}

#[cfg(test)]
mod tests;
