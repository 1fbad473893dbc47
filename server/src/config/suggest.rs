//! The name that was meant, where one was mistyped.

/// The nearest of the known names, if it is near enough to have been meant.
pub(super) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = name.chars().count() / 3;
    known
        .into_iter()
        .map(|known| (distance(name, known), known))
        .filter(|(far, _)| (1..=limit).contains(far))
        .min()
        .map(|(_, known)| known)
}

/// What to add to serde's word of an unknown field, which lists the names in backticks.
pub(super) fn for_message(message: &str) -> Option<String> {
    let (_, rest) = message.split_once("unknown field `")?;
    let mut names = rest.split('`').step_by(2);
    let unknown = names.next()?;
    nearest(unknown, names.filter(|name| !name.is_empty()))
        .map(|known| format!("did you mean `{known}`?"))
}

/// How many letters have to be added, taken away or changed.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = i;
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = corner + usize::from(x != *y);
            corner = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_near_is_suggested() {
        let known = ["heartbeat_interval", "listen", "seed"];
        assert_eq!(
            nearest("hartbeat_interval", known),
            Some("heartbeat_interval")
        );
        assert_eq!(nearest("lissten", known), Some("listen"));
        assert_eq!(nearest("speed", known), Some("seed"));
        assert_eq!(nearest("colour", known), None);
        let message = "unknown field `lissten`, expected one of `listen`, `seed`";
        assert_eq!(
            for_message(message).as_deref(),
            Some("did you mean `listen`?")
        );
        assert_eq!(for_message("unknown field `x`, expected `listen`"), None);
    }
}
