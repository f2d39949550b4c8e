//! Module objects.

use heap::Ref;

use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::{GetSetDef, Kwargs, NativeDef};
use crate::types::{TypeId, TypeMembers};

/// The tables of modules.
pub static MEMBERS: TypeMembers = TypeMembers {
    new: Some(new),
    init: None,
    methods: &[NativeDef::method("__dir__", dir)],
    getset: &[GetSetDef::read("__dict__", dict)],
};

fn new(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let named = |m: &Machine, wanted: &str| {
        let given = kwargs
            .iter()
            .find(|(name, _)| m.str_of(*name) == Some(wanted));
        given.map(|&(_, value)| value)
    };
    let Some(name) = args.get(1).copied().or_else(|| named(m, "name")) else {
        return Err(m.type_error("module() missing required argument 'name' (pos 1)"));
    };
    let Some(text) = m.str_of(name).map(str::to_owned) else {
        let got = m.type_name(name).to_owned();
        return Err(m.type_error(&format!("module() argument 'name' must be str, not {got}")));
    };
    let (module, namespace) = m.new_module(&text);
    if let Some(doc) = args.get(2).copied().or_else(|| named(m, "doc")) {
        let key = m.interp.names.doc;
        m.dict_set_str(namespace, key, doc);
    }
    let Some(&class) = args.first() else {
        return Ok(module);
    };
    if class != m.type_ref(TypeId::Module) {
        m.incref(namespace);
        m.decref(module);
        return Ok(m.instantiate(class, Payload::Module(namespace)));
    }
    Ok(module)
}

fn dict(m: &mut Machine, module: Ref) -> PyResult<Ref> {
    match m.payload(module) {
        Payload::Module(namespace) => {
            let namespace = *namespace;
            Ok(m.newref(namespace))
        }
        _ => Ok(m.none()),
    }
}

fn dir(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let namespace = match args.first().map(|&r| m.payload(r)) {
        Some(Payload::Module(namespace)) => *namespace,
        _ => return Err(m.type_error("a module is needed")),
    };
    let mut names: Vec<String> = m
        .dict(namespace)
        .map(|d| d.iter().map(|(_, e)| m.text(e.key)).collect())
        .unwrap_or_default();
    names.sort();
    let items = names.iter().map(|n| m.intern(n)).collect();
    Ok(m.new_list(items))
}
