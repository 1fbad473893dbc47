//! Keeps the names of one scope apart: deterministic, and as stable under edits as it can be.

use std::collections::{HashMap, HashSet};

use super::ident::{Kind, candidate, distinct, numbered};

/// Names for a scope whose members are known at once, in their order.
///
/// Of several that want one name, it goes to the one that is already spelled so, else to the first. The others say
/// what tells them from that one (`order.item` is `OrderDotItem`), and are numbered if that fails too.
pub fn assign<S: AsRef<str>>(kind: Kind, raws: &[S]) -> Vec<String> {
    let mut table = Table::new(kind);
    for raw in raws {
        table.want(raw.as_ref(), 0);
    }
    table.finish()
}

/// A scope that is filled while a document is read.
#[derive(Debug)]
pub struct Table {
    kind: Kind,
    wanted: Vec<(String, u8)>,
    taken: HashSet<String>,
}

impl Table {
    pub fn new(kind: Kind) -> Self {
        Self {
            kind,
            wanted: Vec::new(),
            taken: HashSet::new(),
        }
    }

    /// Names that are in use already and go to nobody.
    #[must_use]
    pub fn reserve(mut self, names: impl IntoIterator<Item = String>) -> Self {
        self.taken.extend(names);
        self
    }

    /// A lower rank goes first: names that people wrote before names that were derived.
    pub fn want(&mut self, raw: &str, rank: u8) {
        self.wanted.push((raw.to_owned(), rank));
    }

    /// The names, in the order of the wishes.
    pub fn finish(self) -> Vec<String> {
        let Self {
            kind,
            wanted,
            mut taken,
        } = self;
        let plain: Vec<String> = wanted.iter().map(|(raw, _)| candidate(kind, raw)).collect();
        let mut names = vec![None; wanted.len()];
        let owners = owners(&wanted, &plain);
        let mut sorted: Vec<(usize, &str)> = owners.iter().map(|(name, at)| (*at, *name)).collect();
        sorted.sort_unstable();
        for (owner, name) in sorted {
            if taken.insert(name.to_owned()) {
                names[owner] = Some(name.to_owned());
            }
        }
        let mut order: Vec<usize> = (0..wanted.len()).collect();
        order.sort_by_key(|at| wanted[*at].1);
        for at in order {
            if names[at].is_none() {
                let owner = owners.get(plain[at].as_str()).map_or(at, |owner| *owner);
                let name = distinct(kind, &wanted[at].0, &wanted[owner].0);
                names[at] = Some(free(kind, name, &mut taken));
            }
        }
        names.into_iter().flatten().collect()
    }
}

/// Who keeps each plain name.
fn owners<'n>(wanted: &[(String, u8)], plain: &'n [String]) -> HashMap<&'n str, usize> {
    let mut best: HashMap<&str, usize> = HashMap::with_capacity(plain.len());
    let key = |at: usize| {
        (
            wanted[at].1,
            wanted[at].0 != plain[at].trim_start_matches("r#"),
            at,
        )
    };
    for (at, name) in plain.iter().enumerate() {
        let owner = best.entry(name).or_insert(at);
        if key(at) < key(*owner) {
            *owner = at;
        }
    }
    best
}

/// The name, or the first of its numbers that nobody has.
fn free(kind: Kind, name: String, taken: &mut HashSet<String>) -> String {
    let first = std::iter::once(name.clone());
    let numbers = (2..).map(|number| numbered(kind, &name, number));
    let free = first.chain(numbers).find(|name| !taken.contains(name));
    let name = free.unwrap_or(name);
    taken.insert(name.clone());
    name
}

#[cfg(test)]
mod tests {
    use super::{Kind, Table, assign};

    #[test]
    fn tells_names_apart() {
        let cases: &[(Kind, &[&str], &[&str])] = &[
            (
                Kind::RustType,
                &["order-item", "OrderItem", "order.item"],
                &["OrderDashItem", "OrderItem", "OrderDotItem"],
            ),
            (
                Kind::RustValue,
                &["foo-bar", "foo_bar", "fooBar"],
                &["foo_dash_bar", "foo_bar", "foo_upper_bar"],
            ),
            (
                Kind::RustValue,
                &["e", "E", "t", "T"],
                &["e", "upper_e", "t", "upper_t"],
            ),
            (Kind::RustVariant, &["1m", "1M"], &["N1m", "N1M"]),
            (
                Kind::RustVariant,
                &["self", "Self"],
                &["SelfValue", "UpperSelf"],
            ),
            (
                Kind::RustVariant,
                &["a-b", "a_b", "a b"],
                &["AB", "AUnderscoreB", "ASpaceB"],
            ),
            (
                Kind::RustValue,
                &["self", "Self", "_", "__"],
                &["self_", "upper_self", "underscore", "underscore_underscore"],
            ),
            (Kind::RustValue, &["a", "a"], &["a", "a_2"]),
            (
                Kind::RustVariant,
                &["1", "+1", "1"],
                &["N1", "Plus1", "N1_2"],
            ),
            (
                Kind::RustType,
                &[
                    "Frame\u{1f}e",
                    "Frame\u{1f}E",
                    "Frame\u{1f}e\u{1f}x y",
                    "Frame\u{1f}E\u{1f}x y",
                ],
                &["FrameE", "FrameUpperE", "FrameEXY", "FrameUpperEXY"],
            ),
            (
                Kind::RustVariant,
                &["buy", "BUY", "Buy"],
                &["LowerBuy", "UpperBuy", "Buy"],
            ),
        ];
        for (kind, raws, expected) in cases {
            assert_eq!(assign(*kind, raws), *expected, "{raws:?}");
        }
    }

    #[test]
    fn a_name_that_someone_wrote_goes_before_a_derived_one() {
        let mut table = Table::new(Kind::RustType);
        table.want("Order kind", 1);
        table.want("order-kind", 0);
        assert_eq!(table.finish(), ["OrderSpaceKind", "OrderKind"]);
    }

    #[test]
    fn a_later_name_moves_no_earlier_one() {
        let before = assign(Kind::RustValue, &["foo-bar", "other"]);
        let after = assign(Kind::RustValue, &["foo-bar", "other", "foo.bar"]);
        assert_eq!(before, after[..2]);
    }
}
