//! Documents with something wrong in them, the same for the same seed. Shared by the tests and `examples/fuzz.rs`.

/// A small generator of numbers: xorshift64*.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    fn pick<'a, T: ?Sized>(&mut self, choices: &[&'a T]) -> &'a T {
        choices[self.below(choices.len())]
    }
}

/// What breaks readers and rules: indicators, references, keywords in odd places.
const PIECES: [&str; 60] = [
    "\n",
    "  ",
    "\t",
    ": ",
    "- ",
    "? ",
    "#",
    "&a ",
    "*a",
    "<<: *a\n",
    "!!str ",
    "!x ",
    "|\n",
    ">-\n  ",
    "{",
    "}",
    "[",
    "]",
    ",",
    "\"",
    "'",
    "\\",
    "%",
    "@",
    "`",
    "---\n",
    "...\n",
    "\r\n",
    "\r",
    "\u{feff}",
    "é",
    "\u{1F600}",
    "\0",
    "~",
    "null",
    "true",
    "1e999",
    "-0",
    "0x1F",
    ".nan",
    "9007199254740993",
    "$ref: '#'\n",
    "$ref: '#/components/schemas/A'\n",
    "$ref: 'a.yaml#/b'\n",
    "$ref: https://example.com\n",
    "#/components/schemas/",
    "~1",
    "~0",
    "%2",
    "allOf:",
    "oneOf: []",
    "type: [string, 'null']",
    "properties:",
    "required: true",
    "traits:",
    "examples:",
    "payload:",
    "x-envelope: true\n",
    "x-response:",
    "default: {}",
];

/// One to eight changes to a text.
pub(crate) fn mutate(text: &str, other: &str, random: &mut Random) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=random.below(8) {
        let at = random.below(bytes.len() + 1);
        match random.below(9) {
            0 if at < bytes.len() => bytes[at] = random.below(256) as u8,
            1 => drop(bytes.drain(at..(at + random.below(40)).min(bytes.len()))),
            2..=4 => drop(bytes.splice(at..at, random.pick(&PIECES).bytes())),
            5 => copy_lines(&mut bytes, text, at, random),
            6 => copy_lines(&mut bytes, other, at, random),
            7 => bytes.truncate(at),
            _ => indent(&mut bytes, at, random),
        }
    }
    bytes
}

/// Some lines of a text, put somewhere else.
fn copy_lines(bytes: &mut Vec<u8>, from: &str, at: usize, random: &mut Random) {
    let lines: Vec<&str> = from.split_inclusive('\n').collect();
    let first = random.below(lines.len());
    let count = 1 + random.below(12);
    let part: String = lines.iter().skip(first).take(count).copied().collect();
    let start = bytes[..at]
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |found| found + 1);
    drop(bytes.splice(start..start, part.bytes()));
}

fn indent(bytes: &mut Vec<u8>, at: usize, random: &mut Random) {
    let start = bytes[..at]
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |found| found + 1);
    if random.below(2) == 0 && bytes.get(start) == Some(&b' ') {
        bytes.remove(start);
    } else {
        bytes.insert(start, b' ');
    }
}
