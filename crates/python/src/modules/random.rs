//! The generator under `random`: the Mersenne Twister as CPython uses it (`Modules/_randommodule.c`; M. Matsumoto and
//! T. Nishimura, "Mersenne Twister", 1998). Nothing here is random: without a seed the seed is 0.

use heap::Ref;
use num_bigint::BigInt;
use num_traits::Zero;
use sha2::{Digest, Sha512};

use super::protocol;
use crate::builtins::argument;
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::body::Label;
use crate::objects::function::{Kwargs, NativeDef};
use crate::objects::native::native_object;
use crate::types::{TypeId, TypeMembers};

/// The part written in Python.
pub static SOURCE: &str = include_str!("python/random.py");

/// The functions of the module.
pub static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function("_stirred", stirred),
    NativeDef::function("_not_supported", super::define::not_supported),
];

/// `_stirred(bytes)`: the bytes and their SHA-512 digest.
fn stirred(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let mut bytes = match args.first().map(|&r| m.payload(r)) {
        Some(Payload::Bytes(bytes)) => bytes.to_vec(),
        _ => return Err(m.type_error("_stirred() takes bytes")),
    };
    let digest = Sha512::digest(&bytes);
    bytes.extend(digest);
    Ok(m.new_bytes(&bytes))
}

/// The type.
pub fn fill(m: &mut Machine, namespace: Ref) -> PyResult<()> {
    let class = m.type_ref(TypeId::MersenneTwister);
    m.dict_set_text(namespace, "_Random", class);
    Ok(())
}

const N: usize = 624;
const M: usize = 397;

#[derive(Clone, Debug)]
struct Twister {
    state: Vec<u32>,
    at: usize,
}

impl Twister {
    fn each(&self, _: bool, _: &mut dyn FnMut(Label, Ref)) {}

    fn clear(&mut self, _: &mut Vec<Ref>) {}

    /// `init_by_array`.
    fn seeded(key: &[u32]) -> Self {
        let mut s = vec![0_u32; N];
        let mut before = 19_650_218_u32;
        for (i, word) in s.iter_mut().enumerate() {
            if i > 0 {
                before = 1_812_433_253_u32
                    .wrapping_mul(before ^ (before >> 30))
                    .wrapping_add(i as u32);
            }
            *word = before;
        }
        let key = if key.is_empty() { &[0][..] } else { key };
        let (mut i, mut j) = (1, 0);
        let get = |s: &[u32], i: usize| s.get(i).copied().unwrap_or(0);
        for _ in 0..N.max(key.len()) {
            let last = get(&s, i - 1);
            let word = (get(&s, i) ^ (last ^ (last >> 30)).wrapping_mul(1_664_525))
                .wrapping_add(get(key, j))
                .wrapping_add(j as u32);
            if let Some(slot) = s.get_mut(i) {
                *slot = word;
            }
            i += 1;
            j = (j + 1) % key.len();
            if i >= N {
                let word = get(&s, N - 1);
                if let Some(slot) = s.first_mut() {
                    *slot = word;
                }
                i = 1;
            }
        }
        for _ in 0..N - 1 {
            let last = get(&s, i - 1);
            let word = (get(&s, i) ^ (last ^ (last >> 30)).wrapping_mul(1_566_083_941))
                .wrapping_sub(i as u32);
            if let Some(slot) = s.get_mut(i) {
                *slot = word;
            }
            i += 1;
            if i >= N {
                let word = get(&s, N - 1);
                if let Some(slot) = s.first_mut() {
                    *slot = word;
                }
                i = 1;
            }
        }
        if let Some(slot) = s.first_mut() {
            *slot = 0x8000_0000;
        }
        Self { state: s, at: N }
    }

    fn next_word(&mut self) -> u32 {
        if self.at >= N {
            let get = |s: &[u32], i: usize| s.get(i % N).copied().unwrap_or(0);
            for i in 0..N {
                let y =
                    (get(&self.state, i) & 0x8000_0000) | (get(&self.state, i + 1) & 0x7fff_ffff);
                let odd = if y & 1 == 1 { 0x9908_b0df } else { 0 };
                let word = get(&self.state, i + M) ^ (y >> 1) ^ odd;
                if let Some(slot) = self.state.get_mut(i) {
                    *slot = word;
                }
            }
            self.at = 0;
        }
        let mut y = self.state.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c_5680;
        y ^= (y << 15) & 0xefc6_0000;
        y ^ (y >> 18)
    }

    fn bits(&mut self, count: usize) -> BigInt {
        let mut words = Vec::with_capacity(count.div_ceil(32));
        let mut left = count;
        while left > 0 {
            let word = self.next_word();
            words.push(if left < 32 { word >> (32 - left) } else { word });
            left = left.saturating_sub(32);
        }
        BigInt::from(num_bigint::BigUint::new(words))
    }
}

native_object!(Twister, 2520);

/// The tables of the base of `random.Random`.
pub static TWISTER: TypeMembers = TypeMembers {
    new: Some(new),
    init: Some(protocol::nothing),
    methods: &[
        NativeDef::method("random", random),
        NativeDef::method("seed", seed),
        NativeDef::method("getrandbits", getrandbits),
        NativeDef::method("getstate", getstate),
        NativeDef::method("setstate", setstate),
    ],
    getset: &[],
};

fn new(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let Some(&class) = args.first() else {
        return Err(m.type_error("a class is needed"));
    };
    Ok(m.instantiate(class, Payload::Native(Box::new(Twister::seeded(&[0])))))
}

fn twister<'a>(m: &'a mut Machine, args: &[Ref]) -> PyResult<&'a mut Twister> {
    let r = args
        .first()
        .copied()
        .filter(|&r| m.native::<Twister>(r).is_some());
    let Some(r) = r else {
        return Err(m.type_error("a Random object is needed"));
    };
    m.native_mut::<Twister>(r)
        .ok_or(crate::machine::Unwind::Halt)
}

fn random(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::none(
        m,
        "Random.random",
        args.get(1..).unwrap_or_default(),
        kwargs,
    )?;
    let twister = twister(m, args)?;
    let (a, b) = (twister.next_word() >> 5, twister.next_word() >> 6);
    Ok(m.new_float((f64::from(a) * 67_108_864.0 + f64::from(b)) / 9_007_199_254_740_992.0))
}

fn seed(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    twister(m, args)?;
    let key = match args.get(1).copied().filter(|&r| !m.is_none(r)) {
        None => vec![0],
        Some(r) => match m.to_int(r) {
            Some(value) if value.is_zero() => vec![0],
            Some(value) => value.magnitude().to_u32_digits(),
            None => {
                let hash = m.hash(r)? as u64;
                let digits = num_bigint::BigUint::from(hash).to_u32_digits();
                if digits.is_empty() { vec![0] } else { digits }
            }
        },
    };
    *twister(m, args)? = Twister::seeded(&key);
    Ok(m.none())
}

fn getrandbits(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let count = argument::one(
        m,
        "Random.getrandbits",
        args.get(1..).unwrap_or_default(),
        kwargs,
    )?;
    let count = m.index(count)?;
    let Ok(count) = usize::try_from(count) else {
        return Err(m.value_error("number of bits must be non-negative"));
    };
    if count > 1 << 28 {
        return Err(m.memory_error());
    }
    let value = twister(m, args)?.bits(count);
    Ok(m.new_bigint(value))
}

fn getstate(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let Twister { state, at } = twister(m, args)?.clone();
    let mut items: Vec<Ref> = state
        .iter()
        .map(|&word| m.new_int(i64::from(word)))
        .collect();
    items.push(m.new_int(at as i64));
    Ok(m.new_tuple_tracked(items))
}

fn setstate(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let words = match args.get(1).and_then(|&r| m.items(r)) {
        Some(items) if items.len() == N + 1 => items.to_vec(),
        _ => return Err(m.value_error("state vector is the wrong size")),
    };
    let mut state = Vec::with_capacity(N);
    for &r in &words {
        let word = m.index(r)?;
        match u32::try_from(word) {
            Ok(word) => state.push(word),
            Err(_) => return Err(m.value_error("state vector must be of unsigned 32-bit words")),
        }
    }
    let at = state.pop().map_or(N, |at| at as usize);
    if at > N {
        return Err(m.value_error("invalid state"));
    }
    *twister(m, args)? = Twister { state, at };
    Ok(m.none())
}
