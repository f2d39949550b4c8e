//! The commands: one row each. Button, shortcut and help read the same row.

use lesson::{At, Embed, Theme};
use scene::Level;

use super::{Action, Panel, Phase, State};
use crate::protocol::{Direction, Unit};

/// One thing that a person can ask for.
pub struct Command {
    pub name: &'static str,
    /// What the button says to a screen reader, and the help to everybody.
    pub label: &'static str,
    pub group: Group,
    /// The key that does the same.
    pub press: Press,
    pub enabled: fn(&State) -> bool,
    pub action: fn(&State) -> Action,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Group {
    Program,
    Time,
    Picture,
    Page,
}

impl Group {
    pub const ALL: [Self; 4] = [Self::Program, Self::Time, Self::Picture, Self::Page];

    pub fn title(self) -> &'static str {
        match self {
            Self::Program => "The program",
            Self::Time => "Time",
            Self::Picture => "The picture",
            Self::Page => "The page",
        }
    }
}

/// A key, and where it works.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Press {
    /// With Ctrl (or Cmd), everywhere, the editor too.
    Mod(&'static str),
    /// While the focus is on the picture or the steps, or on nothing in particular.
    Key(&'static str),
    /// The same with Shift.
    Shift(&'static str),
    Nothing,
}

impl Press {
    /// As it is written in the help.
    pub fn words(self) -> String {
        let name = |key: &'static str| match key {
            "ArrowLeft" => "←",
            "ArrowRight" => "→",
            " " => "Space",
            "Enter" => "Enter",
            other => other,
        };
        match self {
            Self::Mod(key) => format!("Ctrl + {}", name(key)),
            Self::Key(key) => name(key).to_owned(),
            Self::Shift(key) => format!("Shift + {}", name(key)),
            Self::Nothing => String::new(),
        }
    }
}

/// A key that was pressed, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pressed<'a> {
    pub key: &'a str,
    pub ctrl: bool,
    pub shift: bool,
    /// The focus is where single keys belong to the picture.
    pub on_picture: bool,
}

impl Command {
    pub fn named(name: &str) -> Option<&'static Self> {
        COMMANDS.iter().find(|command| command.name == name)
    }

    /// The command that this key stands for.
    pub fn pressed(pressed: &Pressed) -> Option<&'static Self> {
        COMMANDS.iter().find(|command| match command.press {
            Press::Mod(key) => pressed.ctrl && pressed.key == key,
            Press::Key(key) => {
                pressed.on_picture
                    && !pressed.ctrl
                    && pressed.key == key
                    && (!pressed.shift || key == "?")
            }
            Press::Shift(key) => {
                pressed.on_picture && !pressed.ctrl && pressed.shift && pressed.key == key
            }
            Press::Nothing => false,
        })
    }
}

fn can_go_back(state: &State) -> bool {
    state.shown.is_some() && !state.at_start()
}

fn can_go_on(state: &State) -> bool {
    state.shown.is_some() && !state.at_end()
}

/// Event by event and instruction by instruction: within the program only.
fn can_look_closer_back(state: &State) -> bool {
    can_go_back(state) && !state.shutting_down()
}

fn can_look_closer_on(state: &State) -> bool {
    can_go_on(state) && !state.shutting_down() && !state.at_program_end()
}

fn always(_: &State) -> bool {
    true
}

fn has_picture(state: &State) -> bool {
    state.recording().is_some()
}

fn on_page(state: &State) -> bool {
    state.look.embed == Embed::Page
}

fn toggled(state: &State, panel: Panel) -> Action {
    Action::Panel((state.panel != Some(panel)).then_some(panel))
}

/// All of them, in the order of the help.
pub static COMMANDS: &[Command] = &[
    Command {
        name: "run",
        label: "Run the program",
        group: Group::Program,
        press: Press::Mod("Enter"),
        enabled: on_page,
        action: |_| Action::Run,
    },
    Command {
        name: "stop",
        label: "Stop the run and keep what there is",
        group: Group::Program,
        press: Press::Mod("."),
        enabled: |state| state.phase() == Phase::Running,
        action: |_| Action::Stop,
    },
    Command {
        name: "lessons",
        label: "Choose a lesson",
        group: Group::Program,
        press: Press::Nothing,
        enabled: on_page,
        action: |state| toggled(state, Panel::Lessons),
    },
    Command {
        name: "start",
        label: "Go to the start",
        group: Group::Time,
        press: Press::Key("Home"),
        enabled: can_go_back,
        action: |_| Action::Seek(At::Start),
    },
    Command {
        name: "line-back",
        label: "One line back",
        group: Group::Time,
        press: Press::Key("ArrowLeft"),
        enabled: can_go_back,
        action: |_| Action::Step(Unit::Line, Direction::Back),
    },
    Command {
        name: "event-back",
        label: "One event back",
        group: Group::Time,
        press: Press::Shift("ArrowLeft"),
        enabled: can_look_closer_back,
        action: |_| Action::Step(Unit::Event, Direction::Back),
    },
    Command {
        name: "instruction-back",
        label: "One instruction back",
        group: Group::Time,
        press: Press::Key(","),
        enabled: can_look_closer_back,
        action: |_| Action::Step(Unit::Instruction, Direction::Back),
    },
    Command {
        name: "play",
        label: "Play, or pause",
        group: Group::Time,
        press: Press::Key(" "),
        enabled: |state| state.shown.is_some(),
        action: |_| Action::PlayPause,
    },
    Command {
        name: "instruction-on",
        label: "One instruction on",
        group: Group::Time,
        press: Press::Key("."),
        enabled: can_look_closer_on,
        action: |_| Action::Step(Unit::Instruction, Direction::Forward),
    },
    Command {
        name: "event-on",
        label: "One event on",
        group: Group::Time,
        press: Press::Shift("ArrowRight"),
        enabled: can_look_closer_on,
        action: |_| Action::Step(Unit::Event, Direction::Forward),
    },
    Command {
        name: "line-on",
        label: "One line on",
        group: Group::Time,
        press: Press::Key("ArrowRight"),
        enabled: can_go_on,
        action: |_| Action::Step(Unit::Line, Direction::Forward),
    },
    Command {
        name: "end",
        label: "Go to the end of the program",
        group: Group::Time,
        press: Press::Key("End"),
        enabled: |state| state.shown.is_some() && !state.at_program_end(),
        action: |_| Action::Seek(At::End),
    },
    Command {
        name: "level-1",
        label: "Show names and objects only",
        group: Group::Picture,
        press: Press::Key("1"),
        enabled: always,
        action: |_| Action::Level(Level::Names),
    },
    Command {
        name: "level-2",
        label: "… and reference counts",
        group: Group::Picture,
        press: Press::Key("2"),
        enabled: always,
        action: |_| Action::Level(Level::Counts),
    },
    Command {
        name: "level-3",
        label: "… and frames, dicts and classes",
        group: Group::Picture,
        press: Press::Key("3"),
        enabled: always,
        action: |_| Action::Level(Level::Frames),
    },
    Command {
        name: "level-4",
        label: "… and headers and generations",
        group: Group::Picture,
        press: Press::Key("4"),
        enabled: always,
        action: |_| Action::Level(Level::Headers),
    },
    Command {
        name: "level-5",
        label: "… and blocks, pools and arenas",
        group: Group::Picture,
        press: Press::Key("5"),
        enabled: always,
        action: |_| Action::Level(Level::Blocks),
    },
    Command {
        name: "table",
        label: "Show the same as a table, or as a picture",
        group: Group::Picture,
        press: Press::Key("t"),
        enabled: has_picture,
        action: |_| Action::Table,
    },
    Command {
        name: "presenter",
        label: "Large type for the back row, or normal",
        group: Group::Page,
        press: Press::Key("p"),
        enabled: always,
        action: |_| Action::Presenter,
    },
    Command {
        name: "theme",
        label: "Light, dark, or as the system asks",
        group: Group::Page,
        press: Press::Key("d"),
        enabled: always,
        action: |state| {
            Action::Theme(match state.look.theme {
                Theme::Auto => Theme::Light,
                Theme::Light => Theme::Dark,
                Theme::Dark => Theme::Auto,
            })
        },
    },
    Command {
        name: "share",
        label: "Share this moment",
        group: Group::Page,
        press: Press::Key("s"),
        enabled: on_page,
        action: |state| toggled(state, Panel::Share),
    },
    Command {
        name: "help",
        label: "Help and keys",
        group: Group::Page,
        press: Press::Key("?"),
        enabled: always,
        action: |state| toggled(state, Panel::Help),
    },
    Command {
        name: "offer",
        label: "What Python works here",
        group: Group::Page,
        press: Press::Key("i"),
        enabled: always,
        action: |state| toggled(state, Panel::Offer),
    },
];
