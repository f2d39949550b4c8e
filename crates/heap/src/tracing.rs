//! Tracing of memory, as `tracemalloc` asks for it.

use crate::address::Ref;
use crate::alloc::{Trace, Traces};
use crate::heap::Heap;
use crate::object::Object;

impl<O: Object> Heap<O> {
    /// Whether blocks are being traced.
    pub fn is_tracing(&self) -> bool {
        self.obmalloc.traces.is_some()
    }

    /// From now on every block that is requested is noted, until it is given back.
    pub fn start_tracing(&mut self) {
        if self.obmalloc.traces.is_none() {
            self.obmalloc.traces = Some(Box::default());
        }
    }

    /// Forgets all traces.
    pub fn stop_tracing(&mut self) {
        self.obmalloc.traces = None;
    }

    /// Notes nothing until the traces are put back: what is made meanwhile is never traced.
    pub fn pause_tracing(&mut self) -> PausedTracing {
        PausedTracing(self.obmalloc.traces.take())
    }

    /// Goes on after [`Heap::pause_tracing`].
    pub fn resume_tracing(&mut self, paused: PausedTracing) {
        self.obmalloc.traces = paused.0;
    }

    /// Bytes traced now, and at most so far.
    pub fn traced_memory(&self) -> (u64, u64) {
        self.obmalloc
            .traces
            .as_ref()
            .map_or((0, 0), |traces| traces.sums())
    }

    /// From now on the most is counted anew.
    pub fn reset_traced_peak(&mut self) {
        if let Some(traces) = &mut self.obmalloc.traces {
            traces.reset_peak();
        }
    }

    /// Forgets what was traced, and goes on.
    pub fn clear_traces(&mut self) {
        if let Some(traces) = &mut self.obmalloc.traces {
            traces.clear();
        }
    }

    /// Where blocks come from, from now on: a number that only the caller understands.
    #[inline]
    pub fn set_trace_place(&mut self, place: u32) {
        if let Some(traces) = &mut self.obmalloc.traces {
            traces.set_place(place);
        }
    }

    /// All traces, in the order of the blocks' slots.
    pub fn traces(&self) -> Vec<Trace> {
        self.obmalloc
            .traces
            .as_ref()
            .map_or_else(Vec::new, |traces| traces.all().collect())
    }

    /// The trace of the block that an object lies in.
    pub fn trace_of(&self, object: Ref) -> Option<Trace> {
        self.obmalloc.traces.as_ref()?.get(object.raw())
    }
}

/// Traces that are put aside.
#[derive(Debug)]
#[must_use = "the traces are lost unless they are put back"]
pub struct PausedTracing(Option<Box<Traces>>);
