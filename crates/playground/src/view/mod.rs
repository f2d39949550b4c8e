//! The parts of the page. Each is told what to show and whom to tell; none knows what a count means.

mod app;
mod bar;
mod button;
mod dialog;
mod editor;
mod help;
mod icon;
mod inspector;
mod lesson_menu;
mod lesson_note;
mod levels;
mod offer;
mod output;
mod program;
mod sentence;
mod share;
mod stage;
mod steps;
mod table;
mod timeline;
mod trouble;

pub use app::App;
