//! The versions of AsyncAPI that documents may declare.

use std::fmt;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    V2_0,
    V2_1,
    V2_2,
    V2_3,
    V2_4,
    V2_5,
    V2_6,
}

impl Version {
    pub const FIRST: Self = Self::V2_0;
    pub const LATEST: Self = Self::V2_6;
    pub const ALL: [Self; 7] = [
        Self::V2_0,
        Self::V2_1,
        Self::V2_2,
        Self::V2_3,
        Self::V2_4,
        Self::V2_5,
        Self::V2_6,
    ];

    /// Only the exact spelling counts: `2.4` and `2.4.1` are no versions.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|version| version.as_str() == text)
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::V2_0 => "2.0.0",
            Self::V2_1 => "2.1.0",
            Self::V2_2 => "2.2.0",
            Self::V2_3 => "2.3.0",
            Self::V2_4 => "2.4.0",
            Self::V2_5 => "2.5.0",
            Self::V2_6 => "2.6.0",
        }
    }

    /// The version that a misspelt one (`2.4`, `2.40`, `v2.4.0`) most likely means.
    pub fn nearest(text: &str) -> Option<Self> {
        let digits: Vec<&str> = text
            .trim_start_matches(['v', 'V'])
            .split('.')
            .map(str::trim)
            .collect();
        if digits.first() != Some(&"2") {
            return None;
        }
        let minor = digits.get(1).copied().unwrap_or("0");
        let minor = minor.trim_end_matches('0').chars().next().unwrap_or('0');
        let at = minor.to_digit(10)? as usize;
        Some(Self::ALL.get(at).copied().unwrap_or(Self::LATEST))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
