//! JSON for people: what fits on a line stays on one.

use serde_json::Value;

/// Columns that a value may fill before it is broken over lines.
const WIDTH: usize = 50;

pub(super) fn pretty(value: &Value) -> String {
    let mut out = String::new();
    write(value, 0, 0, &mut out);
    out
}

fn write(value: &Value, indent: usize, used: usize, out: &mut String) {
    let line = flat(value);
    let nothing = value.as_object().is_some_and(serde_json::Map::is_empty)
        || value.as_array().is_some_and(Vec::is_empty);
    if indent + used + line.chars().count() <= WIDTH || nothing {
        out.push_str(&line);
        return;
    }
    let pad = " ".repeat(indent + 2);
    match value {
        Value::Object(members) => {
            out.push('{');
            for (at, (key, member)) in members.iter().enumerate() {
                out.push_str(if at == 0 { "\n" } else { ",\n" });
                let key = Value::from(key.as_str()).to_string();
                out.push_str(&pad);
                out.push_str(&key);
                out.push_str(": ");
                write(member, indent + 2, key.chars().count() + 3, out);
            }
            close('}', indent, out);
        }
        Value::Array(list) => {
            out.push('[');
            for (at, item) in list.iter().enumerate() {
                out.push_str(if at == 0 { "\n" } else { ",\n" });
                out.push_str(&pad);
                write(item, indent + 2, 1, out);
            }
            close(']', indent, out);
        }
        _ => out.push_str(&line),
    }
}

fn close(bracket: char, indent: usize, out: &mut String) {
    out.push('\n');
    out.push_str(&" ".repeat(indent));
    out.push(bracket);
}

/// One line, with blanks where people put them.
fn flat(value: &Value) -> String {
    match value {
        Value::Object(members) if !members.is_empty() => {
            let members = members
                .iter()
                .map(|(key, member)| format!("{}: {}", Value::from(key.as_str()), flat(member)));
            format!("{{ {} }}", members.collect::<Vec<_>>().join(", "))
        }
        Value::Array(list) => format!("[{}]", list.iter().map(flat).collect::<Vec<_>>().join(", ")),
        value => value.to_string(),
    }
}
