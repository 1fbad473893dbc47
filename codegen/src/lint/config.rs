//! The level of each finding: the rule's own, unless the configuration says otherwise for all files or for some.

use std::collections::BTreeMap;
use std::path::PathBuf;

use globset::{Glob, GlobSet, GlobSetBuilder};

use super::registry;
use super::rule::{Group, Meta};
use crate::diag::{Diagnostic, Level};
use crate::doc::project::Project;

/// Levels by code or group: for every file, then for files by path.
#[derive(Debug, Default, Clone)]
pub struct Levels {
    everywhere: BTreeMap<String, Level>,
    overrides: Vec<(GlobSet, BTreeMap<String, Level>)>,
    /// Where the globs start: the folder of the configuration.
    base: PathBuf,
}

/// The configuration names a rule that there is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownRule {
    pub name: String,
    pub suggestion: Option<&'static str>,
}

impl std::fmt::Display for UnknownRule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "there is no rule or group `{}`", self.name)?;
        match self.suggestion {
            Some(suggestion) => write!(f, "; did you mean `{suggestion}`?"),
            None => write!(f, "; `codegen rules` lists them"),
        }
    }
}

impl Levels {
    /// Globs are relative to `base`.
    pub fn new(base: impl Into<PathBuf>) -> Self {
        Self {
            base: base.into(),
            ..Self::default()
        }
    }

    /// Sets the level of a rule or of a whole group.
    pub fn set(&mut self, name: &str, level: Level) -> Result<(), UnknownRule> {
        known(name)?;
        self.everywhere.insert(name.to_owned(), level);
        Ok(())
    }

    /// Sets levels for the files that match one of the globs. Later calls win.
    pub fn set_for(
        &mut self,
        paths: &[String],
        levels: BTreeMap<String, Level>,
    ) -> Result<(), String> {
        let mut globs = GlobSetBuilder::new();
        for path in paths {
            globs.add(Glob::new(path).map_err(|error| error.to_string())?);
        }
        for name in levels.keys() {
            known(name).map_err(|unknown| unknown.to_string())?;
        }
        self.overrides
            .push((globs.build().map_err(|error| error.to_string())?, levels));
        Ok(())
    }

    pub(super) fn of(&self, finding: &Diagnostic, project: &Project) -> Level {
        let Some(meta) = registry::meta(finding.code) else {
            return finding.level;
        };
        let path = project.path(finding.span.file);
        let file = path
            .map(|path| path.strip_prefix(&self.base).unwrap_or(path))
            .unwrap_or("-".as_ref());
        let by_path = self
            .overrides
            .iter()
            .rev()
            .filter(|(globs, _)| globs.is_match(file));
        by_path
            .filter_map(|(_, levels)| named(levels, meta))
            .next()
            .or_else(|| named(&self.everywhere, meta))
            .unwrap_or(finding.level)
    }

    /// Whether any file could show a finding of this rule.
    pub(super) fn is_ever_on(&self, meta: &Meta) -> bool {
        let on = |level: Level| level != Level::Off;
        on(named(&self.everywhere, meta).unwrap_or(meta.level))
            || self
                .overrides
                .iter()
                .any(|(_, levels)| named(levels, meta).is_some_and(on))
    }
}

/// A rule's own name counts for more than its group's.
fn named(levels: &BTreeMap<String, Level>, meta: &Meta) -> Option<Level> {
    levels
        .get(meta.code)
        .or_else(|| levels.get(meta.group.name()))
        .copied()
}

fn known(name: &str) -> Result<(), UnknownRule> {
    match registry::meta(name).is_some() || Group::ALL.iter().any(|group| group.name() == name) {
        true => Ok(()),
        false => Err(UnknownRule {
            name: name.to_owned(),
            suggestion: registry::suggest(name),
        }),
    }
}
