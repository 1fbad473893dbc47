//! What refuses a value, as conditions with their words.

use serde::Serialize;

use super::typify_bridge::{Keyword, Refusal, Refusals};
use super::{docs, literal};
use crate::ir::{Constraints, StringFormat, Type};

#[derive(Debug, Serialize)]
pub(super) struct Check {
    /// True where `value` is refused.
    condition: String,
    /// A string literal.
    message: String,
}

impl Check {
    fn new(condition: impl Into<String>, message: &str) -> Self {
        Self {
            condition: condition.into(),
            message: literal::string(message),
        }
    }
}

pub(super) fn of(ty: &Type, of: &Constraints, refusals: &mut Refusals) -> Vec<Check> {
    let mut out = bounds(ty, of);
    out.extend(step(ty, of));
    // What is no number in JSON is within no bounds.
    if *ty == Type::Number && !of.is_empty() {
        out.insert(
            0,
            Check::new("!value.is_finite()", "expected a finite number"),
        );
    }
    match ty {
        Type::String(format) => out.extend(text(*format, of, refusals)),
        _ => {
            out.extend(sizes(of.min_items, of.max_items, "items"));
            out.extend(sizes(of.min_properties, of.max_properties, "members"));
        }
    }
    if of.unique_items {
        out.push(Check::new(
            "!support::all_different(&value)",
            "expected no item twice",
        ));
    }
    out
}

/// Compiles the pattern, as a Unicode one where it can be, as JSON Schema asks.
pub(super) fn pattern(of: &Constraints) -> String {
    let Some(pattern) = &of.pattern else {
        return String::new();
    };
    let literal = literal::string(pattern);
    if regress::Regex::with_flags(pattern, "u").is_ok() {
        format!("regress::Regex::with_flags({literal}, \"u\")")
    } else {
        format!("regress::Regex::new({literal})")
    }
}

/// typify says how a plain string is checked; a text with a format is no type of its own there.
fn text(format: StringFormat, of: &Constraints, refusals: &mut Refusals) -> Vec<Check> {
    let known = match format {
        StringFormat::Plain => refusals.of(of),
        _ => None,
    };
    let found = known.map_or_else(|| own_refusals(of), <[Refusal]>::to_vec);
    let said = |refusal: Refusal| {
        let least = of.min_length.unwrap_or_default();
        let most = of.max_length.unwrap_or_default();
        let words = match refusal.of {
            Keyword::Pattern => {
                format!("the pattern {}", of.pattern.as_deref().unwrap_or_default())
            }
            Keyword::MinLength => format!("at least {}", docs::counted(least, "characters")),
            Keyword::MaxLength => format!("at most {}", docs::counted(most, "characters")),
        };
        Check::new(refusal.condition, &format!("expected {words}"))
    };
    found.into_iter().map(said).collect()
}

fn own_refusals(of: &Constraints) -> Vec<Refusal> {
    let length = "value.chars().count()";
    let refusal = |of, condition| Refusal { of, condition };
    let pattern = of.pattern.as_ref().map(|_| {
        let condition = "PATTERN.find(&value).is_none()".to_owned();
        refusal(Keyword::Pattern, condition)
    });
    let least = of.min_length.map(|least| {
        let condition = match least {
            1 => "value.is_empty()".to_owned(),
            least => format!("{length} < {least}"),
        };
        refusal(Keyword::MinLength, condition)
    });
    let most = of.max_length.map(|most| {
        let condition = format!("{length} > {most}");
        refusal(Keyword::MaxLength, condition)
    });
    pattern.into_iter().chain(least).chain(most).collect()
}

fn bounds(ty: &Type, of: &Constraints) -> Vec<Check> {
    [
        (&of.minimum, "<", "at least"),
        (&of.exclusive_minimum, "<=", "more than"),
        (&of.maximum, ">", "at most"),
        (&of.exclusive_maximum, ">=", "less than"),
    ]
    .into_iter()
    .filter_map(|(bound, operator, words)| {
        let bound = bound.as_ref()?;
        let (left, right) = compared(ty, bound);
        let operator = if is_extreme(ty, bound) {
            operator.replace("<=", "==").replace(">=", "==")
        } else {
            operator.to_owned()
        };
        let message = format!("expected {words} {bound}");
        Some(Check::new(format!("{left} {operator} {right}"), &message))
    })
    .collect()
}

/// Nothing of the type lies beyond the bound.
fn is_extreme(ty: &Type, bound: &str) -> bool {
    let Type::Integer(of) = ty else {
        return false;
    };
    let (least, most) = of.range();
    bound
        .parse::<i128>()
        .is_ok_and(|bound| bound == least || bound == most)
}

/// Both sides of a comparison with a bound, in a type that holds both.
fn compared(ty: &Type, bound: &str) -> (String, String) {
    let Type::Integer(of) = ty else {
        return ("value".to_owned(), literal::float(bound));
    };
    let (least, most) = of.range();
    let fits = bound
        .parse::<i128>()
        .is_ok_and(|bound| (least..=most).contains(&bound));
    if fits {
        ("value".to_owned(), bound.to_owned())
    } else {
        ("(value as f64)".to_owned(), literal::float(bound))
    }
}

fn step(ty: &Type, of: &Constraints) -> Option<Check> {
    let step = of.multiple_of.as_ref()?;
    let whole = step.parse::<i64>().is_ok();
    let float = literal::float(step);
    let condition = match ty {
        Type::Integer(of) if whole && of.range().0 == 0 => {
            format!("!value.is_multiple_of({step})")
        }
        Type::Integer(_) if whole => format!("value % {step} != 0"),
        Type::Integer(_) => format!("!support::is_multiple(value as f64, {float})"),
        _ => format!("!support::is_multiple(value, {float})"),
    };
    Some(Check::new(
        condition,
        &format!("expected a multiple of {step}"),
    ))
}

fn sizes(least: Option<u64>, most: Option<u64>, what: &str) -> Vec<Check> {
    let mut out = Vec::new();
    if let Some(least) = least {
        let condition = match least {
            1 => "value.is_empty()".to_owned(),
            least => format!("value.len() < {least}"),
        };
        let message = format!("expected at least {}", docs::counted(least, what));
        out.push(Check::new(condition, &message));
    }
    if let Some(most) = most {
        let condition = match most {
            0 => "!value.is_empty()".to_owned(),
            most => format!("value.len() > {most}"),
        };
        let message = format!("expected at most {}", docs::counted(most, what));
        out.push(Check::new(condition, &message));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::Integer;

    #[test]
    fn nothing_is_asked_that_the_type_says() {
        let of = Constraints {
            exclusive_minimum: Some("0".to_owned()),
            maximum: Some("9".to_owned()),
            ..Constraints::default()
        };
        let conditions = |ty: Type| -> Vec<String> {
            bounds(&ty, &of)
                .into_iter()
                .map(|check| check.condition)
                .collect()
        };
        assert_eq!(
            conditions(Type::Integer(Integer::U64)),
            ["value == 0", "value > 9"]
        );
        assert_eq!(
            conditions(Type::Integer(Integer::I64)),
            ["value <= 0", "value > 9"]
        );
        assert_eq!(conditions(Type::Number), ["value <= 0.0", "value > 9.0"]);
    }
}
