//! The Prometheus text format: families of samples, written in order.

use std::fmt::{Display, Write};

/// What is being written.
#[derive(Debug, Default)]
pub(crate) struct Text {
    out: String,
}

/// Name and value of each label.
pub(crate) type Labels<'a> = &'a [(&'a str, &'a str)];

impl Text {
    /// Begins a family: every sample that follows belongs to it.
    pub(crate) fn family(&mut self, name: &str, kind: &str, help: &str) {
        // Writing to a string cannot fail, here and below.
        let _ = writeln!(self.out, "# HELP {name} {help}\n# TYPE {name} {kind}");
    }

    pub(crate) fn sample(&mut self, name: &str, labels: Labels<'_>, value: impl Display) {
        self.out.push_str(name);
        for (index, (label, text)) in labels.iter().enumerate() {
            self.out.push(if index == 0 { '{' } else { ',' });
            let _ = write!(self.out, "{label}=\"{}\"", escape(text));
        }
        if !labels.is_empty() {
            self.out.push('}');
        }
        let _ = writeln!(self.out, " {value}");
    }

    /// A histogram's samples: how many lie at or below each bound, all, and their sum. `counts` has one more than `bounds`.
    pub(crate) fn histogram(
        &mut self,
        name: &str,
        labels: Labels<'_>,
        bounds: &[f64],
        counts: &[u64],
        sum: f64,
    ) {
        let bucket = format!("{name}_bucket");
        let mut below = 0;
        let bounds = bounds
            .iter()
            .map(|bound| bound.to_string())
            .chain(["+Inf".to_owned()]);
        for (bound, count) in bounds.zip(counts) {
            below += count;
            let mut labels = labels.to_vec();
            labels.push(("le", &bound));
            self.sample(&bucket, &labels, below);
        }
        self.sample(&format!("{name}_sum"), labels, sum);
        self.sample(&format!("{name}_count"), labels, below);
    }

    pub(crate) fn finish(self) -> String {
        self.out
    }
}

fn escape(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_samples_and_histograms_are_written_as_the_format_asks() {
        let mut text = Text::default();
        text.family("a_total", "counter", "All of them.");
        text.sample("a_total", &[], 3);
        text.sample("a_total", &[("x", "q\"\\"), ("y", "z")], 4);
        text.family("h", "histogram", "Spread.");
        text.histogram("h", &[("m", "d")], &[0.5, 1.0], &[1, 2, 3], 7.5);
        let expected = [
            "# HELP a_total All of them.",
            "# TYPE a_total counter",
            "a_total 3",
            "a_total{x=\"q\\\"\\\\\",y=\"z\"} 4",
            "# HELP h Spread.",
            "# TYPE h histogram",
            "h_bucket{m=\"d\",le=\"0.5\"} 1",
            "h_bucket{m=\"d\",le=\"1\"} 3",
            "h_bucket{m=\"d\",le=\"+Inf\"} 6",
            "h_sum{m=\"d\"} 7.5",
            "h_count{m=\"d\"} 6",
            "",
        ];
        assert_eq!(text.finish(), expected.join("\n"));
    }
}
