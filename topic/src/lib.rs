//! Topic strings: one name for one stream of updates, the same bytes in every language.
//!
//! `topic = route + ":" + canonical(params)`, where `canonical` is RFC 8785 with `null` written as `""`.
//!
//! ```
//! let params = serde_json::json!({"symbol": "AAPL", "resolution": "1"});
//! assert_eq!(specwire_topic::topic("bars", &params)?, r#"bars:{"resolution":"1","symbol":"AAPL"}"#);
//! # Ok::<(), specwire_topic::TopicError>(())
//! ```

use std::fmt;

use serde_json::{Map, Number, Value};

/// The largest integer that every JSON reader keeps exactly: 2^53 - 1.
pub const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

/// Arrays and objects may stand this deep in each other. The TypeScript side has the same bound.
pub const MAX_DEPTH: usize = 100;

/// Why params have no topic.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TopicError {
    /// An integer, however it was spelled, outside +-(2^53 - 1).
    UnsafeInteger { path: String, value: String },
    /// NaN or an infinity.
    NotFinite { path: String },
    /// More than [`MAX_DEPTH`] levels.
    TooDeep,
    /// The text is not JSON: a lone surrogate included.
    NotJson(String),
}

impl fmt::Display for TopicError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnsafeInteger { path, value } => write!(
                f,
                "integer outside the safe range at {path}: {value}; use a string for numbers beyond 2^53-1"
            ),
            Self::NotFinite { path } => write!(f, "number not finite at {path}"),
            Self::TooDeep => write!(f, "params are nested more than {MAX_DEPTH} levels deep"),
            Self::NotJson(why) => write!(f, "params are not JSON: {why}"),
        }
    }
}

impl std::error::Error for TopicError {}

/// The topic of `params` on `route`.
pub fn topic(route: &str, params: &Value) -> Result<String, TopicError> {
    let mut out = String::with_capacity(route.len() + 64);
    out.push_str(route);
    out.push(':');
    Writer {
        out: &mut out,
        path: Vec::new(),
    }
    .value(params)?;
    Ok(out)
}

/// The topic of params given as JSON text.
pub fn topic_of_text(route: &str, params: &str) -> Result<String, TopicError> {
    let params = serde_json::from_str(params).map_err(|why| {
        let why = why.to_string();
        // JSON has no infinity, but `1e400` reads as one everywhere else.
        if why.starts_with("number out of range") {
            TopicError::NotFinite {
                path: "params".to_owned(),
            }
        } else {
            TopicError::NotJson(why)
        }
    })?;
    topic(route, &params)
}

/// The canonical form alone.
pub fn canonical(value: &Value) -> Result<String, TopicError> {
    let mut out = String::new();
    Writer {
        out: &mut out,
        path: Vec::new(),
    }
    .value(value)?;
    Ok(out)
}

enum Step<'v> {
    Key(&'v str),
    Index(usize),
}

struct Writer<'o, 'v> {
    out: &'o mut String,
    path: Vec<Step<'v>>,
}

impl<'v> Writer<'_, 'v> {
    fn value(&mut self, value: &'v Value) -> Result<(), TopicError> {
        match value {
            Value::Null => self.out.push_str("\"\""),
            Value::Bool(true) => self.out.push_str("true"),
            Value::Bool(false) => self.out.push_str("false"),
            Value::Number(number) => self.number(number)?,
            Value::String(text) => self.string(text),
            Value::Array(items) => self.array(items)?,
            Value::Object(members) => self.object(members)?,
        }
        Ok(())
    }

    fn array(&mut self, items: &'v [Value]) -> Result<(), TopicError> {
        self.out.push('[');
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                self.out.push(',');
            }
            self.step(Step::Index(at), item)?;
        }
        self.out.push(']');
        Ok(())
    }

    fn object(&mut self, members: &'v Map<String, Value>) -> Result<(), TopicError> {
        let mut members: Vec<_> = members.iter().collect();
        members.sort_by(|(left, _), (right, _)| left.encode_utf16().cmp(right.encode_utf16()));
        self.out.push('{');
        for (at, (key, value)) in members.into_iter().enumerate() {
            if at > 0 {
                self.out.push(',');
            }
            self.string(key);
            self.out.push(':');
            self.step(Step::Key(key), value)?;
        }
        self.out.push('}');
        Ok(())
    }

    fn step(&mut self, step: Step<'v>, value: &'v Value) -> Result<(), TopicError> {
        if self.path.len() == MAX_DEPTH {
            return Err(TopicError::TooDeep);
        }
        self.path.push(step);
        self.value(value)?;
        self.path.pop();
        Ok(())
    }

    fn number(&mut self, number: &Number) -> Result<(), TopicError> {
        let safe = match (number.as_u64(), number.as_i64(), number.as_f64()) {
            (Some(value), ..) => value <= MAX_SAFE_INTEGER,
            (_, Some(value), _) => value.unsigned_abs() <= MAX_SAFE_INTEGER,
            (.., Some(value)) if value.is_finite() => {
                value.fract() != 0.0 || value.abs() <= MAX_SAFE_INTEGER as f64
            }
            _ => return Err(TopicError::NotFinite { path: self.place() }),
        };
        if !safe {
            return Err(TopicError::UnsafeInteger {
                path: self.place(),
                value: number.to_string(),
            });
        }
        match number.as_f64() {
            // Integers in the safe range are exact as doubles, so one spelling serves them all.
            Some(value) => self
                .out
                .push_str(ryu_js::Buffer::new().format_finite(value)),
            None => return Err(TopicError::NotFinite { path: self.place() }),
        }
        Ok(())
    }

    fn string(&mut self, text: &str) {
        self.out.push('"');
        for character in text.chars() {
            match character {
                '"' => self.out.push_str("\\\""),
                '\\' => self.out.push_str("\\\\"),
                '\u{8}' => self.out.push_str("\\b"),
                '\t' => self.out.push_str("\\t"),
                '\n' => self.out.push_str("\\n"),
                '\u{c}' => self.out.push_str("\\f"),
                '\r' => self.out.push_str("\\r"),
                control if control < ' ' => {
                    self.out.push_str(&format!("\\u{:04x}", u32::from(control)));
                }
                other => self.out.push(other),
            }
        }
        self.out.push('"');
    }

    /// The place of the current value, as people write it: `params.filter.ids[2]`.
    fn place(&self) -> String {
        let mut place = String::from("params");
        for step in &self.path {
            match step {
                Step::Key(key) => {
                    place.push('.');
                    place.push_str(key);
                }
                Step::Index(at) => place.push_str(&format!("[{at}]")),
            }
        }
        place
    }
}
