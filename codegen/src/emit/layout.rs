//! Calls, lists and object literals on one line where they fit, else one part to a line.

const WIDTH: usize = 100;

/// A piece of an expression.
#[derive(Debug)]
pub(crate) struct Code {
    /// Up to and with the opening bracket, or the whole of an atom.
    head: String,
    parts: Vec<Code>,
    tail: &'static str,
    /// White space inside the brackets on one line.
    airy: bool,
}

impl Code {
    pub(crate) fn atom(text: impl Into<String>) -> Self {
        Self {
            head: text.into(),
            parts: Vec::new(),
            tail: "",
            airy: false,
        }
    }

    pub(crate) fn call(name: &str, arguments: Vec<Self>) -> Self {
        Self {
            head: format!("{name}("),
            parts: arguments,
            tail: ")",
            airy: false,
        }
    }

    pub(crate) fn list(items: Vec<Self>) -> Self {
        Self {
            head: "[".to_owned(),
            parts: items,
            tail: "]",
            airy: false,
        }
    }

    pub(crate) fn object(members: Vec<Self>) -> Self {
        let airy = !members.is_empty();
        Self {
            head: "{".to_owned(),
            parts: members,
            tail: "}",
            airy,
        }
    }

    #[must_use]
    pub(crate) fn after(mut self, prefix: String) -> Self {
        self.head = prefix + &self.head;
        self
    }

    /// The text, where `used` columns of its first line are taken; `step` is how far each level is indented.
    pub(crate) fn layout(&self, indent: usize, used: usize, step: usize) -> String {
        let flat = self.flat();
        if used + flat.chars().count() <= WIDTH || self.parts.is_empty() {
            return flat;
        }
        if let [only] = self.parts.as_slice()
            && self.tail == ")"
            && !only.parts.is_empty()
        {
            // A call of one bracketed argument hugs it.
            return format!(
                "{}{}{}",
                self.head,
                only.layout(indent, WIDTH, step),
                self.tail
            );
        }
        if let [first, rest @ ..] = self.parts.as_slice()
            && self.tail == ")"
            && first.tail == "}"
            && rest.iter().all(|part| part.flat().len() < 40)
        {
            let rest: String = rest
                .iter()
                .map(|part| format!(", {}", part.flat()))
                .collect();
            return format!(
                "{}{}{rest}{}",
                self.head,
                first.layout(indent, WIDTH, step),
                self.tail
            );
        }
        let inner = indent + step;
        let pad = " ".repeat(inner);
        let lines: String = self
            .parts
            .iter()
            .map(|part| format!("{pad}{},\n", part.layout(inner, inner + 1, step)))
            .collect();
        format!("{}\n{lines}{}{}", self.head, " ".repeat(indent), self.tail)
    }

    fn flat(&self) -> String {
        let air = if self.airy { " " } else { "" };
        let parts: Vec<String> = self.parts.iter().map(Self::flat).collect();
        if self.parts.is_empty() {
            return format!("{}{}", self.head, self.tail);
        }
        format!("{}{air}{}{air}{}", self.head, parts.join(", "), self.tail)
    }
}

#[cfg(test)]
mod tests {
    use super::Code;

    #[test]
    fn what_fits_stays_on_a_line() {
        let code = Code::call(
            "f",
            vec![Code::object(vec![Code::atom("a: 1")]), Code::atom("b")],
        );
        assert_eq!(code.layout(0, 0, 2), "f({ a: 1 }, b)");
        assert_eq!(code.layout(0, 95, 2), "f({\n  a: 1,\n}, b)");
    }
}
