//! JSON Pointers in the fragments of references.

/// The steps of a fragment (without `#`): percent-decoded, `~1` and `~0` undone. `None` where it is no pointer.
pub fn steps(fragment: &str) -> Option<Vec<String>> {
    if fragment.is_empty() {
        return Some(Vec::new());
    }
    let path = percent_decode(fragment);
    let rest = path.strip_prefix('/')?;
    Some(rest.split('/').map(unescape).collect())
}

/// A key as one step of a pointer.
pub fn escape(step: &str) -> String {
    step.replace('~', "~0").replace('/', "~1")
}

fn unescape(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}

/// `%20` -> space; text that is no valid escape stays as it is.
pub fn percent_decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let decoded = (*first == b'%')
            .then(|| std::str::from_utf8(tail.get(..2)?).ok())
            .flatten();
        match decoded.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_undone_in_the_right_order() {
        assert_eq!(
            steps("/a~1b/c~0d/~01/e%20f"),
            Some(vec!["a/b".into(), "c~d".into(), "~1".into(), "e f".into()])
        );
        assert_eq!(steps(""), Some(vec![]));
        assert_eq!(steps("/"), Some(vec![String::new()]));
        assert_eq!(steps("name"), None);
        assert_eq!(percent_decode("100%"), "100%");
        assert_eq!(percent_decode("%C3%A9%zz"), "é%zz");
        assert_eq!(escape("~/"), "~0~1");
    }
}
