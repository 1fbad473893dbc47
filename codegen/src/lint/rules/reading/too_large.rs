//! `too-large`.

use crate::diag::Level;
use crate::lint::{Group, Meta, Rule};

pub(super) struct TooLarge;

static META: Meta = Meta {
    code: "too-large",
    group: Group::Reading,
    level: Level::Error,
    gate: true,
    purpose: "A document stays within bounds that honest ones never meet",
    docs: "Files are read up to a size, maps and lists nest up to a depth, and aliases may not expand to far more than the
file holds: otherwise a few lines could take all memory. Shared parts belong behind `$ref`, which costs nothing.",
    wrong: concat!(
        "asyncapi: 2.4.0\ninfo:\n  title: Quotes\n  version: 1.0.0\nchannels: {}\n",
        "x-a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n",
        "x-b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\n",
        "x-c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\n",
        "x-d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]\n",
        "x-e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]\n",
        "x-f: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e, *e]\n",
        "x-g: &g [*f, *f, *f, *f, *f, *f, *f, *f, *f, *f]\n",
    ),
    right: concat!(
        "asyncapi: 2.4.0\ninfo:\n  title: Quotes\n  version: 1.0.0\nchannels: {}\n",
        "x-a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n",
        "x-b: *a\n",
    ),
};

impl Rule for TooLarge {
    fn meta(&self) -> &'static Meta {
        &META
    }
}
