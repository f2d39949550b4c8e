//! What holds for every picture of every run.

mod build;

use std::collections::BTreeMap;

use build::Build;
use proptest::prelude::*;
use scene::picture::{Card, Item, Point, Rect, Sheet};
use scene::state::Kind;
use scene::{Level, Places, State, Theme, View};

/// One step of a toy run.
#[derive(Clone, Debug)]
enum Step {
    Make,
    Link(usize, usize),
    Name(usize, usize),
    Unname(usize),
    Free(usize),
    Call(usize),
    Return,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => Just(Step::Make),
        3 => (0..20_usize, 0..20_usize).prop_map(|(a, b)| Step::Link(a, b)),
        2 => (0..6_usize, 0..20_usize).prop_map(|(a, b)| Step::Name(a, b)),
        1 => (0..6_usize).prop_map(Step::Unname),
        2 => (0..20_usize).prop_map(Step::Free),
        1 => (0..20_usize).prop_map(Step::Call),
        1 => Just(Step::Return),
    ]
}

/// Plays the steps and hands out the state after each.
fn play(steps: &[Step]) -> Vec<State> {
    let mut live: Vec<u32> = Vec::new();
    let mut links: Vec<(u32, u32)> = Vec::new();
    let mut names: BTreeMap<usize, u32> = BTreeMap::new();
    let mut frames: Vec<u32> = Vec::new();
    let mut ghosts: Vec<u32> = Vec::new();
    let mut born = 0;
    let pick = |live: &[u32], place: usize| live.get(place % live.len().max(1)).copied();
    let mut states = Vec::new();
    for step in steps {
        match step {
            Step::Make => {
                born += 1;
                live.push(born);
            }
            Step::Link(a, b) => {
                if let (Some(a), Some(b)) = (pick(&live, *a), pick(&live, *b)) {
                    links.push((a, b));
                }
            }
            Step::Name(name, to) => {
                if let Some(to) = pick(&live, *to) {
                    names.insert(*name, to);
                }
            }
            Step::Unname(name) => {
                names.remove(name);
            }
            Step::Free(which) => {
                if let Some(dead) = pick(&live, *which) {
                    live.retain(|id| *id != dead);
                    links.retain(|(a, b)| *a != dead && *b != dead);
                    names.retain(|_, to| *to != dead);
                    frames.retain(|to| *to != dead);
                    ghosts.push(dead);
                    if ghosts.len() > 3 {
                        ghosts.remove(0);
                    }
                }
            }
            Step::Call(to) => frames.extend(pick(&live, *to)),
            Step::Return => {
                frames.pop();
            }
        }
        let mut build = Build::new();
        for id in &live {
            build = match id % 3 {
                0 => build.object(*id, Kind::Container, "list", "[…]"),
                _ => build.node(*id, &format!("N{id}")),
            };
        }
        for (place, (from, to)) in links.iter().enumerate() {
            build = build.refer(*from, &format!("r{place}"), *to);
        }
        for (name, to) in &names {
            build = build.name(&format!("name{name}"), *to);
        }
        build = build.frame("<module>", &[], &[]);
        for to in &frames {
            build = build.frame("f", &[("p", *to)], &[("argument of g", *to)]);
        }
        for ghost in &ghosts {
            build = build.ghost(*ghost, "old", live.last().copied());
        }
        states.push(build.done());
    }
    states
}

fn cards(sheet: &Sheet) -> Vec<&Card> {
    let cards = sheet.items.iter().filter_map(|item| match item {
        Item::Card(card) => Some(card),
        _ => None,
    });
    cards.collect()
}

fn rect(item: &Item) -> Option<Rect> {
    match item {
        Item::Card(card) => Some(card.rect),
        Item::Name(tag) => Some(tag.rect),
        Item::Frame(frame) => Some(frame.rect),
        _ => None,
    }
}

fn on_border(rect: Rect, point: Point) -> bool {
    rect.contains(point) && (point.x == rect.x || point.x == rect.right())
}

fn check_sheet(sheet: &Sheet) {
    let mut keys: Vec<&str> = sheet.items.iter().map(Item::key).collect();
    keys.sort_unstable();
    let all = keys.len();
    keys.dedup();
    assert_eq!(keys.len(), all, "two items with one key");
    for item in &sheet.items {
        assert!(!item.spoken().is_empty(), "{} says nothing", item.key());
        if let Item::Arrow(arrow) = item {
            let from = sheet.item(&arrow.from).and_then(rect).expect("a start");
            let to = sheet.item(&arrow.to).and_then(rect).expect("an end");
            assert!(
                on_border(from, arrow.start),
                "{} starts in the air",
                arrow.key
            );
            assert!(on_border(to, arrow.end), "{} ends in the air", arrow.key);
            assert_eq!(arrow.path.start, arrow.start);
            assert_eq!(
                arrow.path.curves.last().map(|curve| curve[2]),
                Some(arrow.end)
            );
        }
        if let Some(rect) = rect(item) {
            assert!(rect.x >= 0 && rect.y >= 0, "{} is outside", item.key());
            assert!(
                rect.right() <= sheet.size.width && rect.bottom() <= sheet.size.height,
                "{} is outside",
                item.key()
            );
        }
    }
    let cards = cards(sheet);
    for (place, card) in cards.iter().enumerate() {
        for other in cards.iter().skip(place + 1) {
            assert!(
                !card.rect.overlaps(&other.rect),
                "{} lies on {}",
                card.key,
                other.key
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pictures_are_sound_and_objects_keep_their_places(
        steps in prop::collection::vec(step(), 1..40),
        every in 1..4_usize,
    ) {
        let states = play(&steps);
        let mut places = Places::new();
        for state in states.iter().step_by(every) {
            places.learn(state);
        }
        for level in Level::ALL {
            let mut seen: BTreeMap<String, Point> = BTreeMap::new();
            for (now, state) in states.iter().enumerate() {
                let picture = scene::picture(state, &View::at(level), &places);
                check_sheet(&picture.heap);
                check_sheet(&picture.generations);
                let learned = now % every == 0;
                for card in cards(&picture.heap).into_iter().filter(|_| learned) {
                    let at = Point::new(card.rect.x, card.rect.y);
                    let first = seen.entry(card.key.clone()).or_insert(at);
                    prop_assert_eq!(*first, at, "{} moved", card.key);
                }
            }
        }
    }

    #[test]
    fn unlearned_moments_are_sound_too(steps in prop::collection::vec(step(), 1..40)) {
        for state in play(&steps) {
            for level in Level::ALL {
                let picture = scene::picture(&state, &View::at(level), &Places::new());
                check_sheet(&picture.heap);
            }
        }
    }

    #[test]
    fn drawings_are_well_formed(text in "\\PC{0,40}", control in any::<char>()) {
        let text = format!("{text}{control}");
        let mut build = Build::new().node(1, &text).name("n", 1);
        build.get(1).type_name = text;
        let state = build.done();
        let picture = scene::picture(&state, &View::at(Level::Blocks), &Places::new());
        for theme in [Theme::Light, Theme::Dark] {
            well_formed(&scene::svg(&picture, theme));
        }
    }

    #[test]
    fn nothing_changes_between_equal_pictures(steps in prop::collection::vec(step(), 1..20)) {
        let states = play(&steps);
        for pair in states.windows(2) {
            let [before, after] = pair else { continue };
            let view = View::at(Level::Counts);
            let [before, after] =
                [before, after].map(|state| scene::picture(state, &view, &Places::new()));
            prop_assert!(scene::diff(&before, &before).is_empty());
            prop_assert_eq!(scene::diff(&before, &after).is_empty(), before == after);
        }
    }
}

/// Tags match, attributes are quoted, no stray `<` or `&`. A small check of our own, for a small part of XML.
fn well_formed(svg: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = svg;
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        check_text(text);
        let end = tag.find('>').expect("a tag that ends");
        let (inside, after) = (&tag[1..end], &tag[end + 1..]);
        assert!(!inside.contains('<'), "a tag in a tag: {inside}");
        assert_eq!(inside.matches('"').count() % 2, 0, "quotes of {inside}");
        let name = inside.trim_start_matches('/').split([' ', '/']).next();
        let name = name.unwrap_or_default();
        if inside.starts_with('/') {
            assert_eq!(open.pop(), Some(name));
        } else if !inside.ends_with('/') {
            open.push(name);
        }
        rest = after;
    }
    assert!(open.is_empty(), "not closed: {open:?}");
}

fn check_text(text: &str) {
    for (at, _) in text.match_indices('&') {
        let known = ["&amp;", "&lt;", "&gt;", "&quot;"];
        assert!(
            known.iter().any(|entity| text[at..].starts_with(entity)),
            "{text}"
        );
    }
    assert!(
        !text.chars().any(|c| c.is_control() && c != '\n'),
        "{text:?}"
    );
}
