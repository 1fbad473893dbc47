//! Spelling: what a word that nobody knows was probably meant to be.

/// Longer words are not compared: nobody misspells them by a letter, and comparing costs their square.
const LONGEST: usize = 100;

/// The candidate nearest to `word`, if one is near enough to be meant.
pub fn suggest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let limit = match word.chars().count() {
        0..=1 => return None,
        2..=5 => 1,
        6..=9 => 2,
        10..=LONGEST => 3,
        _ => return None,
    };
    // Of two letters, one may be missing; another letter makes another word.
    let short = word.chars().count() == 2;
    let lower = word.to_lowercase();
    let letters = letters(word);
    candidates
        .into_iter()
        .filter(|candidate| *candidate != word && candidate.len().abs_diff(word.len()) <= limit * 4)
        .filter(|candidate| !short || candidate.len() > word.len())
        .filter(|candidate| (letters ^ self::letters(candidate)).count_ones() as usize <= limit * 2)
        .filter_map(|candidate| {
            let distance = strsim::damerau_levenshtein(&lower, &candidate.to_lowercase());
            (distance <= limit).then_some((distance, candidate))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Which characters a word has, whatever their case: words that differ in many are never near.
fn letters(word: &str) -> u64 {
    let bit = |byte: u8| 1_u64 << (byte.to_ascii_lowercase() % 64);
    word.bytes()
        .filter(u8::is_ascii)
        .fold(0, |set, byte| set | bit(byte))
}

#[cfg(test)]
mod tests {
    use super::suggest;

    #[test]
    fn near_words() {
        let fields = ["title", "version", "description", "termsOfService"];
        assert_eq!(suggest("titel", fields), Some("title"));
        assert_eq!(suggest("Descripton", fields), Some("description"));
        assert_eq!(suggest("TERMSOFSERVICE", fields), Some("termsOfService"));
        assert_eq!(suggest("x", fields), None);
        assert_eq!(suggest("of", ["off", "on"]), Some("off"));
        assert_eq!(suggest("2D", ["1D"]), None);
        assert_eq!(suggest("name", fields), None);
        assert_eq!(suggest(&"title".repeat(1000), fields), None);
    }
}
