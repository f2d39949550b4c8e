use expect_test::expect;
use proptest::prelude::*;

use super::*;

/// What the deflate stream of a hostile link holds: any bytes, with the right check value.
fn letters_of(source: &[u8]) -> String {
    let mut bytes = check_value(source).to_be_bytes().to_vec();
    bytes.extend(deflate(source).unwrap());
    BASE64URL.encode(bytes)
}

#[test]
fn the_dictionary_is_frozen() {
    let hash = DICTIONARY_1
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, &byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
    expect!["3984 bytes, FNV-1a 7d03a421140f2e02"]
        .assert_eq(&format!("{} bytes, FNV-1a {hash:016x}", DICTIONARY_1.len()));
}

#[test]
fn a_usual_program_is_short() {
    let deck = "class Node(object):\n    def __init__(self, value):\n        self.value = value\n\n\
                n1 = Node('ABC')\nn2 = Node('DEF')\nn3 = Node('GHI')\nn1 = Node('JKL')\nn2 = n1\n";
    let letters = pack(deck).unwrap();
    assert_eq!(unpack(&letters).as_deref(), Ok(deck));
    expect!["155 bytes, 47 letters: ululkzENAAAMwuTMyzb_euDh5AEBTXq07tnQupKevRfCMAE"].assert_eq(
        &format!("{} bytes, {} letters: {letters}", deck.len(), letters.len()),
    );
}

#[test]
fn the_limit_is_exact() {
    let longest = "x".repeat(SOURCE_LIMIT);
    assert_eq!(unpack(&pack(&longest).unwrap()).as_ref(), Ok(&longest));
    assert_eq!(pack(&format!("{longest}x")), Err(LinkError::too_large()));
    for excess in [1, 2, 1000, 40 * SOURCE_LIMIT] {
        let bomb = letters_of(&vec![b'x'; SOURCE_LIMIT + excess]);
        assert_eq!(
            unpack(&bomb),
            Err(LinkError::too_large()),
            "{excess} bytes too many"
        );
    }
}

#[test]
fn not_text() {
    assert_eq!(unpack(&letters_of(b"a = '\xff'")), Err(LinkError::NotUtf8));
    assert_eq!(
        unpack(&letters_of(b"a = '\xed\xa0\x80'")),
        Err(LinkError::NotUtf8)
    );
    assert_eq!(unpack(&letters_of(b"a\0b")).as_deref(), Ok("a\0b"));
}

#[test]
fn more_bytes_after_the_end_are_noticed() {
    let mut bytes = BASE64URL.decode(pack("a = 1").unwrap()).unwrap();
    bytes.push(0);
    assert_eq!(unpack(&BASE64URL.encode(bytes)), Err(LinkError::Corrupt));
}

proptest! {
    #[test]
    fn what_is_packed_can_be_unpacked(source in any::<String>()) {
        prop_assert_eq!(unpack(&pack(&source)?), Ok(source));
    }

    /// Programs that do not shrink: the compressor's output must still have room.
    #[test]
    fn noise_fits(bytes in proptest::collection::vec(0_u8..128, 0..5000)) {
        let source = String::from_utf8(bytes)?;
        prop_assert_eq!(unpack(&pack(&source)?), Ok(source));
    }

    #[test]
    fn any_letters_can_be_read(letters in "[A-Za-z0-9_=+/-]{0,200}") {
        let _ = unpack(&letters);
    }

    #[test]
    fn any_stream_can_be_read(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(source) = unpack(&BASE64URL.encode(bytes)) {
            prop_assert!(source.len() <= SOURCE_LIMIT);
        }
    }
}

#[test]
fn cut_off_anywhere() {
    let letters =
        pack("import gc\nfor i in range(3):\n    print(i, gc.collect())\n# Ünïcödé ☃\n").unwrap();
    for length in 0..letters.len() {
        assert_eq!(
            unpack(&letters[..length]),
            Err(LinkError::Truncated),
            "{length} of {}",
            letters.len()
        );
    }
}

/// A flipped bit gives an error, and one time in 65,536 another program that its check value fits.
#[test]
fn flipped_bits_are_noticed() {
    let program = "import gc\nfor i in range(3):\n    print(i, gc.collect())\n";
    let bytes = BASE64URL.decode(pack(program).unwrap()).unwrap();
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let read = unpack(&BASE64URL.encode(flipped));
        // The unused bits behind the end of the stream carry nothing.
        assert!(
            read.is_err() || read.as_deref() == Ok(program),
            "bit {bit}: {read:?}"
        );
    }
}

/// Stored blocks, 32 KiB apart, are where an output buffer is most easily a few bytes short.
#[test]
fn what_cannot_shrink_fits_at_the_limit() {
    let mut state = 1_u32;
    let noise: String = std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        char::from((state >> 24) as u8 & 0x7f)
    })
    .take(SOURCE_LIMIT)
    .collect();
    assert_eq!(unpack(&pack(&noise).unwrap()), Ok(noise));
}
