//! The weak references to each object.

use crate::address::Ref;
use crate::dealloc::decref;
use crate::event::Event;
use crate::heap::Heap;
use crate::object::Object;
use crate::runtime::{Runtime, tell};

/// All weak lists; a header names its own by number, 0 for none.
#[derive(Clone, Debug)]
pub(crate) struct WeakLists {
    lists: Vec<Vec<Ref>>,
    spare: Vec<u32>,
}

impl Default for WeakLists {
    fn default() -> Self {
        WeakLists {
            lists: vec![Vec::new()],
            spare: Vec::new(),
        }
    }
}

impl WeakLists {
    fn open(&mut self) -> u32 {
        self.spare.pop().unwrap_or_else(|| {
            self.lists.push(Vec::new());
            self.lists.len() as u32 - 1
        })
    }
}

impl<O: Object> Heap<O> {
    /// The weak reference objects that point to `r`: shared ones without a callback first, then the newest first.
    pub fn weakrefs(&self, r: Ref) -> &[Ref] {
        let number = self.headers.get(r).map_or(0, |header| header.weak_list);
        self.weak_lists
            .lists
            .get(number as usize)
            .map_or(&[], Vec::as_slice)
    }

    /// Notes that `weak` points to `referent`. `front`: the shared reference without a callback, which goes to the
    /// very front. All others, a shared proxy too, go behind the shared ones that are there.
    pub fn add_weakref(&mut self, referent: Ref, weak: Ref, front: bool) {
        if !self.is_alive(referent) {
            return;
        }
        let shared = self
            .weakrefs(referent)
            .iter()
            .take_while(|&&other| {
                self.body(other)
                    .weak()
                    .is_some_and(|weak| weak.callback.is_none())
            })
            .count();
        let Some(header) = self.headers.get_mut(referent) else {
            return;
        };
        if header.weak_list == 0 {
            header.weak_list = self.weak_lists.open();
        }
        if let Some(list) = self.weak_lists.lists.get_mut(header.weak_list as usize) {
            list.insert(if front { 0 } else { shared.min(2) }, weak);
        }
    }

    /// Forgets that `weak` points to `referent`: the weak reference object dies or is cleared.
    pub fn remove_weakref(&mut self, referent: Ref, weak: Ref) {
        let Some(header) = self.headers.get_mut(referent) else {
            return;
        };
        let number = header.weak_list;
        if number == 0 {
            return;
        }
        let Some(list) = self.weak_lists.lists.get_mut(number as usize) else {
            return;
        };
        list.retain(|&other| other != weak);
        if list.is_empty() {
            header.weak_list = 0;
            self.weak_lists.spare.push(number);
        }
    }
}

/// `PyObject_ClearWeakRefs`: `r` is about to die. All weak references to it are cleared before the first callback
/// runs; callbacks run in list order, those of dying weak references not at all.
pub(crate) fn clear_weakrefs<R: Runtime>(rt: &mut R, r: Ref) {
    if rt.heap().weakrefs(r).is_empty() {
        return;
    }
    let mut due = Vec::new();
    for weak in rt.heap().weakrefs(r).to_vec() {
        let heap = rt.heap_mut();
        heap.remove_weakref(r, weak);
        let callback = heap.body_mut(weak).clear_weak();
        let dying = heap.refcnt(weak) <= 0;
        if let Some(callback) = callback {
            heap.held.push(callback);
            if !dying {
                heap.incref(weak);
                heap.held.push(weak);
            }
            due.push((weak, callback, dying));
        }
        tell(rt, Event::WeakrefCleared { weak, referent: r });
    }
    for &(weak, callback, dying) in &due {
        if !dying {
            tell(rt, Event::WeakrefCallback { weak, callback });
            rt.weakref_callback(weak, callback);
        }
    }
    // C keeps the pairs in a tuple, which is taken down from its end.
    for (weak, callback, dying) in due.into_iter().rev() {
        rt.heap_mut().let_go(callback);
        decref(rt, callback);
        if !dying {
            rt.heap_mut().let_go(weak);
            decref(rt, weak);
        }
    }
}

/// `_PyWeakref_ClearRef`: the weak reference object forgets its referent and keeps its callback.
pub(crate) fn clear_ref<R: Runtime>(rt: &mut R, weak: Ref) {
    let Some(referent) = rt.heap().body(weak).weak().and_then(|weak| weak.referent) else {
        return;
    };
    let heap = rt.heap_mut();
    heap.remove_weakref(referent, weak);
    heap.body_mut(weak).forget_referent();
    tell(rt, Event::WeakrefCleared { weak, referent });
}
