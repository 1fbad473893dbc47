//! Names as the generated TypeScript spells them, for the snippets.

/// `broker-connection` in `orders.place-all` style names: each segment in camel case.
pub(super) fn member(wire: &str) -> String {
    wire.split('.').map(camel).collect::<Vec<_>>().join(".")
}

pub(super) fn connect(module: &str) -> String {
    let camel = camel(module);
    let mut chars = camel.chars();
    let first = chars.next().map(|char| char.to_uppercase().to_string()).unwrap_or_default();
    format!("connect{first}{}", chars.as_str())
}

fn camel(segment: &str) -> String {
    let mut words = segment.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut out = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut chars = word.chars();
        out.extend(chars.next().into_iter().flat_map(char::to_uppercase));
        out.push_str(chars.as_str());
    }
    out
}
