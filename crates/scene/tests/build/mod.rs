//! States built by hand.
#![allow(dead_code, reason = "each test file uses its own part")]

use scene::State;
use scene::state::{
    Address, Binding, Frame, Generation, GenerationList, Ghost, Holder, HolderKind, Kind, Object,
    Reference, Serial, StackSlot,
};

/// A state under construction. Counts are what the names and references add up to.
pub struct Build(pub State);

impl Build {
    pub fn new() -> Self {
        let mut state = State::empty("3.14");
        state.generations = [Generation::Zero, Generation::One, Generation::Two]
            .map(|generation| GenerationList {
                generation,
                objects: Vec::new(),
                hidden: 0,
                count: 0,
                threshold: if generation == Generation::Zero {
                    2000
                } else {
                    10
                },
            })
            .to_vec();
        Self(state)
    }

    pub fn object(mut self, id: u32, kind: Kind, type_name: &str, value: &str) -> Self {
        let nick = match kind {
            Kind::Atom | Kind::Class | Kind::Function | Kind::Module => value.to_owned(),
            _ => format!("{type_name} #{id}"),
        };
        let tracked = kind != Kind::Atom;
        if tracked && let Some(list) = self.0.generations.first_mut() {
            list.objects.push(Serial(id));
            list.count += 1;
        }
        self.0.objects.push(Object {
            id: Serial(id),
            address: Address(0x7f00_0000_1000 + u64::from(id) * 0x40),
            type_name: type_name.to_owned(),
            kind,
            value: value.to_owned(),
            nick,
            refcount: 0,
            immortal: false,
            tampered: false,
            tracked,
            generation: tracked.then_some(Generation::Zero),
            gc_refs: None,
            fate: None,
            finalized: false,
            size: 64,
            children: Vec::new(),
            holders: Vec::new(),
            machinery: false,
        });
        self.0.objects.sort_by_key(|object| object.id);
        self
    }

    /// A `Node` as on the slides, with its text.
    pub fn node(self, id: u32, text: &str) -> Self {
        let atom = 1000 + id;
        let mut build = self
            .object(id, Kind::Instance, "Node", "<Node object>")
            .object(atom, Kind::Atom, "str", &format!("'{text}'"))
            .refer(id, "value", atom);
        build.get(id).nick = text.to_owned();
        build
    }

    pub fn atom(self, id: u32, type_name: &str, value: &str) -> Self {
        self.object(id, Kind::Atom, type_name, value)
    }

    pub fn list(self, id: u32, items: &[u32]) -> Self {
        let mut build = self.object(id, Kind::Container, "list", "[…]");
        for (place, item) in items.iter().enumerate() {
            build = build.refer(id, &format!("[{place}]"), *item);
        }
        build
    }

    pub fn get(&mut self, id: u32) -> &mut Object {
        let mut objects = self.0.objects.iter_mut();
        objects
            .find(|object| object.id == Serial(id))
            .expect("an object of the test")
    }

    pub fn refer(mut self, from: u32, label: &str, to: u32) -> Self {
        self.get(from).children.push(Reference {
            label: label.to_owned(),
            to: Serial(to),
            weak: false,
        });
        self.hold(to, HolderKind::Object(Serial(from)), label)
    }

    fn hold(mut self, to: u32, who: HolderKind, label: &str) -> Self {
        let target = self.get(to);
        target.refcount += 1;
        target.holders.push(Holder {
            who,
            label: label.to_owned(),
        });
        self
    }

    pub fn name(mut self, name: &str, to: u32) -> Self {
        self.0.names.push(Binding {
            name: name.to_owned(),
            to: Serial(to),
            machinery: false,
            borrowed: false,
        });
        self.hold(to, HolderKind::Interpreter, name)
    }

    pub fn frame(mut self, function: &str, locals: &[(&str, u32)], stack: &[(&str, u32)]) -> Self {
        let bindings = locals.iter().map(|(name, to)| Binding {
            name: (*name).to_owned(),
            to: Serial(*to),
            machinery: false,
            borrowed: false,
        });
        let slots = stack.iter().map(|(what, to)| StackSlot {
            what: (*what).to_owned(),
            to: Serial(*to),
            borrowed: false,
        });
        self.0.frames.push(Frame {
            function: function.to_owned(),
            line: 1,
            locals: bindings.collect(),
            stack: slots.collect(),
        });
        for (name, to) in locals.iter().chain(stack) {
            self = self.hold(*to, HolderKind::Local(0), name);
        }
        self
    }

    pub fn ghost(mut self, id: u32, text: &str, reused_by: Option<u32>) -> Self {
        self.0.freed.push(Ghost {
            id: Serial(id),
            address: Address(0x7f00_0000_1000 + u64::from(id) * 0x40),
            type_name: "Node".to_owned(),
            kind: Kind::Instance,
            value: "<Node object>".to_owned(),
            nick: text.to_owned(),
            machinery: false,
            freed_at: 0,
            reused_by: reused_by.map(Serial),
        });
        self
    }

    pub fn done(self) -> State {
        self.0
    }
}
