//! One sentence: what just happened. Also what a screen reader says after a step.

use yew::prelude::*;

use crate::protocol::Shown;
use crate::shared::Shared;
use crate::state::Phase;

#[derive(Properties, PartialEq)]
pub struct SentenceProps {
    pub shown: Option<Shared<Shown>>,
    pub phase: Phase,
    /// Instructions recorded so far, while a run is being recorded.
    pub recorded: Option<u64>,
}

#[component]
pub fn Sentence(props: &SentenceProps) -> Html {
    let text = match (&props.shown, props.recorded) {
        (_, Some(steps)) if steps > 0 => {
            format!("Running: {} instructions so far…", grouped(steps))
        }
        (_, Some(_)) => "Running…".to_owned(),
        (Some(shown), None) => capital(&shown.moment.sentence),
        (None, None) => match props.phase {
            Phase::Waking => "The engine is starting…".to_owned(),
            Phase::Empty => "Write a program and run it.".to_owned(),
            Phase::Refused => "Python does not accept this program.".to_owned(),
            Phase::NotSupported => "Heapscope cannot run this program.".to_owned(),
            Phase::EngineLost => "The engine was restarted. Your program is still here.".to_owned(),
            Phase::Running => "Running…".to_owned(),
            Phase::Shown | Phase::Stopped | Phase::Raised | Phase::LimitReached => String::new(),
        },
    };
    html! { <p class="sentence" role="status" aria-live="polite">{ text }</p> }
}

/// With a capital letter at the beginning, unless it begins with a name.
fn capital(sentence: &str) -> String {
    let first_word = sentence.split(' ').next().unwrap_or_default();
    let word = first_word.chars().all(char::is_alphabetic) && WORDS.contains(&first_word);
    let mut letters = sentence.chars();
    match letters.next() {
        Some(first) if word => first.to_uppercase().chain(letters).collect(),
        _ => sentence.to_owned(),
    }
}

/// Words that sentences begin with; anything else may be a name of the program, which is left as it is.
const WORDS: [&str; 9] = [
    "nothing", "line", "printed", "nobody", "the", "a", "written", "stopped", "called",
];

/// 10000000 as `10,000,000`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn names_keep_their_letters() {
        assert_eq!(super::capital("line 7 is next"), "Line 7 is next");
        assert_eq!(
            super::capital("n1 now refers to JKL"),
            "n1 now refers to JKL"
        );
    }

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(
            ["7", "700", "2,000", "10,000,000"],
            [7, 700, 2_000, 10_000_000].map(grouped)[..]
        );
    }
}
