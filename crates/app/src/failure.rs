//! What can go wrong for a person: a kind that fixes the exit code, a message in their language, and a hint where they can act.

use std::error::Error;
use std::fmt;
use std::process::ExitCode;

use bellwether_words::{Message, Words, english, with_causes};

/// Why a command did not answer.
#[derive(Clone, Debug)]
pub struct Failure {
    kind: FailureKind,
    message: Message,
    mended_by: Option<Mend>,
    cause: Option<KnownCause>,
    /// The message for who sits at the terminal, where it names a customer.
    in_confidence: Option<Box<Message>>,
}

/// Causes on which something follows beside the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum KnownCause {
    NothingYet,
    DamagedMart,
    LargeAmounts,
    Withheld,
}

/// Whose turn it is to act; each kind is one exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// A fault of Bellwether or of the machine under it.
    Internal,
    /// The command line or the configuration asks for something that does not exist.
    Usage,
    /// The data or a document given cannot be taken as it is.
    Input,
    /// What was asked for is not there.
    NotFound,
    /// Someone else is writing to the same data folder.
    Busy,
    /// What is there already does not allow it.
    Conflict,
}

/// What mends a failure on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mend {
    /// What is missing is imported.
    Import,
    /// What is being imported is waited for, or stopped.
    Data,
    /// The made-up company is removed.
    Sample,
}

impl Mend {
    /// The page's address.
    #[must_use]
    pub fn page(self) -> &'static str {
        match self {
            Self::Import => "/data/import",
            Self::Data => "/data",
            Self::Sample => "/sample",
        }
    }

    /// The name of the text of what is done there.
    #[must_use]
    pub fn way(self) -> &'static str {
        match self {
            Self::Import => "refused-mend",
            Self::Data => "nav-data",
            Self::Sample => "sample-look-at",
        }
    }
}

impl FailureKind {
    /// All kinds.
    pub const ALL: [Self; 6] = [Self::Internal, Self::Usage, Self::Input, Self::NotFound, Self::Busy, Self::Conflict];

    /// Its name, as scripts read it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Internal => "internal",
            Self::Usage => "usage",
            Self::Input => "input",
            Self::NotFound => "not found",
            Self::Busy => "busy",
            Self::Conflict => "conflict",
        }
    }

    /// The code with which a command ends.
    #[must_use]
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Internal => 1,
            Self::Usage => 2,
            Self::Input => 3,
            Self::NotFound => 4,
            Self::Busy => 5,
            Self::Conflict => 6,
        }
    }

    /// What the code means, for `--help`.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Internal => "a fault of Bellwether or of the machine (disk full, no permission)",
            Self::Usage => "the command line or the configuration is wrong",
            Self::Input => "the data or a document given cannot be taken as it is",
            Self::NotFound => "what was asked for is not there",
            Self::Busy => "another process is writing to the same data folder; try again",
            Self::Conflict => "what is there does not allow it (a closed period, a taken name, a read-only folder)",
        }
    }
}

impl Failure {
    /// A failure of a kind, in words.
    pub fn new(kind: FailureKind, message: impl Into<Message>) -> Self {
        Self { kind, message: message.into(), mended_by: None, cause: None, in_confidence: None }
    }

    /// A failure of `kind` that tells an error together with everything that caused it.
    pub fn caused(kind: FailureKind, error: &dyn Error) -> Self {
        Self::new(kind, with_causes(error))
    }

    /// A failure of what was asked.
    pub fn usage(message: impl Into<Message>) -> Self {
        Self::new(FailureKind::Usage, message)
    }

    /// A failure of what was imported.
    pub fn input(message: impl Into<Message>) -> Self {
        Self::new(FailureKind::Input, message)
    }

    /// A failure of a question to which a company has no answer before its first facts are in.
    pub fn nothing_yet(message: impl Into<Message>) -> Self {
        Self { cause: Some(KnownCause::NothingYet), ..Self::new(FailureKind::NotFound, message) }
    }

    /// A failure to add amounts up that are too large.
    pub(crate) fn large_amounts(message: impl Into<Message>) -> Self {
        Self { cause: Some(KnownCause::LargeAmounts), ..Self::input(message) }
    }

    /// Whether amounts were too large, and it is not told yet which.
    pub(crate) fn is_of_large_amounts(&self) -> bool {
        self.cause == Some(KnownCause::LargeAmounts)
    }

    /// The same failure, told at the terminal by a message that names a customer.
    #[must_use]
    pub(crate) fn in_confidence(self, message: Message) -> Self {
        Self { in_confidence: Some(Box::new(message)), ..self }
    }

    /// A failure of a question whose answer would tell of single customers, put by who may see none.
    pub fn withheld(message: impl Into<Message>) -> Self {
        Self { cause: Some(KnownCause::Withheld), ..Self::new(FailureKind::NotFound, message) }
    }

    /// The same failure with what the person at the terminal can do about it; it stands in for the hint of the text.
    #[must_use]
    pub fn hint(self, hint: impl fmt::Display) -> Self {
        Self { message: self.message.advised(hint.to_string()), ..self }
    }

    /// The same failure, which a page can mend.
    #[must_use]
    pub fn mended_by(self, mend: Mend) -> Self {
        Self { mended_by: Some(mend), ..self }
    }

    /// What can mend it on a page.
    #[must_use]
    pub fn mend(&self) -> Option<Mend> {
        self.mended_by
    }

    /// The same without a text that says nothing to the person.
    #[must_use]
    pub fn without(self, text: &str) -> Self {
        Self { message: self.message.without(text), ..self }
    }

    /// Whether it is only that no facts are in yet.
    #[must_use]
    pub fn is_nothing_yet(&self) -> bool {
        self.cause == Some(KnownCause::NothingYet)
    }

    /// The same, for what is stored of a mart that can be made anew.
    #[must_use]
    pub(crate) fn of_damaged_mart(self) -> Self {
        Self { cause: Some(KnownCause::DamagedMart), ..self }
    }

    /// Whether only a mart is damaged, which can be made anew.
    #[must_use]
    pub(crate) fn is_damaged_mart(&self) -> bool {
        self.cause == Some(KnownCause::DamagedMart)
    }

    /// Whether the answer is there, and not for who asks.
    #[must_use]
    pub fn is_withheld(&self) -> bool {
        self.cause == Some(KnownCause::Withheld)
    }

    /// What happened.
    #[must_use]
    pub fn message(&self) -> &Message {
        &self.message
    }

    /// What the person can do about it.
    #[must_use]
    pub fn advice(&self, words: Words<'_>) -> Option<String> {
        self.message.hint(words)
    }

    /// Both in one line.
    #[must_use]
    pub fn told(&self, words: Words<'_>) -> String {
        self.message.with_hint(words)
    }

    /// Of which kind it is.
    #[must_use]
    pub fn kind(&self) -> FailureKind {
        self.kind
    }

    /// The code with which a command ends for it.
    #[must_use]
    pub fn exit_code(&self) -> ExitCode {
        ExitCode::from(self.kind.exit_code())
    }
}

/// For the terminal and the console, in English.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let english = english();
        let message = self.in_confidence.as_deref().unwrap_or(&self.message);
        write!(f, "error ({}): {}", self.kind.name(), message.told(english.alone()))?;
        match message.hint(english.alone()) {
            Some(hint) => write!(f, "\nhint: {hint}"),
            None => Ok(()),
        }
    }
}

impl Error for Failure {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_says_its_kind_what_happened_and_what_to_do() {
        let failure = Failure::input("shop.csv, row 3, column amount: 'abc' is not a number").hint("correct the row");
        assert_eq!(
            failure.to_string(),
            "error (input): shop.csv, row 3, column amount: 'abc' is not a number\nhint: correct the row"
        );
    }

    #[test]
    fn no_two_kinds_share_an_exit_code() {
        let mut codes = FailureKind::ALL.map(FailureKind::exit_code).to_vec();
        codes.dedup();
        assert_eq!(codes, [1, 2, 3, 4, 5, 6]);
    }
}
