//! Words that people put into a field in order to say that there is nothing to put into it.

use crate::domain::words::{
    NO_ANSWER, NO_ANSWER_ENDS, NO_ANSWER_LEADS, NO_ANSWER_OF, NO_ANSWER_PARTICLES, NO_ANSWER_SIGNS,
    NO_ANSWER_WORDS,
};
use crate::text::clean;

/// No such text is longer, in characters.
const LONGEST: usize = 40;

/// Whether a text is one of [`NO_ANSWER`], with optional decoration.
fn is_none(text: &str) -> bool {
    let of = NO_ANSWER_OF
        .iter()
        .filter_map(|of| text.strip_prefix(of))
        .map(|t| NO_ANSWER_PARTICLES.iter().find_map(|p| t.strip_prefix(p)).unwrap_or(t));
    let less = of
        .chain(NO_ANSWER_LEADS.iter().filter_map(|lead| text.strip_prefix(lead)))
        .chain(NO_ANSWER_ENDS.iter().filter_map(|end| text.strip_suffix(end)));
    NO_ANSWER.contains(&text) || less.into_iter().any(is_none)
}

/// Whether a text means the same as an empty one: 「なし」「特にありません。」「－」.
pub fn says_nothing(text: &str) -> bool {
    let folded: String = clean::fold(text).split_whitespace().collect();
    let bare = folded.trim_matches(|c: char| !c.is_alphanumeric() || c == 'ー');
    let sign = |c: char| !c.is_alphanumeric() || c == 'ー';
    !folded.is_empty()
        && (folded.chars().all(sign)
            || NO_ANSWER_WORDS.contains(&bare)
            || NO_ANSWER_WORDS.contains(&folded.as_str())
            || bare.chars().count() <= LONGEST && is_none(bare))
}

/// Whether it was meant to say something, and is nothing but signs: 「！！」「…」.
pub fn only_signs(text: &str) -> bool {
    let folded = clean::fold(text);
    let says_none = |c: char| NO_ANSWER_SIGNS.contains(&&*c.encode_utf8(&mut [0; 4]));
    let mut signs = folded.chars().filter(|c| !c.is_whitespace()).peekable();
    signs.peek().is_some() && !folded.contains(char::is_alphanumeric) && !signs.all(says_none)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::flow::spec::Format;
    use crate::domain::typed::as_typed;

    #[test]
    fn signs_that_were_meant_are_told_from_those_that_leave_it_empty() {
        as_typed("signs", |text| {
            Ok::<_, String>(if only_signs(text) { "meant" } else { "empty" }.to_owned())
        });
    }

    #[test]
    fn an_answer_says_of_what_its_day_or_number_is() {
        as_typed("reply", |text| super::super::text(Format::Reply, text, true));
    }

    #[test]
    fn words_for_none_say_nothing() {
        as_typed("nothing", |text| {
            let said = if says_nothing(text) { "nothing" } else { "something" };
            Ok::<_, String>(said.to_owned())
        });
    }
}
