//! What `functools.lru_cache` makes: a function with a memory.

use std::collections::BTreeMap;

use heap::Ref;

use super::keyword_mark;
use crate::machine::{Machine, PyResult, Unwind};
use crate::modules::protocol;
use crate::objects::Payload;
use crate::objects::body::Label;
use crate::objects::function::{GetSetDef, Kwargs, NativeDef};
use crate::objects::native::native_object;
use crate::types::{TypeId, TypeMembers};

/// One remembered result of a cache of limited size: `lru_list_elem`. The dict of the cache owns it.
#[derive(Clone, Debug)]
struct Link {
    key: Option<Ref>,
    result: Option<Ref>,
    hash: i64,
    /// Its place in [`LruCache::entries`].
    stamp: u64,
}

impl Link {
    fn each(&self, all: bool, visit: &mut dyn FnMut(Label, Ref)) {
        if !all {
            return;
        }
        for (name, part) in [("key", self.key), ("result", self.result)] {
            if let Some(r) = part {
                visit(Label::Field(name), r);
            }
        }
    }

    fn clear(&mut self, _: &mut Vec<Ref>) {}
}

native_object!(Link, 56);

/// A link of the list, oldest first: the link, what it holds. None of it is counted here.
type Entry = (Ref, Ref, Ref);

#[derive(Clone, Debug)]
pub(super) struct LruCache {
    function: Option<Ref>,
    /// Key → result, or key → link where the size is limited.
    cache: Option<Ref>,
    /// `CacheInfo`
    info: Option<Ref>,
    mark: Option<Ref>,
    /// `None`: no limit.
    maxsize: Option<usize>,
    typed: bool,
    hits: i64,
    misses: i64,
    entries: BTreeMap<u64, Entry>,
    next_stamp: u64,
}

impl LruCache {
    fn each(&self, all: bool, visit: &mut dyn FnMut(Label, Ref)) {
        if !all {
            for &(_, key, result) in self.entries.values() {
                visit(Label::Field("key"), key);
                visit(Label::Field("result"), result);
            }
        }
        for (name, part) in [
            ("cache", self.cache),
            ("__wrapped__", self.function),
            ("keyword mark", self.mark),
            ("CacheInfo", self.info),
        ] {
            if let Some(r) = part {
                visit(Label::Field(name), r);
            }
        }
    }

    fn clear(&mut self, released: &mut Vec<Ref>) {
        self.entries.clear();
        for part in [
            &mut self.cache,
            &mut self.function,
            &mut self.mark,
            &mut self.info,
        ] {
            released.extend(part.take());
        }
    }
}

native_object!(LruCache, 152);

/// The tables of what `lru_cache` makes.
pub static LRU_CACHE: TypeMembers = TypeMembers {
    new: Some(new_cache),
    init: Some(protocol::nothing),
    methods: &[
        NativeDef::slot("__call__", call_cached),
        NativeDef::slot("__get__", get_cached),
        NativeDef::method("cache_info", cache_info),
        NativeDef::method("cache_clear", cache_clear),
        NativeDef::method("__copy__", protocol::itself),
        NativeDef::method("__deepcopy__", protocol::itself),
    ],
    getset: &[
        GetSetDef::write(
            "__dict__",
            crate::builtins::object::get_dict,
            crate::builtins::object::set_dict,
        ),
        GetSetDef::write("__doc__", protocol::doc, protocol::set_doc),
    ],
};

fn new_cache(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[class, function, maxsize, typed, info] = args else {
        return Err(m.type_error("_lru_cache_wrapper() takes 4 arguments"));
    };
    if !protocol::is_callable(m, function) {
        return Err(m.type_error("the first argument must be callable"));
    }
    let maxsize = if m.is_none(maxsize) {
        None
    } else {
        Some(usize::try_from(m.index(maxsize)?).unwrap_or(0))
    };
    let typed = m.truth(typed)?;
    let cache = m.new_dict();
    m.incref(function);
    m.incref(info);
    let mark = keyword_mark(m);
    if let Some(mark) = mark {
        m.incref(mark);
    }
    let cache = LruCache {
        function: Some(function),
        cache: Some(cache),
        info: Some(info),
        mark,
        maxsize,
        typed,
        hits: 0,
        misses: 0,
        entries: BTreeMap::new(),
        next_stamp: 0,
    };
    Ok(m.instantiate(class, Payload::Native(Box::new(cache))))
}

fn lru(m: &mut Machine, r: Ref) -> PyResult<&mut LruCache> {
    let is_cache = m.native::<LruCache>(r).is_some();
    if !is_cache {
        return Err(m.type_error("a cache is needed"));
    }
    match m.native_mut::<LruCache>(r) {
        Some(cache) => Ok(cache),
        None => Err(Unwind::Halt),
    }
}

fn call_cached(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let &[this, ref rest @ ..] = args else {
        return Err(m.type_error("a cache is needed"));
    };
    let mark = m.held_mark();
    // tp_call: the arguments come as a tuple, named ones as a dict.
    let tuple = m.arguments_tuple(rest);
    m.hold(tuple);
    if !kwargs.is_empty() {
        let dict = m.new_dict();
        m.hold(dict);
        for &(name, value) in kwargs {
            m.dict_set_str(dict, name, value);
        }
    }
    let result = cached(m, this, tuple, rest, kwargs);
    match result {
        Ok(r) => {
            let parked = m.held.split_off(mark);
            m.hold(r);
            m.decref_all(parked.into_iter().rev());
            m.unhold();
        }
        Err(e) => m.release_keeping(mark, e),
    }
    result
}

fn cached(m: &mut Machine, this: Ref, tuple: Ref, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let cache = lru(m, this)?;
    let (maxsize, typed) = (cache.maxsize, cache.typed);
    let (Some(function), Some(dict)) = (cache.function, cache.cache) else {
        return Err(m.type_error("a cache that has been taken apart"));
    };
    if maxsize == Some(0) {
        cache.misses += 1;
        return m.call_flat(function, args, kwargs);
    }
    let key = make_key(m, this, tuple, args, kwargs, typed)?;
    m.hold(key);
    let (hash, found) = match m.hash(key) {
        Ok(hash) => (hash, m.dict_find_hashed(dict, key, hash)?),
        Err(e) => return Err(e),
    };
    let found = found
        .and_then(|at| m.dict(dict)?.entry(at))
        .map(|e| e.value);
    if let Some(found) = found {
        let result = match maxsize {
            None => Some(found),
            Some(_) => touch(m, this, found),
        };
        if let Some(result) = result {
            lru(m, this)?.hits += 1;
            return Ok(m.newref(result));
        }
    }
    lru(m, this)?.misses += 1;
    let result = m.call_flat(function, args, kwargs)?;
    m.hold(result);
    remember(m, this, dict, key, hash, result, maxsize)?;
    m.unhold();
    Ok(result)
}

/// `lru_cache_make_key`; a new reference.
fn make_key(
    m: &mut Machine,
    this: Ref,
    tuple: Ref,
    args: &[Ref],
    kwargs: &Kwargs,
    typed: bool,
) -> PyResult<Ref> {
    if !typed && kwargs.is_empty() {
        if let &[only] = args
            && (m.is_exact(only, TypeId::Str) || m.is_exact(only, TypeId::Int))
        {
            return Ok(m.newref(only));
        }
        return Ok(m.newref(tuple));
    }
    let mark = lru(m, this)?.mark;
    let mut items = args.to_vec();
    if !kwargs.is_empty() {
        items.extend(mark);
        items.extend(kwargs.iter().flat_map(|&(name, value)| [name, value]));
    }
    if typed {
        items.extend(args.iter().map(|&r| m.class_of(r)));
        items.extend(kwargs.iter().map(|&(_, r)| m.class_of(r)));
    }
    for &r in &items {
        m.incref(r);
    }
    Ok(m.new_tuple_tracked(items))
}

/// A hit: the link becomes the youngest. Its result, borrowed.
fn touch(m: &mut Machine, this: Ref, link: Ref) -> Option<Ref> {
    let stamp = m.native::<Link>(link)?.stamp;
    let cache = m.native_mut::<LruCache>(this)?;
    let entry = cache.entries.remove(&stamp)?;
    let stamp = cache.next_stamp;
    cache.next_stamp += 1;
    cache.entries.insert(stamp, entry);
    let link = m.native_mut::<Link>(link)?;
    link.stamp = stamp;
    link.result
}

/// A miss: the result is put into the cache, in the place of the oldest one if it is full.
fn remember(
    m: &mut Machine,
    this: Ref,
    dict: Ref,
    key: Ref,
    hash: i64,
    result: Ref,
    maxsize: Option<usize>,
) -> PyResult<()> {
    let at = m.dict_find_hashed(dict, key, hash)?;
    let Some(maxsize) = maxsize else {
        m.dict_put(dict, key, result, hash, at);
        return Ok(());
    };
    if at.is_some() {
        // The function itself called the cache with the same arguments: the link is there already.
        return Ok(());
    }
    let used = m.dict(dict).map_or(0, |d| d.len());
    let cache = lru(m, this)?;
    let stamp = cache.next_stamp;
    cache.next_stamp += 1;
    let oldest = cache
        .entries
        .iter()
        .next()
        .map(|(&stamp, &(link, ..))| (stamp, link));
    let Some((old_stamp, link)) = oldest.filter(|_| used >= maxsize) else {
        m.incref(key);
        m.incref(result);
        let link = Link {
            key: Some(key),
            result: Some(result),
            hash,
            stamp,
        };
        let link = m.make(TypeId::LruLink, Payload::Native(Box::new(link)));
        m.dict_put(dict, key, link, hash, None);
        // The dict owns the link.
        m.decref(link);
        lru(m, this)?.entries.insert(stamp, (link, key, result));
        return Ok(());
    };
    lru(m, this)?.entries.remove(&old_stamp);
    let (old_key, old_result, old_hash) = match m.native::<Link>(link) {
        Some(Link {
            key: Some(key),
            result: Some(result),
            hash,
            ..
        }) => (*key, *result, *hash),
        _ => return Ok(()),
    };
    // The dict gives its reference to the link out, and its reference to the old key up.
    let Some(old_at) = m.dict_find_hashed(dict, old_key, old_hash)? else {
        return Ok(());
    };
    let Some(entry) = m.dict_take(dict, old_at) else {
        return Ok(());
    };
    m.hold(entry.value);
    m.decref(entry.key);
    m.incref(key);
    m.incref(result);
    if let Some(link) = m.native_mut::<Link>(link) {
        *link = Link {
            key: Some(key),
            result: Some(result),
            hash,
            stamp,
        };
    }
    m.dict_put(dict, key, link, hash, None);
    lru(m, this)?.entries.insert(stamp, (link, key, result));
    m.unhold();
    m.decref_all([entry.value, old_key, old_result]);
    Ok(())
}

fn get_cached(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (Some(&this), Some(&object)) = (args.first(), args.get(1)) else {
        return Err(m.type_error("__get__ needs an object"));
    };
    m.incref(this);
    if m.is_none(object) {
        return Ok(this);
    }
    m.incref(object);
    Ok(m.new_method(this, object))
}

fn no_arguments(m: &mut Machine, name: &str, args: &[Ref]) -> PyResult<Ref> {
    match args {
        [this] => Ok(*this),
        _ => {
            let given = args.len().saturating_sub(1);
            Err(m.type_error(&format!(
                "_lru_cache_wrapper.{name}() takes no arguments ({given} given)"
            )))
        }
    }
}

fn cache_info(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let this = no_arguments(m, "cache_info", args)?;
    let cache = lru(m, this)?;
    let (hits, misses, maxsize, dict, class) = (
        cache.hits,
        cache.misses,
        cache.maxsize,
        cache.cache,
        cache.info,
    );
    let Some(class) = class else {
        return Ok(m.none());
    };
    let size = dict.and_then(|d| m.dict(d)).map_or(0, |d| d.len());
    let maxsize = match maxsize {
        None => m.none(),
        Some(n) => m.new_int(n as i64),
    };
    let parts = [
        m.new_int(hits),
        m.new_int(misses),
        maxsize,
        m.new_int(size as i64),
    ];
    let mark = m.held_mark();
    for r in parts {
        m.hold(r);
    }
    let result = m.call(class, &parts);
    match result {
        Ok(_) => m.release_to(mark),
        Err(e) => m.release_keeping(mark, e),
    }
    result
}

fn cache_clear(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let this = no_arguments(m, "cache_clear", args)?;
    let cache = lru(m, this)?;
    cache.entries.clear();
    (cache.hits, cache.misses) = (0, 0);
    if let Some(dict) = cache.cache {
        m.dict_clear(dict);
    }
    Ok(m.none())
}
