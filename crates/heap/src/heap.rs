//! The heap: blocks, their headers, and the bodies in them.

use crate::address::{Addr, Block, Ref, Serial};
use crate::alloc::{ArenaView, BlockState, NoMemory, Obmalloc, PoolView, grow};
use crate::collect::Collection;
use crate::dealloc::Pending;
use crate::facts::Facts;
use crate::fault::Fault;
use crate::freelist::{Freelist, Parked};
use crate::gc_list::{GcList, Headers, SENTINELS};
use crate::generation::GcState;
use crate::header::{FINALIZED, GC, HOLDS_TYPE, Header, NO_FREELIST, State};
use crate::object::{Layout, Object};
use crate::weak_list::WeakLists;

/// The memory of one simulated process. Cloning it is how a checkpoint is taken: it is a handful of dense tables.
#[derive(Clone)]
pub struct Heap<O: Object> {
    pub(crate) facts: Facts,
    pub(crate) headers: Headers,
    pub(crate) bodies: Vec<O>,
    pub(crate) obmalloc: Obmalloc,
    pub(crate) parked: Parked,
    pub(crate) weak_lists: WeakLists,
    pub(crate) gc: GcState,
    pub(crate) collection: Option<Collection>,
    /// What deallocations in progress have yet to do; the last entry is next.
    pub(crate) pending: Vec<Pending>,
    /// References held by the collector or by a deallocation for the length of a call.
    pub(crate) held: Vec<Ref>,
    pub(crate) fault: Option<Fault>,
    /// What `body_mut` gives out for a handle that was never bound.
    pub(crate) nobody: O,
    births: u32,
    pub(crate) released: Vec<Ref>,
    pub(crate) blocks: Vec<Block>,
}

impl<O: Object> std::fmt::Debug for Heap<O> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Heap")
            .field("births", &self.births)
            .finish_non_exhaustive()
    }
}

impl<O: Object> Heap<O> {
    /// An empty process of that version.
    pub fn new(facts: Facts) -> Self {
        let gc = GcState::new(&facts);
        Heap {
            headers: Headers::new(),
            bodies: vec![O::freed(); SENTINELS as usize],
            obmalloc: Obmalloc::new(facts.pymalloc, SENTINELS),
            parked: Parked::new(),
            weak_lists: WeakLists::default(),
            gc,
            collection: None,
            pending: Vec::new(),
            held: Vec::new(),
            fault: None,
            nobody: O::freed(),
            births: 0,
            released: Vec::new(),
            blocks: Vec::new(),
            facts,
        }
    }

    /// The facts of its version.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// A new object: count 1, untracked. A collectable one that came from memory and not from a free list is
    /// counted in generation 0.
    ///
    /// The references in `body` and the reference to `ob_type` are the caller's to take.
    #[inline]
    pub fn alloc(
        &mut self,
        layout: &Layout,
        ob_type: Option<Ref>,
        body: O,
    ) -> Result<Ref, NoMemory> {
        let list = layout.freelist.and_then(Freelist::index);
        let slot = match list.and_then(|list| self.unpark(list)) {
            Some(slot) => {
                if let Some(traces) = &mut self.obmalloc.traces {
                    traces.renew(slot);
                }
                slot
            }
            None => {
                let slot = self.take_block(layout.bytes)?;
                if layout.gc && !self.facts.count_on_tracking {
                    self.gc.count_one();
                }
                slot
            }
        };
        let flags = if layout.gc { GC } else { 0 } | if layout.holds_type { HOLDS_TYPE } else { 0 };
        self.births = self.births.wrapping_add(1);
        self.headers.0[slot as usize] = Header {
            refcnt: 1,
            ob_type: ob_type.map_or(0, Ref::raw),
            serial: self.births,
            flags,
            pre: layout.pre,
            state: State::Object,
            freelist: list.map_or(NO_FREELIST, |list| list as u8),
            ..Header::FREE
        };
        self.bodies[slot as usize] = body;
        Ref::from_raw(slot).ok_or(NoMemory {
            wanted: u64::from(layout.bytes),
            limit: self.obmalloc.limit,
        })
    }

    /// A block from the allocator, with a place in the tables.
    #[inline]
    fn take_block(&mut self, bytes: u32) -> Result<u32, NoMemory> {
        let slot = self.obmalloc.malloc(bytes)?;
        self.cover_slots();
        Ok(slot)
    }

    /// Keeps the tables as long as the allocator's numbering.
    #[inline]
    fn cover_slots(&mut self) {
        let slots = self.obmalloc.slots();
        if self.headers.0.len() < slots {
            grow(&mut self.headers.0, slots, Header::FREE);
            grow(&mut self.bodies, slots, O::freed());
        }
    }

    #[inline]
    fn unpark(&mut self, list: usize) -> Option<u32> {
        let slot = self.parked.head[list];
        if slot == 0 {
            return None;
        }
        self.parked.head[list] = self.headers.0[slot as usize].gc_next;
        self.parked.len[list] -= 1;
        Some(slot)
    }

    /// Gives a block back: to its free list while that has room, else to the allocator, uncounting a collectable
    /// object. Whether it was parked.
    pub(crate) fn give_back(&mut self, slot: u32) -> bool {
        let Some(header) = self.headers.0.get_mut(slot as usize) else {
            return false;
        };
        let list = usize::from(header.freelist);
        if list < self.facts.freelist_limits.0.len()
            && self.parked.len[list] < self.facts.freelist_limits.0[list]
        {
            header.state = State::Parked;
            header.gc_next = self.parked.head[list];
            self.parked.head[list] = slot;
            self.parked.len[list] += 1;
            return true;
        }
        if header.has(GC) && !self.facts.count_on_tracking {
            self.gc.uncount_one();
        }
        header.state = State::Free;
        self.obmalloc.free(slot);
        false
    }

    /// Fills the free list of a layout up to `count` dead objects that nobody saw, as work in C does that makes so many
    /// and drops them.
    pub fn park_unseen(&mut self, layout: Layout, count: usize) -> Result<(), NoMemory> {
        let Some(list) = layout.freelist else {
            return Ok(());
        };
        let limit = list
            .index()
            .map_or(0, |index| self.facts.freelist_limits.0[index] as usize);
        while (self.freelist_len(list) as usize) < count.min(limit) {
            self.park_one(layout)?;
        }
        Ok(())
    }

    fn park_one(&mut self, layout: Layout) -> Result<(), NoMemory> {
        let slot = self.take_block(layout.bytes)?;
        if layout.gc && !self.facts.count_on_tracking {
            self.gc.count_one();
        }
        self.headers.0[slot as usize] = Header {
            flags: if layout.gc { GC } else { 0 },
            pre: layout.pre,
            state: State::Dying,
            freelist: layout
                .freelist
                .and_then(Freelist::index)
                .map_or(NO_FREELIST, |list| list as u8),
            ..Header::FREE
        };
        self.give_back(slot);
        Ok(())
    }

    /// A full collection empties the free lists (2.7: not all of them). Also `sys._clear_internal_caches` and the
    /// end of the process.
    pub fn clear_freelists(&mut self) {
        for list in 0..self.parked.head.len() {
            if self.facts.freelist_kept.0[list] {
                continue;
            }
            while let Some(slot) = self.unpark(list) {
                // The memory of a parked collectable object counts as returned now.
                let header = &mut self.headers.0[slot as usize];
                if header.has(GC) && !self.facts.count_on_tracking {
                    self.gc.uncount_one();
                }
                header.state = State::Free;
                self.obmalloc.free(slot);
            }
        }
    }

    /// Makes an object go to a free list when it dies, though its block did not come from there: what a type's
    /// `tp_alloc` made (`list(x)`, `dict(x)`), not the constructor that looks at the list first.
    pub fn returns_to(&mut self, r: Ref, list: Freelist) {
        if let (Some(header), Some(index)) = (self.headers.get_mut(r), list.index()) {
            header.freelist = index as u8;
        }
    }

    /// How many dead objects a free list holds.
    pub fn freelist_len(&self, list: Freelist) -> u32 {
        list.index()
            .and_then(|i| self.parked.len.get(i))
            .copied()
            .unwrap_or(0)
    }

    /// `PyMem_Malloc`: a raw block.
    pub fn malloc(&mut self, bytes: u32) -> Result<Block, NoMemory> {
        let slot = self.take_block(bytes)?;
        self.headers.0[slot as usize] = Header {
            state: State::Raw,
            ..Header::FREE
        };
        Ok(Block(slot))
    }

    /// A raw block of a kind that has a free list ([`Freelist::DictKeys`]); `free` returns it there.
    pub fn malloc_listed(&mut self, bytes: u32, list: Freelist) -> Result<Block, NoMemory> {
        let index = list.index();
        let slot = match index.and_then(|index| self.unpark(index)) {
            Some(slot) => slot,
            None => self.take_block(bytes)?,
        };
        self.headers.0[slot as usize] = Header {
            state: State::Raw,
            freelist: index.map_or(NO_FREELIST, |index| index as u8),
            ..Header::FREE
        };
        Ok(Block(slot))
    }

    /// `PyMem_Realloc`: the block may move.
    pub fn realloc(&mut self, block: Block, bytes: u32) -> Result<Block, NoMemory> {
        if !self.is_raw(block) {
            return self.malloc(bytes);
        }
        let slot = self.obmalloc.realloc(block.0, bytes)?;
        if slot != block.0 {
            self.cover_slots();
            self.headers.0[block.0 as usize].state = State::Free;
            self.headers.0[slot as usize] = Header {
                state: State::Raw,
                ..Header::FREE
            };
        }
        Ok(Block(slot))
    }

    /// `PyMem_Free`. A block that is free already stays so.
    pub fn free(&mut self, block: Block) {
        if self.is_raw(block) {
            self.give_back(block.0);
        }
    }

    fn is_raw(&self, block: Block) -> bool {
        self.headers
            .0
            .get(block.0 as usize)
            .is_some_and(|header| header.state == State::Raw)
    }

    /// The body; that of a freed block reads as [`Object::freed`], as does a handle that was never bound.
    #[inline]
    pub fn body(&self, r: Ref) -> &O {
        self.bodies.get(r.index()).unwrap_or(&self.nobody)
    }

    /// The body, to be changed. A write through a dangling reference changes whatever is there now.
    #[inline]
    pub fn body_mut(&mut self, r: Ref) -> &mut O {
        match self.bodies.get_mut(r.index()) {
            Some(body) => body,
            None => {
                self.nobody = O::freed();
                &mut self.nobody
            }
        }
    }

    /// The type pointer; `r` itself where there is none (the type of `type` before it is set).
    #[inline]
    pub fn ob_type(&self, r: Ref) -> Ref {
        self.headers
            .get(r)
            .and_then(|header| Ref::from_raw(header.ob_type))
            .unwrap_or(r)
    }

    /// Replaces the type pointer and whether it is held. Both references are the caller's business.
    pub fn set_type(&mut self, r: Ref, ob_type: Ref, holds_type: bool) {
        if let Some(header) = self.headers.get_mut(r) {
            header.ob_type = ob_type.raw();
            header.set(HOLDS_TYPE, holds_type);
        }
    }

    /// Whether the object holds a counted reference to its type.
    pub fn holds_type(&self, r: Ref) -> bool {
        self.headers
            .get(r)
            .is_some_and(|header| header.is_object() && header.has(HOLDS_TYPE))
    }

    /// `id(x)`.
    pub fn addr(&self, r: Ref) -> Addr {
        let pre = self.headers.get(r).map_or(0, |header| header.pre);
        Addr(self.obmalloc.addr(r.raw()) + u64::from(pre))
    }

    /// The live object whose `id` is this.
    pub fn object_at(&self, addr: Addr) -> Option<Ref> {
        let (slot, offset) = self.obmalloc.slot_at(addr.0)?;
        let r = Ref::from_raw(slot)?;
        let header = self.headers.get(r)?;
        (header.is_object() && u32::from(header.pre) == offset).then_some(r)
    }

    /// Which object is in the block, or was in it last.
    pub fn serial(&self, r: Ref) -> Serial {
        Serial(self.headers.get(r).map_or(0, |header| header.serial))
    }

    /// Whether there is an object now. One that is being deallocated counts until its memory is given up.
    #[inline]
    pub fn is_alive(&self, r: Ref) -> bool {
        self.headers.get(r).is_some_and(Header::is_object)
    }

    /// Whether the object is being deallocated: its finalizer has run, its body is gone or about to go.
    pub fn is_dying(&self, r: Ref) -> bool {
        self.headers
            .get(r)
            .is_some_and(|header| header.state == State::Dying)
    }

    /// Whether the type of the object is collectable.
    #[inline]
    pub fn is_gc(&self, r: Ref) -> bool {
        self.headers.get(r).is_some_and(|header| header.has(GC))
    }

    /// `PyObject_GC_Track`: to the end of generation 0.
    #[inline]
    pub fn track(&mut self, r: Ref) {
        if !self
            .headers
            .get(r)
            .is_some_and(|header| header.has(GC) && header.list == 0 && header.is_object())
        {
            return;
        }
        self.headers.append(r, GcList::Generation0);
        if self.facts.count_on_tracking {
            self.gc.incremental.heap_size += 1;
            self.gc.count_one();
        }
    }

    /// `PyObject_GC_UnTrack`.
    #[inline]
    pub fn untrack(&mut self, r: Ref) {
        if !self.is_tracked(r) {
            return;
        }
        self.headers.remove(r);
        if self.facts.count_on_tracking {
            self.gc.incremental.heap_size = self.gc.incremental.heap_size.saturating_sub(1);
            self.gc.uncount_one();
        }
    }

    /// `gc.is_tracked()`.
    #[inline]
    pub fn is_tracked(&self, r: Ref) -> bool {
        self.headers.get(r).is_some_and(|header| header.list != 0)
    }

    /// `gc.is_finalized()`: its finalizer has run; it will not run again.
    pub fn finalized(&self, r: Ref) -> bool {
        self.headers
            .get(r)
            .is_some_and(|header| header.has(FINALIZED))
    }

    /// Sets the bit of [`Heap::finalized`]. Only collectable objects have room for it.
    pub fn set_finalized(&mut self, r: Ref, finalized: bool) {
        if let Some(header) = self.headers.get_mut(r)
            && header.has(GC)
        {
            header.set(FINALIZED, finalized);
        }
    }

    /// All objects, in order of handle (not of address and not of birth).
    pub fn live(&self) -> impl Iterator<Item = Ref> + '_ {
        (0..)
            .zip(&self.headers.0)
            .skip(SENTINELS as usize)
            .filter(|(_, header)| header.is_object())
            .filter_map(|(slot, _)| Ref::from_raw(slot))
    }

    /// How many objects were born so far.
    pub fn births(&self) -> u32 {
        self.births
    }

    /// `sys.getallocatedblocks()`: blocks in use, those parked on free lists and those above 512 bytes included.
    pub fn allocated_blocks(&self) -> u64 {
        self.obmalloc.allocated
    }

    /// Bytes of mapped arenas and of large blocks in use.
    pub fn mapped_bytes(&self) -> u64 {
        self.obmalloc.bytes
    }

    /// How many bytes [`Heap::mapped_bytes`] may reach; beyond it requests fail with [`NoMemory`].
    pub fn set_memory_limit(&mut self, bytes: u64) {
        self.obmalloc.limit = bytes;
    }

    /// The mapped arenas.
    pub fn arenas(&self) -> impl Iterator<Item = ArenaView> + '_ {
        self.obmalloc.arena_views()
    }

    /// The pools that were used since their arena was mapped.
    pub fn pools(&self) -> impl Iterator<Item = PoolView> + '_ {
        self.obmalloc.pool_views()
    }

    /// What is in the block with this handle.
    pub fn block_state(&self, raw: u32) -> BlockState {
        match self.headers.0.get(raw as usize).map(|header| header.state) {
            None | Some(State::Free) => BlockState::Free,
            Some(State::Raw) => BlockState::Raw,
            Some(State::Parked) => BlockState::Parked,
            Some(State::Object | State::Dying) => BlockState::Object,
        }
    }

    /// Where a raw block begins.
    pub fn block_addr(&self, block: Block) -> Addr {
        Addr(self.obmalloc.addr(block.0))
    }

    /// How many bytes a block has room for: its size class, or the rounded request above 512 bytes.
    pub fn block_bytes(&self, raw: u32) -> u32 {
        self.obmalloc.block_bytes(raw)
    }

    /// The first thing that went wrong in a way that would crash the process, if any; it is forgotten.
    pub fn take_fault(&mut self) -> Option<Fault> {
        self.fault.take()
    }
}
