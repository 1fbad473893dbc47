//! Makes one name as written a legal identifier of a kind.

use super::case::{camel, pascal, snake};
use super::reserved::{RUST_NEVER, RUST_TYPES, TS_MEMBERS, TS_TYPES, is_rust_keyword};
use super::words::{apart, symbols, words};

/// What an identifier is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    RustType,
    RustVariant,
    /// Fields, functions and modules.
    RustValue,
    TsType,
    /// Members that are written with a dot, and functions.
    TsMember,
}

/// What the name asks for when it stands alone.
pub fn candidate(kind: Kind, raw: &str) -> String {
    let mut parts = words(raw);
    if parts.is_empty() {
        parts = symbols(raw);
    }
    legal(kind, &join(kind, &parts))
}

/// The longer name that tells it from another which reads alike.
pub fn distinct(kind: Kind, raw: &str, other: &str) -> String {
    let parts = apart(raw, other);
    if parts.is_empty() {
        return candidate(kind, raw);
    }
    legal(kind, &join(kind, &parts))
}

/// A name with a number, for names that even spelling out does not tell apart.
pub fn numbered(kind: Kind, name: &str, number: usize) -> String {
    let name = name.strip_prefix("r#").unwrap_or(name);
    let in_number = name.ends_with(|c: char| c.is_numeric());
    match kind {
        // What is a number already would become another one.
        _ if in_number => format!("{name}_{number}"),
        Kind::RustValue => format!("{name}_{number}"),
        _ => format!("{name}{number}"),
    }
}

impl Kind {
    fn capitalised(self) -> bool {
        !matches!(self, Self::RustValue | Self::TsMember)
    }
}

fn join(kind: Kind, parts: &[String]) -> String {
    match kind {
        Kind::RustType | Kind::RustVariant | Kind::TsType => pascal(parts),
        Kind::RustValue => snake(parts),
        Kind::TsMember => camel(parts),
    }
}

fn legal(kind: Kind, name: &str) -> String {
    let name = started(kind, name);
    match kind {
        Kind::RustType if RUST_TYPES.contains(&name.as_str()) => name + "Model",
        Kind::RustVariant if name == "Self" => "SelfValue".to_owned(),
        Kind::RustValue if RUST_NEVER.contains(&name.as_str()) => name + "_",
        Kind::RustValue if is_rust_keyword(&name) => format!("r#{name}"),
        Kind::TsType if TS_TYPES.contains(&name.as_str()) => name + "Model",
        Kind::TsMember if TS_MEMBERS.contains(&name.as_str()) => name + "_",
        _ => name,
    }
}

/// A first character that an identifier may have.
fn started(kind: Kind, name: &str) -> String {
    match name.chars().next() {
        Some(c) if unicode_ident::is_xid_start(c) => name.to_owned(),
        _ if kind.capitalised() => format!("N{name}"),
        _ => format!("n{name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, candidate, distinct, numbered};

    #[test]
    fn makes_legal_names() {
        let cases = [
            (Kind::RustType, "order-item", "OrderItem"),
            (Kind::RustType, "String", "StringModel"),
            (Kind::RustType, "_Msg_Literal__ping___", "MsgLiteralPing"),
            (Kind::RustType, "3d.model", "N3dModel"),
            (Kind::RustVariant, "1M", "N1M"),
            (Kind::RustVariant, "1m", "N1m"),
            (Kind::RustVariant, "%", "Percent"),
            (Kind::RustVariant, "", "Empty"),
            (Kind::RustVariant, "self", "SelfValue"),
            (Kind::RustValue, "type", "r#type"),
            (Kind::RustValue, "self", "self_"),
            (Kind::RustValue, "_", "underscore"),
            (Kind::RustValue, "123abc", "n123abc"),
            (Kind::RustValue, "$id", "id"),
            (Kind::TsType, "Record", "RecordModel"),
            (Kind::TsType, "Option", "Option"),
            (Kind::TsMember, "broker-connection", "brokerConnection"),
            (Kind::TsMember, "delete", "delete"),
            (Kind::TsMember, "constructor", "constructor_"),
            (Kind::TsMember, "to-string", "toString_"),
            (Kind::TsMember, "then", "then_"),
        ];
        for (kind, raw, expected) in cases {
            assert_eq!(candidate(kind, raw), expected, "{kind:?} {raw}");
        }
        assert_eq!(distinct(Kind::RustValue, "E", "e"), "upper_e");
        assert_eq!(
            distinct(Kind::RustType, "order.item", "order-item"),
            "OrderDotItem"
        );
        assert_eq!(numbered(Kind::RustVariant, "N1", 2), "N1_2");
        assert_eq!(numbered(Kind::RustType, "Order", 2), "Order2");
    }
}
