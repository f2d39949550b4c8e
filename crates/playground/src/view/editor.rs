//! The text of the program: a plain text area at first and whenever the editor cannot be had, then the editor.

use std::rc::Rc;

use js_sys::Promise;
use scene::state::SourceRange;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, HtmlTextAreaElement};
use yew::prelude::*;

use crate::hooks::use_latest;
use crate::protocol::Failure;
use crate::state::Action;

#[wasm_bindgen(raw_module = "./page.js")]
extern "C" {
    /// The module with the class `Editor`.
    #[wasm_bindgen(js_name = loadEditor)]
    fn load_editor() -> Promise;
}

#[wasm_bindgen]
extern "C" {
    /// `www/editor.src.js`
    #[derive(Clone)]
    type CodeEditor;
    #[wasm_bindgen(method)]
    fn set_doc(this: &CodeEditor, text: &str);
    #[wasm_bindgen(method)]
    fn set_exec_line(this: &CodeEditor, line: u32);
    #[wasm_bindgen(method)]
    fn set_diagnostics(this: &CodeEditor, json: &str);
    #[wasm_bindgen(method)]
    fn destroy(this: &CodeEditor);
}

#[derive(Properties, PartialEq)]
pub struct EditorProps {
    pub source: Rc<str>,
    /// Grows when the text was changed by anything but this editor.
    pub edition: u32,
    /// To be marked as running.
    pub line: Option<u32>,
    /// To be shown at its place.
    pub failure: Option<Failure>,
    /// The time has come to fetch the large file.
    pub load: bool,
    pub on: Callback<Action>,
}

/// An editor and the callback that it calls.
struct Mounted {
    editor: CodeEditor,
    _on_change: Closure<dyn FnMut(String)>,
}

impl Drop for Mounted {
    fn drop(&mut self) {
        self.editor.destroy();
    }
}

#[component]
pub fn Editor(props: &EditorProps) -> Html {
    let host = use_node_ref();
    let mounted = use_mut_ref(|| None::<Mounted>);
    let ready = use_state(|| false);
    // Once it is time, it stays time: a second run does not take the editor away.
    let load = use_mut_ref(|| false);
    let wanted = {
        let mut load = load.borrow_mut();
        *load |= props.load;
        *load
    };
    let source = use_latest(props.source.clone());
    {
        let (host, mounted, ready, on) = (
            host.clone(),
            mounted.clone(),
            ready.clone(),
            props.on.clone(),
        );
        use_effect_with(wanted, move |&wanted| {
            if !wanted {
                return;
            }
            spawn_local(async move {
                // Without the editor the text area stays.
                let Ok(module) = JsFuture::from(load_editor()).await else {
                    return;
                };
                let Some(host) = host.cast::<Element>() else {
                    return;
                };
                let text = source.borrow().clone().unwrap_or_default();
                let Some(editor) = mount(&module, &host, &text, on) else {
                    return;
                };
                *mounted.borrow_mut() = Some(editor);
                ready.set(true);
            });
        });
    }
    {
        let (mounted, source) = (mounted.clone(), props.source.clone());
        use_effect_with((props.edition, *ready), move |_| {
            if let Some(Mounted { editor, .. }) = &*mounted.borrow() {
                editor.set_doc(&source);
            }
        });
    }
    {
        let mounted = mounted.clone();
        use_effect_with((props.line, *ready), move |&(line, _)| {
            if let Some(Mounted { editor, .. }) = &*mounted.borrow() {
                editor.set_exec_line(line.unwrap_or(0));
            }
        });
    }
    {
        let (mounted, source) = (mounted.clone(), props.source.clone());
        use_effect_with((props.failure.clone(), *ready), move |(failure, _)| {
            if let Some(Mounted { editor, .. }) = &*mounted.borrow() {
                editor.set_diagnostics(&diagnostics(&source, failure.as_ref()));
            }
        });
    }
    let oninput = props.on.reform(|event: InputEvent| {
        Action::Typed(
            event
                .target_unchecked_into::<HtmlTextAreaElement>()
                .value()
                .into(),
        )
    });
    html! {
        <div class="editor" data-ready={ready.to_string()}>
            <div class="editor-host" ref={host}></div>
            if !*ready {
                <textarea
                    aria-label="Python program" spellcheck="false" autocomplete="off" autocapitalize="off" wrap="off"
                    value={props.source.to_string()} {oninput}
                />
            }
        </div>
    }
}

fn mount(module: &JsValue, host: &Element, text: &str, on: Callback<Action>) -> Option<Mounted> {
    let class: js_sys::Function = js_sys::Reflect::get(module, &"Editor".into())
        .ok()?
        .dyn_into()
        .ok()?;
    let on_change =
        Closure::<dyn FnMut(String)>::new(move |text: String| on.emit(Action::Typed(text.into())));
    let arguments = js_sys::Array::of3(host, &text.into(), on_change.as_ref());
    let editor = js_sys::Reflect::construct(&class, &arguments).ok()?;
    Some(Mounted {
        editor: editor.unchecked_into(),
        _on_change: on_change,
    })
}

/// What the editor marks, as JSON with byte offsets.
fn diagnostics(source: &str, failure: Option<&Failure>) -> String {
    let Some((failure, range)) = failure.and_then(|failure| Some((failure, failure.range?))) else {
        return "[]".to_owned();
    };
    let (from, to) = bytes(source, range);
    let message = failure
        .message
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n");
    let message: String = message
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    format!(r#"[{{"from":{from},"to":{to},"message":"{message}"}}]"#)
}

/// Byte offsets of a range; at least one character is marked where there is one.
fn bytes(source: &str, range: SourceRange) -> (usize, usize) {
    let from = offset(source, range.start_line, range.start_column);
    let to = offset(source, range.end_line, range.end_column);
    let next = source
        .get(from..)
        .and_then(|rest| rest.chars().next())
        .map_or(0, char::len_utf8);
    (from, to.max(from + next))
}

/// Byte offset of a line and column, both from 1, columns in characters; the end of the line or text when there is less.
fn offset(source: &str, line: u32, column: u32) -> usize {
    let mut start = 0;
    for (number, text) in (1_u32..).zip(source.split_inclusive('\n')) {
        if number == line {
            let skipped = usize::try_from(column.saturating_sub(1)).unwrap_or(usize::MAX);
            let text = text.trim_end_matches('\n');
            return start
                + text
                    .char_indices()
                    .nth(skipped)
                    .map_or(text.len(), |(at, _)| at);
        }
        start += text.len();
    }
    source.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(start: (u32, u32), end: (u32, u32)) -> SourceRange {
        SourceRange {
            start_line: start.0,
            start_column: start.1,
            end_line: end.0,
            end_column: end.1,
        }
    }

    #[test]
    fn places_are_found_behind_wide_characters() {
        let source = "ä = 1\nbé = (2\n";
        assert_eq!(bytes(source, range((1, 1), (1, 2))), (0, 2));
        assert_eq!(bytes(source, range((2, 6), (2, 7))), (13, 14));
    }

    #[test]
    fn a_place_outside_is_the_end() {
        assert_eq!(bytes("a\n", range((9, 1), (9, 2))), (2, 2));
        assert_eq!(bytes("a\n", range((1, 9), (1, 9))), (1, 2));
        assert_eq!(bytes("", range((1, 1), (1, 1))), (0, 0));
    }
}
