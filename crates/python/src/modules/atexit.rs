//! `atexit`.

use heap::Ref;

use crate::machine::{Machine, PyResult};
use crate::objects::function::{Kwargs, NativeDef};

/// The functions of the module.
pub static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function("register", register).gathering(),
    NativeDef::function("unregister", unregister),
    NativeDef::function("_clear", clear),
    NativeDef::function("_ncallbacks", count),
    NativeDef::function("_run_exitfuncs", run),
];

fn register(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let [function, rest @ ..] = args else {
        return Err(m.type_error("register() takes at least 1 argument (0 given)"));
    };
    for &r in args {
        m.incref(r);
    }
    let tuple = m.new_tuple(rest.to_vec());
    let named = if kwargs.is_empty() {
        None
    } else {
        let dict = m.new_dict();
        for &(k, v) in kwargs {
            m.dict_set_str(dict, k, v);
        }
        Some(dict)
    };
    m.interp.atexit.push((*function, tuple, named));
    Ok(m.newref(*function))
}

fn unregister(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[function] = args else {
        return Err(m.type_error("unregister() takes exactly one argument"));
    };
    let mut at = 0;
    while let Some(&(f, tuple, named)) = m.interp.atexit.get(at) {
        if m.equal(f, function)? {
            m.interp.atexit.remove(at);
            m.decref(f);
            m.decref(tuple);
            m.xdecref(named);
        } else {
            at += 1;
        }
    }
    Ok(m.none())
}

fn clear(m: &mut Machine, _: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    for (f, tuple, named) in std::mem::take(&mut m.interp.atexit) {
        m.decref(f);
        m.decref(tuple);
        m.xdecref(named);
    }
    Ok(m.none())
}

fn count(m: &mut Machine, _: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let n = m.interp.atexit.len() as i64;
    Ok(m.new_int(n))
}

fn run(m: &mut Machine, _: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    crate::finalization::run_atexit(m);
    Ok(m.none())
}
