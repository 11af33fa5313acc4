//! Blanks: the place of an answer that is still missing.
//!
//! Inside a rendered letter a blank is the question's id between two noncharacters, which no
//! cleaned text can contain; for people it becomes 〔label〕.

use crate::domain::flow::graph::Flow;
use std::ops::Range;

const OPEN: char = '\u{FDD0}';
const CLOSE: char = '\u{FDD1}';

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece<'a> {
    Text(&'a str),
    /// The blank of the question with this id.
    Blank(&'a str),
}

pub fn mark(id: &str) -> String {
    let mut mark = String::from(OPEN);
    mark.push_str(id);
    mark.push(CLOSE);
    mark
}

pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut out = Vec::new();
    for (i, part) in text.split(OPEN).enumerate() {
        match part.split_once(CLOSE) {
            Some((id, rest)) if i > 0 => {
                out.push(Piece::Blank(id));
                if !rest.is_empty() {
                    out.push(Piece::Text(rest));
                }
            }
            _ if !part.is_empty() => out.push(Piece::Text(part)),
            _ => {}
        }
    }
    out
}

/// How a blank reads: 〔氏名〕.
pub fn label(flow: &Flow, id: &str) -> String {
    text!("letter.blank", label = flow.get(id).map_or(id, |q| q.label.as_str()))
}

/// The text for display, and the positions of its blanks.
pub fn shown(flow: &Flow, text: &str) -> (String, Vec<Range<usize>>) {
    let (mut plain, mut blanks) = (String::new(), Vec::new());
    for piece in pieces(text) {
        match piece {
            Piece::Text(t) => plain.push_str(t),
            Piece::Blank(id) => {
                let start = plain.len();
                plain.push_str(&label(flow, id));
                blanks.push(start..plain.len());
            }
        }
    }
    (plain, blanks)
}

/// The text for people, blanks as 〔label〕.
pub fn plain(flow: &Flow, text: &str) -> String {
    shown(flow, text).0
}
