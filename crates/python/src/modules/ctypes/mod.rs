//! `ctypes`, as far as it looks at memory: simple types that read and write the words of the simulated process
//! (`Modules/_ctypes/_ctypes.c`, `Modules/_ctypes/cfield.c`).

mod functions;
mod memory;
mod value;

use heap::Ref;

use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::body::Label;
use crate::objects::function::{GetSetDef, Kwargs, NativeDef};
use crate::objects::native::native_object;
use crate::types::{TypeId, TypeMembers};
use functions::{addressof, alignment, cast, change_count, sizeof};
use memory::address_bits;
use value::{repr, set_value, truth, value};

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
pub static SOURCE: &str = include_str!("../python/ctypes.py");

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
