//! `ctypes`, as far as it looks at memory: simple types that read and write the words of the simulated process
//! (`Modules/_ctypes/_ctypes.c`, `Modules/_ctypes/cfield.c`).

use heap::{Addr, BadAddress, Ref, Width, Word};
use num_bigint::{BigInt, Sign};
use num_traits::ToPrimitive;

use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::objects::body::Label;
use crate::objects::function::{GetSetDef, Kwargs, NativeDef};
use crate::objects::native::native_object;
use crate::types::{TypeId, TypeMembers};
use crate::version::Version;
use crate::watch::Stop;

/// The functions of the module.
pub static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function("sizeof", sizeof),
    NativeDef::function("alignment", alignment),
    NativeDef::function("addressof", addressof),
    NativeDef::function("cast", cast),
    NativeDef::function("_change_count", change_count),
    NativeDef::function("_not_supported", super::define::not_supported),
];

/// The part written in Python: the classes.
pub static SOURCE: &str = include_str!("python/ctypes.py");

/// The base of the classes.
pub fn fill(m: &mut Machine, namespace: Ref) -> PyResult<()> {
    let class = m.type_ref(TypeId::CData);
    m.dict_set_text(namespace, "_SimpleCData", class);
    Ok(())
}

/// What a letter of `_type_` means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Int { bytes: u8, signed: bool },
    Bool,
    Char,
    Float,
    Double,
    Pointer,
    Object,
}

impl Kind {
    fn of(letter: &str) -> Option<Self> {
        let int = |bytes, signed| Some(Kind::Int { bytes, signed });
        match letter {
            "b" => int(1, true),
            "B" => int(1, false),
            "h" => int(2, true),
            "H" => int(2, false),
            "i" => int(4, true),
            "I" => int(4, false),
            "l" | "q" => int(8, true),
            "L" | "Q" => int(8, false),
            "?" => Some(Kind::Bool),
            "c" => Some(Kind::Char),
            "f" => Some(Kind::Float),
            "d" => Some(Kind::Double),
            "P" => Some(Kind::Pointer),
            "O" => Some(Kind::Object),
            _ => None,
        }
    }

    fn bytes(self) -> u8 {
        match self {
            Kind::Int { bytes, .. } => bytes,
            Kind::Bool | Kind::Char => 1,
            Kind::Float => 4,
            Kind::Double | Kind::Pointer | Kind::Object => 8,
        }
    }
}

/// Where CDataObject has its `b_value`, the last member.
const OWN_VALUE: u64 = 80;

/// Where the value lies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Place {
    /// In the object itself.
    Own(u64),
    /// At an address.
    At(u64),
}

#[derive(Clone, Debug)]
struct CData {
    kind: Kind,
    place: Place,
    /// `b_objects`: what a py_object keeps alive.
    objects: Option<Ref>,
}

impl CData {
    fn each(&self, _: bool, visit: &mut dyn FnMut(Label, Ref)) {
        if let Some(r) = self.objects {
            visit(Label::Field("_objects"), r);
        }
    }

    fn clear(&mut self, released: &mut Vec<Ref>) {
        released.extend(self.objects.take());
    }
}

native_object!(CData, 96);

/// The tables of the base of all simple types.
pub static CDATA: TypeMembers = TypeMembers {
    new: Some(new),
    init: Some(init),
    methods: &[
        NativeDef::class_method("from_address", from_address),
        NativeDef::class_method("in_dll", in_dll),
        NativeDef::slot("__repr__", repr),
        NativeDef::slot("__bool__", truth),
    ],
    getset: &[
        GetSetDef::write("value", value, set_value),
        GetSetDef::read("_objects", objects),
        GetSetDef::read("_b_base_", base),
        GetSetDef::read("_b_needsfree_", needs_free),
    ],
};

fn kind_of_class(m: &mut Machine, class: Ref) -> PyResult<Kind> {
    let name = m.intern("_type_");
    let letter = if matches!(m.payload(class), Payload::Type(_)) {
        m.type_lookup(class, name)
    } else {
        None
    };
    m.decref(name);
    match letter.and_then(|r| m.str_of(r)).and_then(Kind::of) {
        Some(kind) => Ok(kind),
        None => Err(m.type_error("abstract class")),
    }
}

fn data(m: &Machine, r: Ref) -> Option<&CData> {
    m.native::<CData>(r)
}

fn make(m: &mut Machine, class: Ref, kind: Kind, place: Place) -> Ref {
    m.instantiate(
        class,
        Payload::Native(Box::new(CData {
            kind,
            place,
            objects: None,
        })),
    )
}

fn new(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let Some(&class) = args.first() else {
        return Err(m.type_error("a class is needed"));
    };
    let kind = kind_of_class(m, class)?;
    Ok(make(m, class, kind, Place::Own(0)))
}

fn init(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    match args {
        [_] => Ok(m.none()),
        &[object, value] => {
            set_value(m, object, Some(value))?;
            Ok(m.none())
        }
        _ => {
            let given = args.len().saturating_sub(1);
            Err(m.type_error(&format!(
                "__init__ expected at most 1 argument, got {given}"
            )))
        }
    }
}

/// An int as the bits of a pointer.
fn address_bits(m: &Machine, r: Ref) -> Option<u64> {
    m.to_int(r).map(|value| low_bits(&value))
}

/// The lowest 64 bits of an int in two's complement.
fn low_bits(value: &BigInt) -> u64 {
    let low = value.magnitude().iter_u64_digits().next().unwrap_or(0);
    if value.sign() == Sign::Minus {
        low.wrapping_neg()
    } else {
        low
    }
}

fn from_address(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[class, address] = args else {
        let given = args.len().saturating_sub(1);
        return Err(m.type_error(&format!(
            "from_address() takes exactly one argument ({given} given)"
        )));
    };
    let Some(at) = address_bits(m, address) else {
        return Err(m.type_error("integer expected"));
    };
    let kind = kind_of_class(m, class)?;
    Ok(make(m, class, kind, Place::At(at)))
}

fn in_dll(m: &mut Machine, _: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    Err(m.not_supported("ctypes: loading libraries; what is here reads and writes memory"))
}

fn crash(m: &mut Machine, explanation: String) -> Unwind {
    m.stop(Stop::Crash(explanation))
}

/// The 8 bytes around an address, and how many bits the address lies within them.
fn read_around(m: &mut Machine, at: u64) -> PyResult<(u64, u32)> {
    let aligned = at & !7;
    match m.heap.read_word(Addr(aligned)) {
        Ok(word) => match word.value().or_else(|| m.content_word(aligned)) {
            Some(value) => Ok((value, ((at & 7) * 8) as u32)),
            None => Err(m.not_supported(&format!(
                "reading the memory at {at:#x}: it is part of an object, but neither its reference count, its type nor a part that is modelled"
            ))),
        },
        Err(_) => Err(crash(m, format!("Segmentation fault: the program read memory at {at:#x}, where nothing is mapped"))),
    }
}

fn masked(bits: u64, bytes: u8) -> u64 {
    if bytes >= 8 {
        bits
    } else {
        bits & ((1 << (8 * u32::from(bytes))) - 1)
    }
}

/// The bits of a value, as many as its kind has.
fn load(m: &mut Machine, r: Ref) -> PyResult<(Kind, u64)> {
    let Some(data) = data(m, r) else {
        return Err(m.type_error("a ctypes object is needed"));
    };
    let (kind, place) = (data.kind, data.place);
    let bits = match place {
        Place::Own(bits) => bits,
        Place::At(at) => {
            let (word, shift) = read_around(m, at)?;
            if shift + 8 * u32::from(kind.bytes()) > 64 {
                return Err(m.not_supported("ctypes: reading across the end of a word"));
            }
            word >> shift
        }
    };
    Ok((kind, masked(bits, kind.bytes())))
}

fn store(m: &mut Machine, r: Ref, bits: u64) -> PyResult<()> {
    let Some(data) = m.native_mut::<CData>(r) else {
        return Ok(());
    };
    let bytes = data.kind.bytes();
    let at = match &mut data.place {
        Place::Own(own) => {
            *own = masked(bits, bytes);
            return Ok(());
        }
        Place::At(at) => *at,
    };
    let (value, width) = match (bytes, at & 7) {
        (8, 0) => (bits, Width::Eight),
        (4, 0) => (bits, Width::Four),
        _ => {
            let (word, shift) = read_around(m, at)?;
            if shift + 8 * u32::from(bytes) > 64 {
                return Err(m.not_supported("ctypes: writing across the end of a word"));
            }
            let mask = masked(u64::MAX, bytes) << shift;
            (word & !mask | (bits << shift) & mask, Width::Eight)
        }
    };
    match m.heap.write_word(Addr(at & !7), value, width) {
        Ok(()) => Ok(()),
        Err(BadAddress::NotMapped(_)) => Err(crash(
            m,
            format!(
                "Segmentation fault: the program wrote to memory at {at:#x}, where nothing is mapped"
            ),
        )),
        Err(BadAddress::NotACount(_)) => Err(m.not_supported(&format!(
            "writing to the memory at {at:#x}: only reference counts can be written"
        ))),
    }
}

/// The object that a pointer means: following a wrong one breaks the process.
fn follow(m: &mut Machine, pointer: u64) -> PyResult<Ref> {
    if let Some(r) = m.heap.object_at(Addr(pointer)) {
        return Ok(m.newref(r));
    }
    let what = match m.heap.read_word(Addr(pointer)) {
        Ok(Word::Freed { .. }) => "whose object has been freed",
        Ok(_) => "where no object begins",
        Err(_) => "where nothing is mapped",
    };
    Err(crash(
        m,
        format!(
            "Segmentation fault: the program took the address {pointer:#x}, {what}, for an object"
        ),
    ))
}

fn value(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    let (kind, bits) = load(m, r)?;
    Ok(match kind {
        Kind::Int {
            bytes,
            signed: true,
        } => {
            let unused = 64 - 8 * u32::from(bytes);
            m.new_int((bits << unused) as i64 >> unused)
        }
        Kind::Int { .. } => m.new_bigint(BigInt::from(bits)),
        Kind::Bool => m.bool(bits != 0),
        Kind::Char => m.new_bytes(&[bits as u8]),
        Kind::Float => m.new_float(f64::from(f32::from_bits(bits as u32))),
        Kind::Double => m.new_float(f64::from_bits(bits)),
        Kind::Pointer if bits == 0 => m.none(),
        Kind::Pointer => m.new_bigint(BigInt::from(bits)),
        Kind::Object if bits == 0 => return Err(m.value_error("PyObject is NULL")),
        Kind::Object => return follow(m, bits),
    })
}

fn set_value(m: &mut Machine, r: Ref, value: Option<Ref>) -> PyResult<()> {
    let Some(value) = value else {
        return Err(m.type_error("can't delete attribute"));
    };
    let Some(data) = data(m, r) else {
        return Err(m.type_error("a ctypes object is needed"));
    };
    let bits = match data.kind {
        Kind::Int { .. } => {
            let number = m.index_object(value)?;
            match number {
                Some(number) => {
                    let bits = address_bits(m, number).unwrap_or(0);
                    m.decref(number);
                    bits
                }
                None => {
                    let got = m.type_name(value).to_owned();
                    return Err(m.type_error(&format!(
                        "'{got}' object cannot be interpreted as an integer"
                    )));
                }
            }
        }
        Kind::Bool => u64::from(m.truth(value)?),
        Kind::Char => {
            let byte = match m.payload(value) {
                Payload::Bytes(b) if b.len() == 1 => b.first().copied(),
                Payload::ByteArray(b) if b.len() == 1 => b.first().copied(),
                Payload::Int(i) => u8::try_from(*i).ok(),
                _ => None,
            };
            match byte {
                Some(byte) => u64::from(byte),
                None => {
                    return Err(m.type_error("one character bytes, bytearray or integer expected"));
                }
            }
        }
        kind @ (Kind::Float | Kind::Double) => {
            let number = match m.payload(value) {
                Payload::Float(f) => Some(*f),
                _ => m.to_int(value).and_then(|i| i.to_f64()),
            };
            let Some(number) = number else {
                let got = m.type_name(value).to_owned();
                return Err(m.type_error(&format!("must be real number, not {got}")));
            };
            if kind == Kind::Float {
                u64::from((number as f32).to_bits())
            } else {
                number.to_bits()
            }
        }
        Kind::Pointer => match m.payload(value) {
            Payload::None => 0,
            _ => match address_bits(m, value) {
                Some(bits) => bits,
                None => return Err(m.type_error("cannot be converted to pointer")),
            },
        },
        Kind::Object => {
            // The pointer is borrowed; the object is kept alive beside it.
            m.incref(value);
            let old = m
                .native_mut::<CData>(r)
                .and_then(|d| d.objects.replace(value));
            m.xdecref(old);
            m.heap.addr(value).0
        }
    };
    store(m, r, bits)
}

fn repr(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[r] = args else {
        return Err(m.type_error("a ctypes object is needed"));
    };
    let class = m.class_of(r);
    let direct =
        matches!(m.payload(class), Payload::Type(t) if t.base == Some(m.type_ref(TypeId::CData)));
    let name = m.class_name(class).to_owned();
    if !direct {
        let text = format!("<{name} object at {}>", m.heap.addr(r));
        return Ok(m.new_str(&text));
    }
    if let (Kind::Object, 0) = load(m, r)? {
        return Ok(m.new_str(&format!("{name}(<NULL>)")));
    }
    let value = value(m, r)?;
    m.hold(value);
    let text = m.repr_string(value);
    m.unhold();
    let text = m.give_up(value, text)?;
    Ok(m.new_str(&format!("{name}({text})")))
}

fn truth(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[r] = args else {
        return Err(m.type_error("a ctypes object is needed"));
    };
    let (_, bits) = load(m, r)?;
    Ok(m.bool(bits != 0))
}

fn objects(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    let kept = data(m, r).and_then(|d| d.objects).unwrap_or(m.interp.none);
    Ok(m.newref(kept))
}

fn base(m: &mut Machine, _: Ref) -> PyResult<Ref> {
    Ok(m.none())
}

fn needs_free(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    let own = matches!(
        data(m, r),
        Some(CData {
            place: Place::Own(_),
            ..
        })
    );
    Ok(m.new_int(i64::from(own)))
}

fn only(m: &mut Machine, name: &str, args: &[Ref]) -> PyResult<Ref> {
    match args {
        [r] => Ok(*r),
        _ => Err(m.type_error(&format!(
            "{name}() takes exactly one argument ({} given)",
            args.len()
        ))),
    }
}

fn kind_of_either(m: &mut Machine, r: Ref) -> PyResult<Kind> {
    if let Some(data) = data(m, r) {
        return Ok(data.kind);
    }
    if matches!(m.payload(r), Payload::Type(t) if t.native == TypeId::CData) {
        return kind_of_class(m, r);
    }
    Err(m.type_error("this type has no size"))
}

fn sizeof(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let r = only(m, "_ctypes.sizeof", args)?;
    let kind = kind_of_either(m, r)?;
    Ok(m.new_int(i64::from(kind.bytes())))
}

fn alignment(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    sizeof(m, args, kwargs)
}

fn addressof(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let r = only(m, "_ctypes.addressof", args)?;
    match data(m, r).map(|d| d.place) {
        Some(Place::At(at)) => Ok(m.new_bigint(BigInt::from(at))),
        Some(Place::Own(_)) => {
            let at = m.heap.addr(r).0 + OWN_VALUE;
            Ok(m.new_bigint(BigInt::from(at)))
        }
        None if m.at_least(Version::V3_13) => {
            let got = m.type_name(r).to_owned();
            Err(m.type_error(&format!(
                "addressof() argument must be _ctypes._CData, not {got}"
            )))
        }
        None => Err(m.type_error("invalid type")),
    }
}

/// `cast(address, py_object)` and other simple types: the address becomes the value.
fn cast(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[source, class] = args else {
        return Err(m.type_error(&format!(
            "cast() takes 2 positional arguments but {} were given",
            args.len()
        )));
    };
    let kind = match m.payload(class) {
        Payload::Type(t) if t.native == TypeId::CData => kind_of_class(m, class)?,
        _ => return Err(m.type_error("cast() argument 2 must be a pointer")),
    };
    if !matches!(kind, Kind::Pointer | Kind::Object) {
        let name = m.class_name(class).to_owned();
        return Err(m.type_error(&format!("cast() argument 2 must be a pointer, not {name}")));
    }
    let bits = match data(m, source).map(|d| d.kind) {
        Some(Kind::Pointer | Kind::Object) => load(m, source)?.1,
        Some(_) => return Err(m.not_supported("ctypes: casting anything but an address")),
        None if m.is_none(source) => 0,
        None => match address_bits(m, source) {
            Some(bits) => bits,
            None => return Err(m.not_supported("ctypes: casting anything but an address")),
        },
    };
    Ok(make(m, class, kind, Place::Own(bits)))
}

/// `pythonapi.Py_IncRef` and `Py_DecRef`: the object, and by how much its count changes.
fn change_count(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[pointer, by] = args else {
        return Err(m.type_error("_change_count() takes 2 arguments"));
    };
    let Some(CData {
        kind: Kind::Object, ..
    }) = data(m, pointer)
    else {
        return Err(m.type_error("py_object instance expected"));
    };
    let object = value(m, pointer)?;
    let up = m.index(by)? > 0;
    // One holder more or fewer than there are: as after writing the count by hand.
    if !m.heap.is_immortal(object) {
        let address = m.heap.addr(object);
        let count = m.heap.refcnt_word(object);
        let count = if up {
            count.wrapping_add(1)
        } else {
            count.wrapping_sub(1)
        };
        if m.heap.write_word(address, count, Width::Eight).is_err() {
            return Err(m.not_supported("ctypes: changing this count"));
        }
    }
    // Taking one away may have left only the reference of this function.
    m.decref(object);
    Ok(m.none())
}

impl Machine {
    /// A word of an object's own content: the parts of CPython's structs that programs look at.
    fn content_word(&self, at: u64) -> Option<u64> {
        let address = |r: Ref| self.heap.addr(r).0;
        // The contents of these begin behind `ob_refcnt` and `ob_type`, within 4 KiB.
        let (object, offset) = (2..512).find_map(|words| {
            let start = at.checked_sub(8 * words)?;
            self.heap.object_at(Addr(start)).map(|r| (r, 8 * words))
        })?;
        match self.payload(object) {
            Payload::List(list) => match offset {
                16 => Some(list.items.len() as u64),
                24 => Some(list.array.map_or(0, |block| self.heap.block_addr(block).0)),
                32 => Some(u64::from(list.capacity)),
                _ => None,
            },
            Payload::Tuple(tuple) => {
                let first = if self.facts.tuple_hash { 32 } else { 24 };
                match offset {
                    16 => Some(tuple.items.len() as u64),
                    _ => tuple
                        .items
                        .get(usize::try_from(offset.checked_sub(first)? / 8).ok()?)
                        .map(|&r| address(r)),
                }
            }
            Payload::Native(_) => match self.native::<CData>(object)?.place {
                Place::Own(bits) if offset == OWN_VALUE => Some(bits),
                _ => None,
            },
            Payload::Float(value) => (offset == 16).then(|| value.to_bits()),
            Payload::Dict(dict) => (offset == 16).then(|| dict.len() as u64),
            Payload::Bytes(bytes) => (offset == 16).then_some(bytes.len() as u64),
            Payload::Str(text) => (offset == 16).then_some(text.chars as u64),
            _ => None,
        }
    }
}
