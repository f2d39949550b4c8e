//! `heapscope text`, `svg`, `dot`, `state`: one moment of a run.

use std::process::ExitCode;

use python::Version;
use scene::{Album, Level, Picture, State, View};
use timeline::{Recorder, Run, Status};

use crate::input::{self, Source};
use crate::problem::Problem;
use crate::{Look, Program, Theme, say};

/// Instructions between two checks whether the recording is over.
const SLICE: u64 = 1_000_000;
/// Lines of a run that the layout is planned from.
const LINES: usize = 400;

pub fn text(look: &Look) -> Result<ExitCode, Problem> {
    let (state, picture) = draw(look)?;
    let line = state
        .line
        .map_or_else(String::new, |line| format!(", line {line}"));
    let at = state.moment;
    say(&format!(
        "step {}.{}{line}: {}\n{}",
        at.step,
        at.event,
        state.sentence,
        scene::text(&picture)
    ))?;
    Ok(ExitCode::SUCCESS)
}

pub fn svg(look: &Look, theme: Theme) -> Result<ExitCode, Problem> {
    let (_, picture) = draw(look)?;
    say(&scene::svg(
        &picture,
        match theme {
            Theme::Light => scene::Theme::Light,
            Theme::Dark => scene::Theme::Dark,
        },
    ))?;
    Ok(ExitCode::SUCCESS)
}

pub fn dot(look: &Look) -> Result<ExitCode, Problem> {
    let (state, _) = draw(look)?;
    say(&scene::dot(&state))?;
    Ok(ExitCode::SUCCESS)
}

pub fn state(look: &Look) -> Result<ExitCode, Problem> {
    let (state, _) = draw(look)?;
    let json = scene::json(&state).map_err(|why| Problem::Io(why.into()))?;
    say(&format!("{json}\n"))?;
    Ok(ExitCode::SUCCESS)
}

fn draw(look: &Look) -> Result<(State, Picture), Problem> {
    let source = input::read(&look.program.file)?;
    let run = record(&look.program, &source)?;
    let at = run.moment_of(look.at)?;
    let album = album(&run);
    let state = scene::moment(&run, &album, at);
    let view = View {
        show: look.show.clone(),
        fold: look.fold.clone(),
        ..View::at(Level::from_number(look.level).unwrap_or_default())
    };
    let picture = album.picture(&state, &view);
    Ok((state, picture))
}

pub fn record(program: &Program, source: &Source) -> Result<Run, Problem> {
    let settings = input::settings(program, source);
    record_with(&source.text, program.python, &settings)
        .map_err(|error| input::compile_problem(&error, source, program.python))
}

pub fn record_with(
    text: &str,
    python: Version,
    settings: &python::Settings,
) -> Result<Run, python::CompileError> {
    let mut recorder = Recorder::start(text, python, settings)?;
    while recorder.advance(SLICE) == Status::Running {}
    Ok(recorder.finish())
}

/// The pictures' memory of a run: its first lines, and an even selection of the others.
pub fn album(run: &Run) -> Album {
    let mut album = Album::new();
    for at in scene::worth_learning(run, LINES) {
        run.look(at, |machine| album.learn(at, machine));
    }
    album
}
