//! Column widths: no column narrower than its longest unbreakable piece, the rest shared by weight and content.

use super::breaks::SOFT_HYPHEN;
use crate::fonts::{FontFace, width};

/// What a column needs and asks for, in points.
#[derive(Clone, Debug, Default)]
pub(super) struct Need {
    /// Longest piece that cannot break.
    pub(super) least: f32,
    /// Longest content on one line.
    pub(super) natural: f32,
    /// Share of what is left.
    pub(super) weight: u16,
}

impl Need {
    /// Takes a cell into account: its text as pieces, set in `face` at `size`.
    pub(super) fn see(&mut self, pieces: &[String], face: FontFace, size: f32) {
        let mut line = 0.0;
        for piece in pieces {
            let hyphen = if piece.contains(SOFT_HYPHEN) { width("-", face, size) } else { 0.0 };
            for word in piece.split([' ', SOFT_HYPHEN]) {
                self.least = self.least.max(width(word, face, size) + hyphen);
            }
            line += width(&piece.replace(SOFT_HYPHEN, ""), face, size);
        }
        self.natural = self.natural.max(line);
    }
}

/// Widths that fill `space`, or `None` when not even the longest pieces fit side by side.
pub(super) fn share(needs: &[Need], padding: f32, space: f32) -> Option<Vec<f32>> {
    let base: Vec<f32> = needs.iter().map(|need| floor_of(need) + padding).collect();
    let used: f32 = base.iter().sum();
    if used <= space {
        return Some(fill(needs, base, padding, space));
    }
    let least: Vec<f32> = needs.iter().map(|need| need.least + padding).collect();
    let used: f32 = least.iter().sum();
    (used <= space).then(|| fill(needs, least, padding, space))
}

/// Widths for a table that does not fit: in proportion to what each column needs.
pub(super) fn squeeze(needs: &[Need], padding: f32, space: f32) -> Vec<f32> {
    let total: f32 = needs.iter().map(|need| need.least + padding).sum();
    needs.iter().map(|need| (need.least + padding) / total.max(1.0) * space).collect()
}

/// A column without weight stays on one line when that line is short.
fn floor_of(need: &Need) -> f32 {
    if need.weight == 0 && need.natural < 120.0 { need.natural.max(need.least) } else { need.least }
}

/// Gives the free space to the columns by weight, none more than its content can use while another still wants some.
fn fill(needs: &[Need], mut widths: Vec<f32>, padding: f32, space: f32) -> Vec<f32> {
    for _ in 0..needs.len() {
        let free = space - widths.iter().sum::<f32>();
        let hungry: Vec<bool> = needs
            .iter()
            .zip(&widths)
            .map(|(need, width)| need.weight > 0 && *width + 0.5 < need.natural + padding)
            .collect();
        let total = pulls(needs, &hungry);
        if free < 1.0 || total < 1.0 {
            break;
        }
        for (at, need) in needs.iter().enumerate().filter(|(at, _)| hungry[*at]) {
            let wish = widths[at] + free * pull(need) / total;
            widths[at] = wish.min(need.natural + padding);
        }
    }
    spread_rest(needs, widths, space)
}

/// What nobody needs goes to all weighted columns, so that tables end at the margin.
fn spread_rest(needs: &[Need], widths: Vec<f32>, space: f32) -> Vec<f32> {
    let free = (space - widths.iter().sum::<f32>()).max(0.0);
    let total: f32 = needs.iter().map(|need| f32::from(need.weight)).sum();
    let share = |need: &Need| {
        if total > 0.0 { f32::from(need.weight) / total } else { 1.0 / needs.len().max(1) as f32 }
    };
    needs.iter().zip(widths).map(|(need, width)| width + free * share(need)).collect()
}

/// How strongly a column asks for free space. A column of sentences asks for more than one of words, whatever their
/// weights: rows stay low, and no column is a tall ribbon beside empty ones. The root keeps one very long cell from
/// taking everything.
fn pull(need: &Need) -> f32 {
    f32::from(need.weight) * need.natural.max(1.0).sqrt()
}

fn pulls(needs: &[Need], chosen: &[bool]) -> f32 {
    needs.iter().zip(chosen).filter(|(_, chosen)| **chosen).map(|(need, _)| pull(need)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn need(least: f32, natural: f32, weight: u16) -> Need {
        Need { least, natural, weight }
    }

    #[test]
    fn the_table_ends_at_the_margin_and_no_column_is_below_its_longest_piece() {
        let needs = [need(40.0, 60.0, 0), need(50.0, 900.0, 3), need(30.0, 45.0, 1)];
        let widths = share(&needs, 10.0, 480.0).unwrap();
        assert!((widths.iter().sum::<f32>() - 480.0).abs() < 0.1, "{widths:?}");
        assert!((widths[0] - 70.0).abs() < 0.1, "short columns keep one line: {widths:?}");
        assert!((widths[2] - 55.0).abs() < 1.0, "nobody gets more than it can use: {widths:?}");
    }

    #[test]
    fn a_column_of_sentences_is_wider_than_one_of_words_with_the_same_weight() {
        let needs = [need(40.0, 2000.0, 1), need(40.0, 300.0, 1)];
        let widths = share(&needs, 10.0, 480.0).unwrap();
        assert!(widths[0] > 1.8 * widths[1], "{widths:?}");
    }

    #[test]
    fn pieces_that_do_not_fit_side_by_side_are_said_to_not_fit() {
        let needs = vec![need(60.0, 60.0, 1); 9];
        assert!(share(&needs, 8.0, 480.0).is_none());
        assert!((squeeze(&needs, 8.0, 480.0).iter().sum::<f32>() - 480.0).abs() < 0.1);
    }
}
