//! Words that an identifier may not be, by target.

/// Keywords of every edition, those kept for the future included.
pub const RUST_KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "union", "unsafe", "unsized",
    "use", "virtual", "where", "while", "yield",
];

/// Keywords that `r#` does not help.
pub const RUST_NEVER: &[&str] = &["self", "Self", "super", "crate", "_"];

/// Modules that a crate may not have: its own files, those that cargo or the compiler look for, the crates that it
/// names, and names of devices that Windows keeps for itself.
pub const MODULES: &[&str] = &[
    "alloc",
    "aux",
    "bin",
    "con",
    "conditions",
    "core",
    "lib",
    "main",
    "nul",
    "prn",
    "proc_macro",
    "regress",
    "schemars",
    "serde",
    "serde_json",
    "specwire_runtime",
    "std",
    "support",
    "test",
];

/// The prelude, what generated files import, and names that would mislead a reader.
pub const RUST_TYPES: &[&str] = &[
    "Arc",
    "AsMut",
    "AsRef",
    "BTreeMap",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Deref",
    "Deserialize",
    "Deserializer",
    "Display",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "Error",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "FromStr",
    "Future",
    "Hash",
    "HashMap",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "JsonSchema",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Rc",
    "Result",
    "Self",
    "Send",
    "Serialize",
    "Serializer",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
];

/// Members that every object has, and the one that makes a promise of it. Reserved words may be members.
pub const TS_MEMBERS: &[&str] = &[
    "constructor",
    "hasOwnProperty",
    "isPrototypeOf",
    "propertyIsEnumerable",
    "then",
    "toLocaleString",
    "toString",
    "valueOf",
];

/// Globals that generated types use or that a reader would take for the built-in.
pub const TS_TYPES: &[&str] = &[
    "Array",
    "ArrayBuffer",
    "AsyncIterable",
    "AsyncIterator",
    "AsyncIterableIterator",
    "Awaited",
    "BigInt",
    "Boolean",
    "Client",
    "ClientOptions",
    "Date",
    "Error",
    "Exclude",
    "Extract",
    "Function",
    "Infinity",
    "Iterable",
    "Iterator",
    "JSON",
    "Map",
    "Math",
    "ModuleDescriptor",
    "NaN",
    "NonNullable",
    "Number",
    "Object",
    "Omit",
    "Partial",
    "Pick",
    "Promise",
    "PromiseLike",
    "Proxy",
    "Readonly",
    "ReadonlyArray",
    "ReadonlyMap",
    "ReadonlySet",
    "Record",
    "Reflect",
    "RegExp",
    "Request",
    "Required",
    "ReturnType",
    "Route",
    "Set",
    "String",
    "Symbol",
    "Uint8Array",
    "UrlSource",
    "WeakMap",
    "WeakSet",
];

pub fn is_rust_keyword(word: &str) -> bool {
    RUST_KEYWORDS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::{RUST_KEYWORDS, RUST_NEVER};

    #[test]
    fn knows_every_keyword_that_the_rust_parser_refuses() {
        for word in RUST_KEYWORDS {
            assert!(
                syn::parse_str::<syn::Ident>(&format!("r#{word}")).is_ok(),
                "{word}"
            );
        }
        for word in RUST_NEVER {
            assert!(syn::parse_str::<syn::Ident>(word).is_err(), "{word}");
        }
    }
}
