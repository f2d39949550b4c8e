//! Exception groups: members, `split`, `subgroup` (`Objects/exceptions.c`).

use heap::Ref;

use super::argument;
use super::exception_init::{init, make};
use super::exceptions::{exception, exception_mut, field, str};
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::{GetSetDef, Kwargs, NativeDef};
use crate::types::{TypeId, TypeMembers};
use crate::version::Version;

/// Groups inside groups deeper than this raise RecursionError before the real machine's stack ends.
const MOST_NESTED: u32 = 150;

/// `BaseExceptionGroup`
pub static EXCEPTION_GROUP: TypeMembers = TypeMembers {
    new: Some(new_group),
    init: Some(init),
    methods: &[
        NativeDef::method("derive", derive).gathering_until(Version::V3_12),
        NativeDef::method("split", split).gathering_until(Version::V3_12),
        NativeDef::method("subgroup", subgroup).gathering_until(Version::V3_12),
        NativeDef::class_method("__class_getitem__", super::generic_alias::class_getitem),
        NativeDef::slot("__str__", str),
    ],
    getset: &[
        GetSetDef::read("message", |m, e| field(m, e, "message")),
        GetSetDef::read("exceptions", |m, e| field(m, e, "exceptions")),
    ],
};

fn new_group(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, rest) = argument::this(m, args)?;
    argument::no_keywords(m, "BaseExceptionGroup", kwargs)?;
    let &[message, sequence] = rest else {
        let text = format!(
            "BaseExceptionGroup.__new__() takes exactly 2 arguments ({} given)",
            rest.len()
        );
        return Err(m.type_error(&text));
    };
    if m.str_of(message).is_none() {
        let text = format!(
            "BaseExceptionGroup.__new__() argument 1 must be str, not {}",
            m.type_name(message)
        );
        return Err(m.type_error(&text));
    }
    if !matches!(m.payload(sequence), Payload::List(_) | Payload::Tuple(_)) {
        return Err(m.type_error("second argument (exceptions) must be a sequence"));
    }
    let members = m.collect(sequence)?;
    let mut error = None;
    if members.is_empty() {
        error = Some(String::from(
            "second argument (exceptions) must be a non-empty sequence",
        ));
    }
    for (i, &member) in members.iter().enumerate() {
        if exception(m, member).is_none() {
            error = Some(format!(
                "Item {i} of second argument (exceptions) is not an exception"
            ));
            break;
        }
    }
    if let Some(text) = error {
        m.decref_all(members);
        return Err(m.value_error(&text));
    }
    let plain = m.type_ref(TypeId::Exception);
    let all_plain = members.iter().all(|&r| m.is_instance(r, plain));
    let mut class = class;
    if class == m.type_ref(TypeId::BaseExceptionGroup) {
        if all_plain {
            class = m.type_ref(TypeId::ExceptionGroup);
        }
    } else if !all_plain && m.native_of_class(class) == TypeId::ExceptionGroup {
        let name = m.class_name(class).to_owned();
        let text = if class == m.type_ref(TypeId::ExceptionGroup) {
            String::from("Cannot nest BaseExceptions in an ExceptionGroup")
        } else {
            format!("Cannot nest BaseExceptions in '{name}'")
        };
        m.decref_all(members);
        return Err(m.type_error(&text));
    }
    let members = m.new_tuple_tracked(members);
    m.hold(members);
    let e = make(m, class, rest);
    m.unhold();
    m.incref(message);
    if let Some(x) = exception_mut(m, e) {
        x.set_field("message", message);
        x.set_field("exceptions", members);
    }
    Ok(e)
}

/// The exceptions in a group, borrowed.
pub(crate) fn members(m: &Machine, group: Ref) -> Vec<Ref> {
    exception(m, group)
        .and_then(|x| x.field("exceptions"))
        .and_then(|t| m.items(t))
        .map(<[Ref]>::to_vec)
        .unwrap_or_default()
}

fn derive(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    let excs = only(m, "derive", rest, kwargs)?;
    let message = field(m, this, "message")?;
    let class = m.type_ref(TypeId::BaseExceptionGroup);
    let result = new_group(m, &[class, message, excs], &[]);
    m.decref(message);
    result
}

/// The one argument of a method; up to 3.12 it comes in a tuple.
fn only(m: &mut Machine, method: &str, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    if !m.at_least(Version::V3_13) {
        argument::count(m, method, args.len(), 1, 1)?;
    }
    argument::one(m, &format!("BaseExceptionGroup.{method}"), args, kwargs)
}

/// What a group is divided by.
enum Asked {
    /// What `split` is given: a class, classes or a function.
    Condition(Ref),
    /// These exceptions, which are no groups.
    Leaves(Vec<Ref>),
}

/// Whether a group or an exception is what is asked for.
fn matches(m: &mut Machine, e: Ref, asked: &Asked) -> PyResult<bool> {
    let condition = match asked {
        Asked::Condition(condition) => *condition,
        Asked::Leaves(leaves) => return Ok(leaves.contains(&e)),
    };
    let is_kind =
        m.is_exception_class(condition) || matches!(m.payload(condition), Payload::Tuple(_));
    if is_kind {
        return Ok(m.exception_matches(e, condition));
    }
    let result = m.call(condition, &[e])?;
    m.hold(result);
    let truth = m.truth(result);
    m.unhold();
    m.give_up(result, truth)
}

/// The parts of a group that match and that do not, as new references.
fn split_group(
    m: &mut Machine,
    e: Ref,
    condition: &Asked,
    depth: u32,
) -> PyResult<(Option<Ref>, Option<Ref>)> {
    if depth > MOST_NESTED {
        return Err(m.error(
            TypeId::RecursionError,
            "maximum recursion depth exceeded in exceptiongroup_split_recursive",
        ));
    }
    if matches(m, e, condition)? {
        return Ok((Some(m.newref(e)), None));
    }
    if !m.is_native(e, TypeId::BaseExceptionGroup) {
        return Ok((None, Some(m.newref(e))));
    }
    let yes = m.new_list(Vec::new());
    m.hold(yes);
    let no = m.new_list(Vec::new());
    m.hold(no);
    let result = split_members(m, e, condition, (yes, no), depth);
    m.unhold();
    m.unhold();
    let result = m.give_up(no, result);
    m.give_up(yes, result)
}

fn split_members(
    m: &mut Machine,
    e: Ref,
    condition: &Asked,
    (yes, no): (Ref, Ref),
    depth: u32,
) -> PyResult<(Option<Ref>, Option<Ref>)> {
    for member in members(m, e) {
        let (a, b) = split_group(m, member, condition, depth + 1)?;
        if let Some(a) = a {
            m.list_append(yes, a);
        }
        if let Some(b) = b {
            m.list_append(no, b);
        }
    }
    let first = subset(m, e, yes)?;
    if let Some(r) = first {
        m.hold(r);
    }
    let second = subset(m, e, no);
    if first.is_some() {
        m.unhold();
    }
    match (second, first) {
        (Ok(second), _) => Ok((first, second)),
        (Err(error), Some(r)) => m.give_up(r, Err(error)),
        (Err(error), None) => Err(error),
    }
}

/// A group like another one with some of its members: notes, cause, context and traceback go along.
fn subset(m: &mut Machine, group: Ref, list: Ref) -> PyResult<Option<Ref>> {
    if m.items(list).is_none_or(<[Ref]>::is_empty) {
        return Ok(None);
    }
    let new = m.call_method(group, "derive", &[list])?;
    let Some(x) = exception(m, group) else {
        return Ok(Some(new));
    };
    let (traceback, context, cause, suppress) =
        (x.traceback, x.context, x.cause, x.suppress_context);
    for r in [traceback, context, cause].into_iter().flatten() {
        m.incref(r);
    }
    let mut old = Vec::new();
    if let Some(x) = exception_mut(m, new) {
        old.extend(std::mem::replace(&mut x.traceback, traceback));
        old.extend(std::mem::replace(&mut x.context, context));
        old.extend(std::mem::replace(&mut x.cause, cause));
        x.suppress_context = suppress;
    } else {
        old.extend([traceback, context, cause].into_iter().flatten());
    }
    m.decref_all(old);
    let key = m.interp.names.notes;
    if let Some(notes) = m.instance_attribute(group, key) {
        let items = m.items(notes).map(<[Ref]>::to_vec).unwrap_or_default();
        for &r in &items {
            m.incref(r);
        }
        let copy = m.new_list(items);
        let result = m.setattr(new, key, Some(copy));
        m.decref(copy);
        if let Err(e) = result {
            return m.give_up(new, Err(e));
        }
    }
    Ok(Some(new))
}

fn split(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    let condition = only(m, "split", rest, kwargs)?;
    check_condition(m, condition)?;
    let (a, b) = split_group(m, this, &Asked::Condition(condition), 0)?;
    let none = m.interp.none;
    let parts = [a, b].map(|r| r.unwrap_or_else(|| m.newref(none)));
    Ok(m.new_tuple_tracked(parts.to_vec()))
}

fn subgroup(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    let condition = only(m, "subgroup", rest, kwargs)?;
    check_condition(m, condition)?;
    let (a, b) = split_group(m, this, &Asked::Condition(condition), 0)?;
    m.xdecref(b);
    match a {
        Some(a) => Ok(a),
        None => Ok(m.none()),
    }
}

fn check_condition(m: &mut Machine, condition: Ref) -> PyResult<()> {
    let fine = match m.payload(condition) {
        Payload::Tuple(t) => t.items.iter().all(|&k| m.is_exception_class(k)),
        Payload::Type(_) => m.is_exception_class(condition),
        Payload::Function(_) | Payload::Builtin(_) | Payload::Method(_) => true,
        _ => false,
    };
    if fine {
        return Ok(());
    }
    Err(m.type_error(if m.version >= Version::V3_13 {
        "expected an exception type, a tuple of exception types, or a callable (other than a class)"
    } else {
        "expected a function, exception type or tuple of exception types"
    }))
}

/// What an `except*` for `kind` takes of an exception, and what it leaves (`exception_group_match`).
///
/// # Errors
/// A kind that is a group itself; what a `split` of the program's own raises.
pub(crate) fn taken(m: &mut Machine, e: Ref, kind: Ref) -> PyResult<(Option<Ref>, Option<Ref>)> {
    let group = m.type_ref(TypeId::BaseExceptionGroup);
    let kinds = match m.payload(kind) {
        Payload::Tuple(t) => t.items.to_vec(),
        _ => vec![kind],
    };
    if kinds.iter().any(|&kind| m.is_subclass(kind, group)) {
        return Err(m.type_error(
            "catching ExceptionGroup with except* is not allowed. Use except instead.",
        ));
    }
    if m.is_none(e) {
        return Ok((None, None));
    }
    let is_group = m.is_native(e, TypeId::BaseExceptionGroup);
    if m.exception_matches(e, kind) {
        if is_group {
            return Ok((Some(m.newref(e)), None));
        }
        // An exception by itself becomes a group for the handler.
        m.incref(e);
        let members = m.new_tuple_tracked(vec![e]);
        let wrapped = grouped(m, members)?;
        if m.at_least(Version::V3_13) {
            m.add_traceback(wrapped);
        }
        return Ok((Some(wrapped), None));
    }
    if !is_group {
        return Ok((None, Some(m.newref(e))));
    }
    let pair = m.call_method(e, "split", &[kind])?;
    let parts = m.items(pair).filter(|_| m.is_native(pair, TypeId::Tuple));
    let Some(&[found, rest, ..]) = parts else {
        let (class, got) = (m.type_name(e), m.type_name(pair));
        let message = format!("{class}.split must return a tuple, not {got}");
        let error = m.type_error(&message);
        return m.give_up(pair, Err(error));
    };
    let parts = [found, rest].map(|r| (!m.is_none(r)).then(|| m.newref(r)));
    m.decref(pair);
    Ok((parts[0], parts[1]))
}

/// A group without a message of a sequence of exceptions (taken over).
fn grouped(m: &mut Machine, members: Ref) -> PyResult<Ref> {
    let message = m.new_str("");
    let class = m.type_ref(TypeId::BaseExceptionGroup);
    m.hold(members);
    let result = new_group(m, &[class, message, members], &[]);
    m.unhold();
    m.decref(message);
    m.give_up(members, result)
}

/// What is raised after the handlers of `except*` (`_PyExc_PrepReraiseStar`): of what they raised and left, what was
/// only passed on is one group again, in the shape of the original.
///
/// # Errors
/// What a `derive` of the program's own raises.
pub(crate) fn left_over(m: &mut Machine, original: Ref, list: Ref) -> PyResult<Ref> {
    let items = m.items(list).map(<[Ref]>::to_vec).unwrap_or_default();
    if !m.is_native(original, TypeId::BaseExceptionGroup) {
        let first = items.first().copied().unwrap_or(m.interp.none);
        return Ok(m.newref(first));
    }
    let (mut raised, mut leaves) = (Vec::new(), Vec::new());
    for e in items {
        if m.is_none(e) {
            continue;
        }
        if same_metadata(m, e, original) {
            collect_leaves(m, e, &mut leaves);
        } else {
            raised.push(e);
        }
    }
    let passed_on = match leaves.is_empty() {
        true => None,
        false => {
            let (kept, rest) = split_group(m, original, &Asked::Leaves(leaves), 0)?;
            m.xdecref(rest);
            kept
        }
    };
    match (raised.as_slice(), passed_on) {
        ([], passed_on) => Ok(passed_on.unwrap_or_else(|| m.none())),
        (&[only], None) => Ok(m.newref(only)),
        (all, passed_on) => {
            let mut members: Vec<Ref> = all.iter().map(|&e| m.newref(e)).collect();
            members.extend(passed_on);
            let members = m.new_list(members);
            grouped(m, members)
        }
    }
}

/// Whether both are groups that one exception was divided into (`is_same_exception_metadata`).
fn same_metadata(m: &Machine, a: Ref, b: Ref) -> bool {
    if !m.is_native(a, TypeId::BaseExceptionGroup) {
        return false;
    }
    let about = [a, b].map(|e| exception(m, e).map(|x| (x.traceback, x.cause, x.context)));
    about[0] == about[1]
}

fn collect_leaves(m: &Machine, e: Ref, leaves: &mut Vec<Ref>) {
    if m.is_native(e, TypeId::BaseExceptionGroup) {
        for member in members(m, e) {
            collect_leaves(m, member, leaves);
        }
    } else {
        leaves.push(e);
    }
}
