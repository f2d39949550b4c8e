//! "Did you mean": the nearest name (`Python/suggestions.c`).

const MOVE_COST: usize = 2;
const CASE_COST: usize = 1;
const MAX_NAMES: usize = 750;
const MAX_LENGTH: usize = 40;

fn substitution(a: u8, b: u8) -> usize {
    if a == b {
        0
    } else if a.eq_ignore_ascii_case(&b) {
        CASE_COST
    } else {
        MOVE_COST
    }
}

/// Levenshtein distance with costs, at most `max` (else `max + 1`).
fn distance(a: &str, b: &str, max: usize) -> usize {
    let (mut a, mut b) = (a.as_bytes(), b.as_bytes());
    while let ([x, ra @ ..], [y, rb @ ..]) = (a, b)
        && x == y
    {
        (a, b) = (ra, rb);
    }
    while let ([ra @ .., x], [rb @ .., y]) = (a, b)
        && x == y
    {
        (a, b) = (ra, rb);
    }
    if a.is_empty() || b.is_empty() {
        return (a.len() + b.len()) * MOVE_COST;
    }
    if a.len() > MAX_LENGTH || b.len() > MAX_LENGTH {
        return max + 1;
    }
    if b.len() < a.len() {
        (a, b) = (b, a);
    }
    if (b.len() - a.len()) * MOVE_COST > max {
        return max + 1;
    }
    let mut row: Vec<usize> = (1..=a.len()).map(|i| i * MOVE_COST).collect();
    let mut result = 0;
    for (i, &code) in b.iter().enumerate() {
        let mut previous = i * MOVE_COST;
        result = previous;
        let mut least = usize::MAX;
        for (cell, &x) in row.iter_mut().zip(a) {
            let substitute = previous + substitution(code, x);
            previous = *cell;
            let insert_delete = result.min(previous) + MOVE_COST;
            result = insert_delete.min(substitute);
            *cell = result;
            least = least.min(result);
        }
        if least > max {
            return max + 1;
        }
    }
    result
}

/// The candidate nearest to a wrong name, if one is near enough (`calculate_suggestions`).
pub fn nearest<'a>(name: &str, candidates: &'a [String]) -> Option<&'a str> {
    if candidates.len() >= MAX_NAMES {
        return None;
    }
    let mut best = usize::MAX;
    let mut found = None;
    for candidate in candidates {
        if candidate == name {
            continue;
        }
        let max = (name.len() + candidate.len() + 3) * MOVE_COST / 6;
        let max = max.min(best.saturating_sub(1));
        let d = distance(name, candidate, max);
        if d > max {
            continue;
        }
        if found.is_none() || d < best {
            found = Some(candidate.as_str());
            best = d;
        }
    }
    found
}
