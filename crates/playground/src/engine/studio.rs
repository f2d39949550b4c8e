//! Between a run and its pictures: shows the album moment after moment of the run, so that everything gets its place.

use std::collections::VecDeque;

use scene::Album;
use timeline::{Moment, Run};

use super::film::Film;

/// Moments that places are chosen by.
const MOST: usize = 240;

pub struct Studio {
    run: Run,
    album: Album,
    todo: VecDeque<Moment>,
}

impl Studio {
    pub fn new(run: Run) -> Self {
        let todo = scene::worth_learning(&run, MOST).into();
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
        self.run.over().step
    }

    pub fn finish(self) -> Film {
        Film::new(self.run, self.album)
    }
}
