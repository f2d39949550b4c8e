//! The iterators of `itertools` over products and selections.

use heap::Ref;

use super::pool;
use crate::builtins::adaptors::give_tuple;
use crate::builtins::argument::Signature;
use crate::machine::{Machine, PyResult};
use crate::modules::protocol;
use crate::objects::Payload;
use crate::objects::body::Label;
use crate::objects::function::{Kwargs, NativeDef};
use crate::objects::native::native_object;
use crate::types::TypeMembers;
use crate::version::Version;

/// Which selections come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Product,
    Permutations,
    Combinations,
    Replacement,
}

#[derive(Clone, Debug)]
struct Selection {
    /// `tp_basicsize`
    basic: u32,
    kind: Kind,
    /// Tuples to choose from: one for each place of a product, otherwise one.
    pools: Vec<Ref>,
    /// Which item is chosen for each place; for permutations of all items, the chosen ones first.
    chosen: Vec<usize>,
    /// Permutations: how many choices are left at each place.
    cycles: Vec<usize>,
    /// Places.
    places: usize,
    started: bool,
    over: bool,
    /// The tuple that was given out last: filled anew if nobody has kept it.
    result: Option<Ref>,
}

impl Selection {
    fn each(&self, _: bool, visit: &mut dyn FnMut(Label, Ref)) {
        for &r in &self.pools {
            visit(Label::Field("pool"), r);
        }
        if let Some(r) = self.result {
            visit(Label::Field("result"), r);
        }
    }

    fn clear(&mut self, released: &mut Vec<Ref>) {
        self.over = true;
        released.append(&mut self.pools);
        released.extend(self.result.take());
    }

    /// Goes on to the next selection from `n` items (of a product: `sizes`); false at the end.
    fn step(&mut self, sizes: &[usize]) -> bool {
        let n = sizes.first().copied().unwrap_or(0);
        match self.kind {
            Kind::Product => {
                for (at, &size) in self.chosen.iter_mut().zip(sizes).rev() {
                    *at += 1;
                    if *at < size {
                        return true;
                    }
                    *at = 0;
                }
                false
            }
            Kind::Permutations => {
                for i in (0..self.places).rev() {
                    let Some(cycle) = self.cycles.get_mut(i) else {
                        return false;
                    };
                    *cycle -= 1;
                    if *cycle == 0 {
                        *cycle = n - i;
                        if let Some(tail) = self.chosen.get_mut(i..) {
                            tail.rotate_left(1);
                        }
                    } else {
                        let other = n - *cycle;
                        self.chosen.swap(i, other);
                        return true;
                    }
                }
                false
            }
            Kind::Combinations | Kind::Replacement => {
                let distinct = self.kind == Kind::Combinations;
                let most = |i: usize| if distinct { i + n - self.places } else { n - 1 };
                let Some(i) = (0..self.chosen.len())
                    .rev()
                    .find(|&i| self.chosen.get(i) != Some(&most(i)))
                else {
                    return false;
                };
                let mut value = self.chosen.get(i).copied().unwrap_or(0) + 1;
                for at in self.chosen.iter_mut().skip(i) {
                    *at = value;
                    value += usize::from(distinct);
                }
                true
            }
        }
    }
}

native_object!(Selection, size = basic, next = advance);

/// `__sizeof__`: the object and the arrays of indices beside it.
fn sizeof(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let words = match args.first().and_then(|&r| m.native::<Selection>(r)) {
        Some(s) if s.kind == Kind::Product => s.pools.len(),
        Some(s) if s.kind == Kind::Permutations => s.chosen.len() + s.places,
        Some(s) => s.places,
        None => return Err(m.type_error("an iterator of itertools is needed")),
    };
    let basic = args
        .first()
        .and_then(|&r| m.native::<Selection>(r))
        .map_or(0, |s| s.basic);
    Ok(m.new_int(i64::from(basic) + 8 * words as i64))
}

impl Kind {
    /// `tp_basicsize`
    fn size(self) -> u32 {
        match self {
            Kind::Product => 48,
            Kind::Combinations | Kind::Replacement => 56,
            Kind::Permutations => 64,
        }
    }
}

static SELECTION: &[NativeDef] = &[
    NativeDef::slot("__iter__", protocol::itself),
    NativeDef::slot("__next__", protocol::next),
    NativeDef::method("__sizeof__", sizeof),
];

/// `product`
pub static PRODUCT: TypeMembers = TypeMembers {
    new: Some(new_product),
    init: Some(protocol::nothing),
    methods: SELECTION,
    getset: &[],
};
/// `permutations`
pub static PERMUTATIONS: TypeMembers = TypeMembers {
    new: Some(new_permutations),
    init: Some(protocol::nothing),
    methods: SELECTION,
    getset: &[],
};
/// `combinations`
pub static COMBINATIONS: TypeMembers = TypeMembers {
    new: Some(new_combinations),
    init: Some(protocol::nothing),
    methods: SELECTION,
    getset: &[],
};
/// `combinations_with_replacement`
pub static REPLACEMENT: TypeMembers = TypeMembers {
    new: Some(new_replacement),
    init: Some(protocol::nothing),
    methods: SELECTION,
    getset: &[],
};

/// More places than this would need more memory than a run is given.
const MOST_PLACES: i64 = 1 << 20;

fn new_product(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let Some((&class, iterables)) = args.split_first() else {
        return Err(m.type_error("a class is needed"));
    };
    let mut repeat = 1;
    for &(name, value) in kwargs {
        if m.str_of(name) != Some("repeat") {
            let name = m.text(name);
            return Err(m.type_error(&format!(
                "'{name}' is an invalid keyword argument for product()"
            )));
        }
        repeat = m.index(value)?;
    }
    if repeat < 0 {
        return Err(m.value_error("repeat argument cannot be negative"));
    }
    if repeat.saturating_mul(iterables.len() as i64) > MOST_PLACES {
        return Err(m.memory_error());
    }
    let mark = m.held_mark();
    if repeat > 0 {
        for &iterable in iterables {
            match pool(m, iterable) {
                Ok(pool) => m.hold(pool),
                Err(e) => {
                    m.release_keeping(mark, e);
                    return Err(e);
                }
            };
        }
    }
    let once = m.held.split_off(mark);
    let mut pools = once.clone();
    for _ in 1..repeat {
        for &r in &once {
            m.incref(r);
        }
        pools.extend(&once);
    }
    let over = pools
        .iter()
        .any(|&p| m.items(p).is_none_or(<[Ref]>::is_empty));
    let places = pools.len();
    let selection = Selection {
        basic: Kind::Product.size(),
        kind: Kind::Product,
        pools,
        chosen: vec![0; places],
        cycles: Vec::new(),
        places,
        started: false,
        over,
        result: None,
    };
    Ok(m.instantiate(class, Payload::Native(Box::new(selection))))
}

fn from_pool(m: &mut Machine, kind: Kind, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let Some((&class, rest)) = args.split_first() else {
        return Err(m.type_error("a class is needed"));
    };
    let (name, required) = match kind {
        Kind::Permutations => ("permutations", 1),
        Kind::Combinations => ("combinations", 2),
        Kind::Product | Kind::Replacement => ("combinations_with_replacement", 2),
    };
    let signature = Signature {
        name,
        params: &["iterable", "r"],
        positional: 2,
        unnamed: 0,
        required,
    };
    let [iterable, places] = signature.bind(m, rest, kwargs)?;
    let Some(iterable) = iterable else {
        return Ok(m.none());
    };
    let pool = pool(m, iterable)?;
    let n = m.items(pool).map_or(0, <[Ref]>::len);
    m.hold(pool);
    let places = match places.filter(|&r| !m.is_none(r)) {
        None => Ok(n as i64),
        Some(r) => m.index(r),
    };
    m.unhold();
    let places = match places {
        Ok(places) if places < 0 => {
            let message = if m.at_least(Version::V3_15) && kind != Kind::Permutations {
                "r cannot be negative"
            } else {
                "r must be non-negative"
            };
            Err(m.value_error(message))
        }
        Ok(places) if places > MOST_PLACES => Err(m.memory_error()),
        Ok(places) => Ok(places as usize),
        Err(e) => Err(e),
    };
    let places = match places {
        Ok(places) => places,
        Err(e) => return m.give_up(pool, Err(e)),
    };
    let over = if kind == Kind::Replacement {
        n == 0 && places > 0
    } else {
        places > n
    };
    let chosen = match kind {
        Kind::Permutations => (0..n).collect(),
        Kind::Replacement => vec![0; places],
        Kind::Product | Kind::Combinations => (0..places).collect(),
    };
    let cycles = match kind {
        Kind::Permutations => (0..places).map(|i| n.saturating_sub(i)).collect(),
        _ => Vec::new(),
    };
    let selection = Selection {
        basic: kind.size(),
        kind,
        pools: vec![pool],
        chosen,
        cycles,
        places,
        started: false,
        over,
        result: None,
    };
    Ok(m.instantiate(class, Payload::Native(Box::new(selection))))
}

fn new_permutations(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    from_pool(m, Kind::Permutations, args, kwargs)
}

fn new_combinations(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    from_pool(m, Kind::Combinations, args, kwargs)
}

fn new_replacement(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    from_pool(m, Kind::Replacement, args, kwargs)
}

fn advance(m: &mut Machine, r: Ref) -> PyResult<Option<Ref>> {
    let Some(selection) = m.native::<Selection>(r) else {
        return Ok(None);
    };
    if selection.over {
        return Ok(None);
    }
    let pools = selection.pools.clone();
    let sizes: Vec<usize> = pools
        .iter()
        .map(|&p| m.items(p).map_or(0, <[Ref]>::len))
        .collect();
    let Some(selection) = m.native_mut::<Selection>(r) else {
        return Ok(None);
    };
    if selection.started && !selection.step(&sizes) {
        selection.over = true;
        return Ok(None);
    }
    selection.started = true;
    let places = selection.places;
    let chosen: Vec<usize> = selection.chosen.iter().copied().take(places).collect();
    let product = selection.kind == Kind::Product;
    let mut items = Vec::with_capacity(places);
    for (place, at) in chosen.into_iter().enumerate() {
        let pool = pools.get(if product { place } else { 0 }).copied();
        if let Some(&item) = pool
            .and_then(|p| m.items(p))
            .and_then(|items| items.get(at))
        {
            items.push(m.newref(item));
        }
    }
    let last = m.native::<Selection>(r).and_then(|s| s.result);
    if let Some(last) = last.filter(|&last| m.heap.refcnt(last) == 1) {
        return Ok(Some(give_tuple(m, Some(last), items)));
    }
    let tuple = m.new_tuple_tracked(items);
    if let Some(selection) = m.native_mut::<Selection>(r) {
        selection.result = Some(tuple);
        m.incref(tuple);
    }
    if let Some(last) = last {
        m.hold(tuple);
        m.decref(last);
        m.unhold();
    }
    Ok(Some(tuple))
}
