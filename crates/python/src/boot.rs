//! Starting a process: static types, singletons, `builtins`, `__main__`.

use std::collections::HashMap;
use std::rc::Rc;

use heap::{Heap, Immortal, Layout, Ref};

use crate::call::{CallSites, ExecutedSites};
use crate::compile::{CompileError, Mode, compile};
use crate::frame::Return;
use crate::machine::{Interpreter, Machine, Settings};
use crate::modules::{self, State};
use crate::names::Names;
use crate::objects::type_object::TypeObject;
use crate::objects::{Body, Payload};
use crate::output::Output;
use crate::startup_memory::CompilerHeld;
use crate::types::{STATIC_TYPES, TypeId};
use crate::version::Version;
use crate::watch::{Clock, Watch};

/// The count that small ints and other cached objects start with in 3.11 (`_PyObject_IMMORTAL_REFCNT`).
const LARGE_COUNT: i64 = 999_999_999;

impl Machine {
    /// A process that is about to execute the first instruction of a program.
    ///
    /// ```
    /// use python::{Machine, Settings, Version};
    /// let mut machine = Machine::start("print(6 * 7)", Version::default(), &Settings::default()).unwrap();
    /// machine.run(u64::MAX);
    /// assert_eq!(machine.output.text(python::Stream::Out), "42\n");
    /// ```
    ///
    /// # Errors
    /// When the program cannot be compiled.
    pub fn start(
        source: &str,
        version: Version,
        settings: &Settings,
    ) -> Result<Machine, CompileError> {
        let compiled = compile(source, version, Mode::Exec)?;
        let spec = Rc::new(compiled.spec);
        let mut machine = Machine::boot(version, settings);
        machine.add_source(&settings.file_name, source);
        machine.name_program(&settings.file_name);
        // The program has not begun: `sys.stderr` is still the interpreter's own, which raises nothing.
        let _ = machine.show_warnings(&compiled.warnings, &settings.file_name, Some(source));
        machine.enter_main(&spec, compiled.held, &settings.file_name);
        Ok(machine)
    }

    /// A process without a program.
    pub fn boot(version: Version, settings: &Settings) -> Machine {
        let mut heap: Heap<Body> = Heap::new(version.heap_facts());
        heap.set_memory_limit(settings.limits.memory);
        // Static types lie in the program's data, not in pools: their blocks are larger than pymalloc serves.
        let layout = Layout {
            bytes: 1024,
            pre: 0,
            gc: false,
            freelist: None,
            holds_type: false,
        };
        let mut types = Vec::new();
        for row in STATIC_TYPES {
            let object = TypeObject {
                name: row.id.name_in(version),
                qualname: None,
                dict: None,
                bases: None,
                mro: None,
                base: None,
                native: row.id,
                is_static: true,
                has_dict: matches!(
                    row.id,
                    TypeId::Function
                        | TypeId::Module
                        | TypeId::BaseException
                        | TypeId::Type
                        | TypeId::Partial
                        | TypeId::LruCache
                        | TypeId::SimpleNamespace
                        | TypeId::ClassMethod
                        | TypeId::StaticMethod
                ) || row.id.is_subtype(TypeId::BaseException),
                has_weakref: row.weakref
                    && !(version.facts().python_2
                        && matches!(row.id, TypeId::Module | TypeId::BuiltinFunction)),
                is_gc: row.gc,
                is_base: row.is_base,
                slots: Vec::new(),
                own_slots: 0,
                managed_dict: false,
                inline_values: false,
                values_at_birth: false,
                extra_words: 0,
                shared: None,
                ht_slots: None,
                subclasses: None,
                is_abstract: false,
                changes: 0,
                is_classic: false,
            };
            let body = Body::new(Payload::Type(Box::new(object)));
            match heap.alloc(&layout, None, body) {
                Ok(r) => types.push(r),
                Err(_) => break,
            }
        }
        let nothing = types.first().copied().unwrap_or_else(unreachable_ref);
        let type_type = types.get(TypeId::Type as usize).copied().unwrap_or(nothing);
        for &t in &types {
            heap.set_type(t, type_type, false);
        }
        let interp = Interpreter {
            types,
            none: nothing,
            true_: nothing,
            false_: nothing,
            ellipsis: nothing,
            not_implemented: nothing,
            empty_tuple: nothing,
            empty_str: nothing,
            empty_bytes: nothing,
            empty_frozenset: None,
            small_ints: Vec::new(),
            latin1: Vec::new(),
            bytes1: Vec::new(),
            builtins: nothing,
            first_builtins: Rc::new([]),
            modules: nothing,
            names: Names::new(|_| nothing),
            tree_constants: Vec::new(),
            garbage: nothing,
            callbacks: nothing,
            atexit: Vec::new(),
            others: Vec::new(),
        };
        let mut m = Machine {
            heap,
            version,
            facts: version.facts(),
            call_sites: CallSites::default(),
            executed: ExecutedSites::default(),
            interp,
            frames: Vec::new(),
            stack: Vec::new(),
            exc: vec![None],
            in_flight: None,
            held: Vec::new(),
            nesting: 0,
            recursion: 0,
            next_frame: 0,
            yielded: false,
            returned_from: Return::Push,
            interned: HashMap::new(),
            lookups: crate::lookup::LookupCache::default(),
            output: Output::default(),
            sources: Vec::new(),
            clock: Clock::default(),
            limits: settings.limits.clone(),
            watch: Watch::Nothing,
            stopped: None,
            pause_at: u64::MAX,
            gc_debug: 0,
            finalizing: false,
            main_over: false,
            exit_status: 0,
            chunk_end: u64::MAX,
            modules_state: State::default(),
        };
        m.heap.set_gc_enabled(false);
        m.make_singletons();
        m.make_names();
        m.complete_types();
        m.make_namespaces();
        m.heap.set_gc_enabled(true);
        m.modules_state.booted = true;
        m.modules_state.first_serial = m.heap.births();
        m.plan_pause();
        m
    }

    /// A permanent object: immortal from 3.12, before that an ordinary one with a large count.
    fn keep(&mut self, r: Ref, count: i64) -> Ref {
        if self.facts.immortal {
            self.heap.make_immortal(r, Immortal::Static);
        } else {
            self.heap.set_refcnt(r, count);
        }
        r
    }

    fn make_singletons(&mut self) {
        let none = self.make(TypeId::NoneType, Payload::None);
        self.interp.none = self.keep(none, 4500);
        let true_ = self.make(TypeId::Bool, Payload::Bool(true));
        self.interp.true_ = self.keep(true_, 120);
        let false_ = self.make(TypeId::Bool, Payload::Bool(false));
        self.interp.false_ = self.keep(false_, 120);
        let ellipsis = self.make(TypeId::Ellipsis, Payload::Ellipsis);
        self.interp.ellipsis = self.keep(ellipsis, 40);
        let not_implemented = self.make(TypeId::NotImplemented, Payload::NotImplemented);
        self.interp.not_implemented = self.keep(not_implemented, 40);
        let empty = self.make(TypeId::Tuple, Payload::Tuple(Box::default()));
        self.interp.empty_tuple = self.keep(empty, LARGE_COUNT);
        for value in -5..=self.facts.largest_small_int {
            let r = self.make(TypeId::Int, Payload::Int(value));
            let r = self.keep(r, LARGE_COUNT);
            self.interp.small_ints.push(r);
        }
        let string = |text: String| Payload::Str(Box::new(crate::objects::string::Str::new(text)));
        let empty = self.make(TypeId::Str, string(String::new()));
        self.interp.empty_str = self.keep(empty, LARGE_COUNT);
        for c in 0..=255u8 {
            let r = self.make(TypeId::Str, string(char::from(c).to_string()));
            if let Payload::Str(s) = self.payload_mut(r) {
                s.interned = true;
            }
            let r = self.keep(r, LARGE_COUNT);
            self.interp.latin1.push(r);
        }
        let empty = self.make(TypeId::Bytes, Payload::Bytes(Box::default()));
        self.interp.empty_bytes = self.keep(empty, LARGE_COUNT);
        for b in 0..=255u8 {
            let r = self.make(TypeId::Bytes, Payload::Bytes(Box::new([b])));
            let r = self.keep(r, LARGE_COUNT);
            self.interp.bytes1.push(r);
        }
    }

    fn make_names(&mut self) {
        let mut made = Vec::new();
        let python_2 = self.facts.python_2;
        let names = Names::new(|text| {
            let r = self.intern(match text {
                "__bool__" if python_2 => "__nonzero__",
                "__next__" if python_2 => "next",
                text => text,
            });
            made.push(r);
            r
        });
        for r in made {
            self.heap.make_immortal(r, Immortal::Static);
        }
        self.interp.names = names;
    }

    fn complete_types(&mut self) {
        for row in STATIC_TYPES {
            let class = self.type_ref(row.id);
            let base_of = |id: TypeId| {
                if self.facts.python_2 {
                    id.base_in_two()
                } else {
                    id.base()
                }
            };
            let base = self.type_ref(base_of(row.id));
            let mut mro = vec![class];
            let mut at = row.id;
            while at != TypeId::Object {
                at = base_of(at);
                mro.push(self.type_ref(at));
            }
            let mut bases = if row.id == TypeId::Object {
                Vec::new()
            } else {
                vec![base]
            };
            if row.id == TypeId::ExceptionGroup {
                // The only static type with two bases.
                let exception = self.type_ref(TypeId::Exception);
                bases.push(exception);
                mro.insert(2, exception);
            }
            let dict = self.new_dict();
            let mro = self.new_tuple_tracked(mro);
            let bases = self.new_tuple_tracked(bases);
            for r in [dict, mro, bases] {
                self.heap.untrack(r);
                self.heap.make_immortal(r, Immortal::Static);
            }
            if let Payload::Type(t) = self.payload_mut(class) {
                t.dict = Some(dict);
                t.mro = Some(mro);
                t.bases = Some(bases);
                t.base = (row.id != TypeId::Object).then_some(base);
            }
            self.keep(class, 40);
        }
    }

    fn make_namespaces(&mut self) {
        self.interp.modules = self.new_dict();
        self.interp.garbage = self.new_list(Vec::new());
        self.interp.callbacks = self.new_list(Vec::new());
        let builtins = modules::builtins_name(self);
        let (module, namespace) = self.new_module(builtins);
        self.incref(namespace);
        self.interp.builtins = namespace;
        for row in STATIC_TYPES {
            let hidden = matches!(
                row.name,
                "NoneType"
                    | "ellipsis"
                    | "NotImplementedType"
                    | "function"
                    | "builtin_function_or_method"
                    | "method_descriptor"
                    | "wrapper_descriptor"
                    | "classmethod_descriptor"
                    | "method-wrapper"
                    | "method"
                    | "getset_descriptor"
                    | "member_descriptor"
                    | "cell"
                    | "code"
                    | "generator"
                    | "frame"
                    | "FrameLocalsProxy"
                    | "traceback"
                    | "module"
                    | "mappingproxy"
                    | "iterator"
                    | "classobj"
                    | "instance"
            ) || row.name.contains('_');
            let gone = row.id.only_in_two() && !self.facts.python_2
                || self.facts.python_2 && crate::builtins::two::NOT_IN_TWO.contains(&row.name);
            if row.module == "builtins" && !hidden && !gone {
                let class = self.type_ref(row.id);
                self.dict_set_text(namespace, row.name, class);
            }
        }
        let os_error = self.type_ref(TypeId::OSError);
        if !self.facts.python_2 {
            for alias in ["IOError", "EnvironmentError"] {
                self.dict_set_text(namespace, alias, os_error);
            }
        }
        let constants = [
            ("None", self.interp.none),
            ("True", self.interp.true_),
            ("False", self.interp.false_),
            ("Ellipsis", self.interp.ellipsis),
            ("NotImplemented", self.interp.not_implemented),
            ("__debug__", self.interp.true_),
        ];
        for (name, r) in constants {
            self.dict_set_text(namespace, name, r);
        }
        let functions = crate::builtins::functions::FUNCTIONS.iter().filter(|def| {
            !self.facts.python_2 || !crate::builtins::two::NOT_IN_TWO.contains(&def.name)
        });
        let functions: Vec<_> = functions
            .chain(if self.facts.python_2 {
                crate::builtins::two::FUNCTIONS
            } else {
                &[]
            })
            .collect();
        if self.facts.python_2 {
            for (name, id) in [("bytes", TypeId::Str), ("xrange", TypeId::Range)] {
                let class = self.type_ref(id);
                self.dict_set_text(namespace, name, class);
            }
        }
        for def in functions {
            let f = self.new_builtin(def, None);
            self.dict_set_text(namespace, def.name, f);
            self.decref(f);
        }
        modules::keep_copy(self, namespace);
        if self.version == Version::V3_11 {
            // `interp->builtins_copy`, which restores what a program has changed.
            modules::keep_copy(self, namespace);
        }
        let loaded = self.interp.modules;
        self.dict_set_text(loaded, builtins, module);
        self.decref(module);
        let entries = self.dict(namespace).into_iter().flat_map(|d| d.iter());
        self.interp.first_builtins = entries
            .map(|(_, e)| (e.key, e.value, self.heap.serial(e.value)))
            .collect();
        // `sys` is there from the start; it runs no Python code.
        match self.import_module("sys") {
            Ok(sys) => self.decref(sys),
            Err(e) => self.swallow_unit(Err(e)),
        }
    }

    /// `__main__` and the frame of its code.
    fn enter_main(&mut self, spec: &Rc<crate::code::CodeSpec>, held: CompilerHeld, file: &str) {
        let (module, namespace) = self.new_module("__main__");
        let loaded = self.interp.modules;
        self.dict_set_text(loaded, "__main__", module);
        let builtins_module = self
            .dict_get_text(loaded, modules::builtins_name(self))
            .unwrap_or(self.interp.none);
        if !self.facts.python_2 && !self.at_least(Version::V3_14_2) {
            let notes = self.new_dict();
            let key = self.interp.names.annotations;
            self.dict_set_str(namespace, key, notes);
            self.decref(notes);
        }
        let key = self.interp.names.builtins;
        self.dict_set_str(namespace, key, builtins_module);
        let name = self.new_str(file);
        let key = self.interp.names.file;
        self.dict_set_str(namespace, key, name);
        self.decref(name);
        if !self.facts.python_2 && !self.at_least(Version::V3_15) {
            let none = self.interp.none;
            self.dict_set_text(namespace, "__cached__", none);
        }
        self.decref(module);
        let code = self.load_code(spec, file, true, false);
        // The imports of the start-up have used slices: one is kept (`interp->slice_cache`).
        let none = self.interp.none;
        let parts = [none; 3].map(|r| self.newref(r));
        let slice = self.new_slice(parts);
        self.decref(slice);
        self.modules_state.first_serial = self.heap.births();
        self.push_code(code, namespace, namespace, None, Return::ToRust);
        self.decref(code);
        self.leave_startup_memory(spec, held);
        // What the interpreter made so far is old: as after the start of a real one.
        self.heap
            .settle(self.facts.startup_objects, self.facts.startup_garbage);
    }
}

/// There is always room for one type object; this only satisfies the type checker of an empty heap.
fn unreachable_ref() -> Ref {
    match Ref::from_raw(1) {
        Some(r) => r,
        None => unreachable_ref(),
    }
}
