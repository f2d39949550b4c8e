//! What modules written in Python need from Rust: types without a name of their own, functions made out of text,
//! and a way to say that something is not here.

use std::rc::Rc;

use heap::Ref;

use crate::compile::{Mode, compile};
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::{Kwargs, NativeDef};
use crate::types::TypeId;

/// For modules that make functions out of text.
pub static DEFINE: &[NativeDef] = &[
    NativeDef::function("_define", define),
    NativeDef::function("_not_supported", not_supported),
];
/// For modules of which a part is missing.
pub static NOT_SUPPORTED: &[NativeDef] = &[NativeDef::function("_not_supported", not_supported)];
/// For `collections.abc`.
pub static CLASS_HAS: &[NativeDef] = &[NativeDef::function("_class_has", class_has)];
/// For `warnings`.
pub static SOURCE_LINE: &[NativeDef] = &[NativeDef::function(
    "_source_line",
    super::traceback::source_line,
)];

/// `_define(source, globals, locals)`: executes the source in the namespaces, as part of the module's own code.
fn define(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[source, globals, locals] = args else {
        return Err(m.type_error("_define() takes 3 arguments"));
    };
    let source = m.text(source);
    if !matches!(
        (m.payload(globals), m.payload(locals)),
        (Payload::Dict(_), Payload::Dict(_))
    ) {
        return Err(m.type_error("_define() needs dicts"));
    }
    let spec = match compile(&source, m.version, Mode::Exec) {
        Ok(compiled) => Rc::new(compiled.spec),
        Err(e) => return Err(m.error(TypeId::SyntaxError, &e.to_string())),
    };
    let code = m.load_code(&spec, "<string>", false, true);
    m.hold(code);
    let result = m.run_code(code, globals, locals, None);
    m.unhold();
    m.give_up(code, result)
}

/// `_class_has(class, name)`: whether the class or one it derives from defines it, and not as None (`_check_methods`).
fn class_has(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[class, name] = args else {
        return Err(m.type_error("_class_has() takes 2 arguments"));
    };
    let found = m.type_lookup(class, name);
    let has = found.is_some_and(|found| !m.is_none(found));
    Ok(m.bool(has))
}

/// `_not_supported(what)`: ends the run and says so.
pub fn not_supported(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let what = args.first().map(|&r| m.text(r)).unwrap_or_default();
    Err(m.not_supported(&what))
}

/// The types of `types` that are built in.
pub fn fill_types(m: &mut Machine, namespace: Ref) -> PyResult<()> {
    let types = [
        ("BuiltinFunctionType", TypeId::BuiltinFunction),
        ("BuiltinMethodType", TypeId::BuiltinFunction),
        ("CellType", TypeId::Cell),
        ("ClassMethodDescriptorType", TypeId::ClassMethodDescriptor),
        ("CodeType", TypeId::Code),
        ("EllipsisType", TypeId::Ellipsis),
        ("FrameType", TypeId::Frame),
        ("FunctionType", TypeId::Function),
        ("GeneratorType", TypeId::Generator),
        ("GenericAlias", TypeId::GenericAlias),
        ("GetSetDescriptorType", TypeId::GetSetDescriptor),
        ("LambdaType", TypeId::Function),
        ("MappingProxyType", TypeId::MappingProxy),
        ("MemberDescriptorType", TypeId::MemberDescriptor),
        ("MethodDescriptorType", TypeId::MethodDescriptor),
        ("MethodType", TypeId::Method),
        ("MethodWrapperType", TypeId::MethodWrapper),
        ("ModuleType", TypeId::Module),
        ("NoneType", TypeId::NoneType),
        ("NotImplementedType", TypeId::NotImplemented),
        ("SimpleNamespace", TypeId::SimpleNamespace),
        ("TracebackType", TypeId::Traceback),
        ("UnionType", TypeId::Union),
        ("WrapperDescriptorType", TypeId::WrapperDescriptor),
    ];
    for (name, id) in types {
        let class = m.type_ref(id);
        m.dict_set_text(namespace, name, class);
    }
    Ok(())
}
