//! Small signs, drawn: no font needs to have them.

use yew::prelude::*;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sign {
    Start,
    Back,
    On,
    End,
    Play,
    Pause,
    Stop,
}

pub fn icon(sign: Sign) -> Html {
    let path = match sign {
        Sign::Start => "M2 2V14H4.5V2ZM14 2L5.5 8L14 14Z",
        Sign::Back => "M13 2L3 8L13 14Z",
        Sign::On | Sign::Play => "M3 2L13 8L3 14Z",
        Sign::End => "M2 2L10.5 8L2 14ZM11.5 2V14H14V2Z",
        Sign::Pause => "M3 2H6.5V14H3ZM9.5 2H13V14H9.5Z",
        Sign::Stop => "M3 3H13V13H3Z",
    };
    html! {
        <svg class="icon-sign" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path d={path} /></svg>
    }
}
