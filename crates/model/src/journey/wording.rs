//! Whose words are these? Names that only the company uses, and words that part the company into us and them.
//!
//! A check, not a judge: what it finds is shown beside the text, and whoever wrote it decides.

/// What a text says that a customer would not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WordingNote {
    /// A word for what the company does, not for what the customer lives through.
    InsideOut(&'static str),
    /// A word that parts the company into us and them.
    UsAndThem(&'static str),
}

/// In small letters, in English and German.
const INSIDE_OUT: &[&str] = &[
    "onboarding",
    "acquisition",
    "acquire",
    "retention",
    "churn",
    "conversion",
    "convert",
    "funnel",
    "pipeline",
    "lead",
    "leads",
    "prospect",
    "prospects",
    "sales cycle",
    "sales process",
    "upsell",
    "upselling",
    "cross-sell",
    "cross-selling",
    "activation",
    "provisioning",
    "fulfilment",
    "fulfillment",
    "dunning",
    "collections",
    "billing",
    "invoicing",
    "ticket",
    "tickets",
    "ticketing",
    "case management",
    "account management",
    "offboarding",
    "customer lifecycle",
    "touchpoint",
    "process",
    "akquise",
    "neukundengewinnung",
    "vertriebsprozess",
    "verkaufsprozess",
    "kundenbindung",
    "mahnwesen",
    "fakturierung",
    "auftragsabwicklung",
    "bereitstellung",
    "prozess",
];

const US_AND_THEM: &[&str] = &[
    "us and them",
    "them and us",
    "the business",
    "other departments",
    "the other department",
    "their fault",
    "not our job",
    "front office",
    "back office",
    "head office",
    "headquarters",
    "the field",
    "over the wall",
    "wir und die",
    "die anderen",
    "andere abteilungen",
    "die zentrale",
    "die fachabteilung",
    "nicht zuständig",
    "innendienst",
    "außendienst",
];

/// What in a text a customer would not say, each once, in the order of the lists.
#[must_use]
pub fn wording_notes(text: &str) -> Vec<WordingNote> {
    let plain: String =
        text.chars().map(|letter| if letter.is_alphanumeric() || letter == '-' { letter } else { ' ' }).collect();
    let words: Vec<String> = plain.split_whitespace().map(str::to_lowercase).collect();
    let text = format!(" {} ", words.join(" "));
    let says = |phrase: &&&str| text.contains(&format!(" {phrase} "));
    let inside_out = INSIDE_OUT.iter().filter(says).map(|phrase| WordingNote::InsideOut(phrase));
    let us_and_them = US_AND_THEM.iter().filter(says).map(|phrase| WordingNote::UsAndThem(phrase));
    inside_out.chain(us_and_them).collect()
}
