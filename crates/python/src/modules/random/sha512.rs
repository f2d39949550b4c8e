//! SHA-512 (FIPS 180-4), with which `random.seed` stirs text.

/// Rounds of one block.
const ROUNDS: usize = 80;

/// The first 80 primes' cube roots, the first eight's square roots: 64 bits of what is behind the point.
fn root_fractions(count: usize, degree: u32) -> Vec<u64> {
    use num_bigint::BigUint;
    primes(count)
        .into_iter()
        .map(|prime| {
            let scaled = BigUint::from(prime) << (64 * degree);
            let root = scaled.nth_root(degree);
            root.iter_u64_digits().next().unwrap_or(0)
        })
        .collect()
}

fn primes(count: usize) -> Vec<u32> {
    let mut found: Vec<u32> = Vec::with_capacity(count);
    let mut candidate = 2;
    while found.len() < count {
        if found.iter().all(|prime| candidate % prime != 0) {
            found.push(candidate);
        }
        candidate += 1;
    }
    found
}

/// The digest.
pub(super) fn sha512(message: &[u8]) -> [u8; 64] {
    let constants = root_fractions(ROUNDS, 3);
    let mut state = root_fractions(8, 2);
    let mut padded = message.to_vec();
    padded.push(0x80);
    while padded.len() % 128 != 112 {
        padded.push(0);
    }
    padded.extend((message.len() as u128 * 8).to_be_bytes());
    for block in padded.chunks_exact(128) {
        compress(&mut state, block, &constants);
    }
    let mut digest = [0; 64];
    for (place, byte) in digest
        .iter_mut()
        .zip(state.iter().flat_map(|word| word.to_be_bytes()))
    {
        *place = byte;
    }
    digest
}

fn compress(state: &mut [u64], block: &[u8], constants: &[u64]) {
    let mut words: Vec<u64> = block
        .chunks_exact(8)
        .map(|bytes| bytes.iter().fold(0, |word, &b| (word << 8) | u64::from(b)))
        .collect();
    let word = |words: &[u64], at: usize| words.get(at).copied().unwrap_or(0);
    for t in 16..ROUNDS {
        let (x, y) = (word(&words, t - 15), word(&words, t - 2));
        let small = x.rotate_right(1) ^ x.rotate_right(8) ^ (x >> 7);
        let large = y.rotate_right(19) ^ y.rotate_right(61) ^ (y >> 6);
        let next = word(&words, t - 16)
            .wrapping_add(small)
            .wrapping_add(word(&words, t - 7))
            .wrapping_add(large);
        words.push(next);
    }
    let mut turning: [u64; 8] = std::array::from_fn(|i| word(state, i));
    for (&round_word, &constant) in words.iter().zip(constants) {
        let [a, b, c, d, e, f, g, h] = turning;
        let sum_e = e.rotate_right(14) ^ e.rotate_right(18) ^ e.rotate_right(41);
        let choice = (e & f) ^ (!e & g);
        let first = h
            .wrapping_add(sum_e)
            .wrapping_add(choice)
            .wrapping_add(constant)
            .wrapping_add(round_word);
        let sum_a = a.rotate_right(28) ^ a.rotate_right(34) ^ a.rotate_right(39);
        let majority = (a & b) ^ (a & c) ^ (b & c);
        let second = sum_a.wrapping_add(majority);
        turning = [
            first.wrapping_add(second),
            a,
            b,
            c,
            d.wrapping_add(first),
            e,
            f,
            g,
        ];
    }
    for (word, turned) in state.iter_mut().zip(turning) {
        *word = word.wrapping_add(turned);
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_digest_of_abc_is_that_of_the_standard() {
        let digest = super::sha512(b"abc");
        let start: String = digest.iter().take(8).map(|b| format!("{b:02x}")).collect();
        assert_eq!(start, "ddaf35a193617aba");
    }
}
