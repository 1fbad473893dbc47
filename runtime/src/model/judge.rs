//! What one client may be told about one topic, and in which order.

use super::feed::Update;

/// Where the client stands with the topic, from what it was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Without,
    Holding {
        /// The last update given out when the confirmation was read.
        since: Update,
        got: Option<Update>,
    },
}

#[derive(Debug)]
pub(super) struct Judge {
    standing: Standing,
    /// The newest update ever got.
    newest: Update,
    replays: bool,
    /// Updates may be left out in favour of newer ones.
    conflates: bool,
}

impl Judge {
    pub(super) fn new(replays: bool, conflates: bool) -> Self {
        let standing = Standing::Without;
        Self {
            standing,
            newest: Update { run: 0, n: 0 },
            replays,
            conflates,
        }
    }

    pub(super) fn confirmed(&mut self, since: Update) {
        if self.standing == Standing::Without {
            self.standing = Standing::Holding { since, got: None };
        }
    }

    /// A wish was refused, or there was nothing to give up.
    pub(super) fn refused(&self) {
        assert_eq!(self.standing, Standing::Without, "refused what is held");
    }

    pub(super) fn given_up(&mut self) {
        self.standing = Standing::Without;
    }

    pub(super) fn lost(&mut self) {
        assert_ne!(self.standing, Standing::Without, "lost what was not held");
        self.standing = Standing::Without;
    }

    pub(super) fn update(&mut self, update: Update) {
        let Standing::Holding { since, got } = self.standing else {
            panic!("{update:?} to one who does not hold the topic");
        };
        assert!(update.n > 0, "published after the stop");
        match got {
            Some(got) if self.conflates => assert!(
                got < update && got.run == update.run,
                "{got:?} before {update:?}"
            ),
            Some(got) => assert_eq!(
                update,
                Update {
                    n: got.n + 1,
                    ..got
                },
                "after {got:?}"
            ),
            None if self.replays => assert!(update >= self.newest, "older than {:?}", self.newest),
            None => assert!(update > self.newest, "again after {:?}", self.newest),
        }
        self.newest = update;
        self.standing = Standing::Holding {
            since,
            got: Some(update),
        };
    }

    pub(super) fn holds(&self) -> bool {
        self.standing != Standing::Without
    }

    /// `last` is the last update of the topic, and nothing is on its way any more.
    pub(super) fn at_rest(&self, last: Update) {
        match self.standing {
            Standing::Holding { got: Some(got), .. } => {
                assert_eq!(got, last, "not all of it arrived")
            }
            Standing::Holding { since, got: None } => {
                assert_eq!(since, last, "nothing of what came later arrived");
                assert!(!self.replays || last.n == 0, "{last:?} was not replayed");
            }
            Standing::Without => {}
        }
    }
}

mod tests {
    use super::*;

    const fn at(n: u64) -> Update {
        Update { run: 1, n }
    }

    fn holding(got: &[u64]) -> Judge {
        let mut judge = Judge::new(false, false);
        judge.confirmed(at(0));
        got.iter().for_each(|&n| judge.update(at(n)));
        judge
    }

    fn condemns(act: impl FnOnce() + std::panic::UnwindSafe) -> bool {
        std::panic::catch_unwind(act).is_err()
    }

    #[test]
    fn the_judge_lets_the_innocent_go() {
        holding(&[1, 2, 3]).at_rest(at(3));
        holding(&[]).at_rest(at(0));
        let mut judge = holding(&[4]);
        judge.given_up();
        judge.refused();
        judge.at_rest(at(9));
    }

    #[test]
    fn the_judge_condemns_each_breach() {
        assert!(condemns(|| holding(&[1, 3]).at_rest(at(3))), "a gap");
        assert!(condemns(|| holding(&[1, 1]).at_rest(at(1))), "a repetition");
        assert!(
            condemns(|| holding(&[1]).at_rest(at(2))),
            "the last is missing"
        );
        assert!(condemns(|| holding(&[]).at_rest(at(1))), "all is missing");
        assert!(
            condemns(|| Judge::new(false, false).update(at(1))),
            "before the confirmation"
        );
        assert!(
            condemns(|| Judge::new(false, false).lost()),
            "nothing to lose"
        );
        assert!(condemns(|| holding(&[]).refused()), "refused what is held");
        assert!(
            condemns(|| {
                let mut judge = holding(&[1]);
                judge.given_up();
                judge.update(at(2));
            }),
            "after the end"
        );
    }
}
