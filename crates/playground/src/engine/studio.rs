//! Between a run and its pictures: shows the album moment after moment of the run, so that everything gets its place.

use std::collections::VecDeque;

use scene::Album;
use timeline::{Moment, Run};

use super::film::Film;

/// Lines that places are chosen by; of a longer run, so many are picked evenly.
const MOST: usize = 240;

pub struct Studio {
    run: Run,
    album: Album,
    todo: VecDeque<Moment>,
}

impl Studio {
    pub fn new(run: Run) -> Self {
        let lines = run.lines();
        let every = lines.len().div_ceil(MOST).max(1);
        let mut todo: VecDeque<Moment> = lines.iter().step_by(every).map(|line| line.at).collect();
        todo.push_back(run.end());
        Self {
            run,
            album: Album::new(),
            todo,
        }
    }

    /// One more moment; false when none is left.
    pub fn develop(&mut self) -> bool {
        let Some(at) = self.todo.pop_front() else {
            return false;
        };
        let album = &mut self.album;
        self.run.look(at, |machine| album.learn(at, machine));
        true
    }

    pub fn steps(&self) -> u64 {
        self.run.end().step
    }

    pub fn finish(self) -> Film {
        Film::new(self.run, self.album)
    }
}
