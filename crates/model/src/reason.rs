//! Reasons: why a movement happened, in one tree for the whole company.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use strum::{Display, EnumCount, IntoStaticStr, VariantArray};
use utoipa::ToSchema;

use crate::list::all;

/// How we know a reason; in this order when several sources speak, the first holds.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    ToSchema,
    Display,
    EnumCount,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum HowKnown {
    /// We asked: exit survey, call.
    Asked,
    /// The customer told us unasked: cancel code, complaint.
    Told,
    /// Concluded from what happened before the movement; never mixed up with the first two.
    Inferred,
}

/// One reason in the company's tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReasonNode {
    /// Short stable name, e.g. `price_too_high`.
    pub id: String,
    /// What people read.
    pub label: String,
    /// The node above; absent at the top.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Codes of sources that mean this reason, written `code` (any source) or `source:code`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<String>,
}

/// The company's one tree of reasons, with the sources' codes mapped to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReasonTree {
    nodes: BTreeMap<String, ReasonNode>,
    reason_of_code: BTreeMap<String, String>,
}

/// Why a reason tree was refused.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ReasonError {
    /// Two nodes have one id.
    #[error("reason '{0}' appears twice")]
    Twice(String),
    /// The parent does not exist.
    #[error("reason '{0}' stands under '{1}', which does not exist")]
    NoParent(String, String),
    /// A node is its own ancestor.
    #[error("reason '{0}' stands under itself")]
    Circle(String),
    /// One code means two reasons.
    #[error("code '{code}' means both '{first}' and '{second}'; map it to one of them, or write it as source:code")]
    CodeTwice {
        /// The source's code.
        code: String,
        /// The reason it meant first.
        first: String,
        /// The reason it is to mean, too.
        second: String,
    },
    /// The id has a fixed meaning.
    #[error("'{0}' is kept for movements whose reason nobody knows yet; choose another name")]
    Reserved(String),
    /// Not a way of knowing.
    #[error("'{0}' is not a way of knowing; choose one of {names}", names = HowKnown::ALL.map(HowKnown::name).join(", "))]
    BadHowKnown(String),
}

/// The reasons to start from: id, label, the one above, and codes.
const DEFAULT: [(&str, &str, Option<&str>, &str); 14] = [
    ("price", "Price", None, "pricing|budget|too expensive|price|cost"),
    ("price_rise", "Price rise", Some("price"), "price increase|price rise"),
    ("product", "Product or features", None, "features|missing features|product|quality"),
    ("service", "Service and support", None, "support|service|bad service"),
    (
        "late_delivery",
        "Late delivery or installation",
        Some("service"),
        "late delivery|late installation|broken promise: delivery|broken promise: installation",
    ),
    ("broken_promise", "A promise was broken", Some("service"), "broken promise"),
    ("no_call_back", "Promised call back not kept", Some("service"), "no call back"),
    ("competitor", "Went to a competitor", None, "competitor|switched"),
    ("need_ended", "No longer needed", None, "not needed|no longer needed|closed business|moved"),
    ("payment", "Payment failed", None, "payment failed|card declined|involuntary"),
    ("recommended", "Was recommended to us", None, "recommended|referral|word of mouth"),
    ("offer", "An offer or advertising", None, "offer|campaign|advertising|promotion"),
    ("needs_grew", "Needs more than before", None, "growth|more users|additional need"),
    ("satisfied", "Satisfied with us", None, "satisfied|happy|good experience"),
];

impl ReasonTree {
    /// What a movement without a reason counts under.
    pub const NOT_YET_KNOWN: &'static str = "not_yet_known";

    /// Builds a tree, refusing one with repeated, orphaned or circular nodes or with a code that means two things.
    pub fn new(nodes: impl IntoIterator<Item = ReasonNode>) -> Result<Self, ReasonError> {
        let mut tree = Self { nodes: BTreeMap::new(), reason_of_code: BTreeMap::new() };
        for node in nodes {
            if node.id == Self::NOT_YET_KNOWN {
                return Err(ReasonError::Reserved(node.id));
            }
            for code in node.codes.iter().chain([&node.id]) {
                let code = normal(code);
                if let Some(first) = tree.reason_of_code.insert(code.clone(), node.id.clone())
                    && first != node.id
                {
                    return Err(ReasonError::CodeTwice { code, first, second: node.id.clone() });
                }
            }
            if let Some(twice) = tree.nodes.insert(node.id.clone(), node) {
                return Err(ReasonError::Twice(twice.id));
            }
        }
        for node in tree.nodes.values() {
            let mut seen = BTreeSet::from([node.id.as_str()]);
            let mut above = node.parent.as_deref();
            while let Some(id) = above {
                let parent = tree.nodes.get(id).ok_or_else(|| ReasonError::NoParent(node.id.clone(), id.to_owned()))?;
                if !seen.insert(id) {
                    return Err(ReasonError::Circle(node.id.clone()));
                }
                above = parent.parent.as_deref();
            }
        }
        Ok(tree)
    }

    /// The reason a source's code stands for, or `None` where nobody mapped it. A code mapped for its source goes before the same
    /// code mapped for any source; case and surrounding spaces do not matter.
    #[must_use]
    pub fn reason_of(&self, source: &str, code: &str) -> Option<&str> {
        let code = normal(code);
        self.reason_of_code
            .get(&format!("{}:{code}", normal(source)))
            .or_else(|| self.reason_of_code.get(&code))
            .map(String::as_str)
    }

    /// The node with this id.
    #[must_use]
    pub fn node(&self, id: &str) -> Option<&ReasonNode> {
        self.nodes.get(id)
    }

    /// All nodes, by id.
    pub fn nodes(&self) -> impl Iterator<Item = &ReasonNode> {
        self.nodes.values()
    }

    /// What people read for a reason id, `not_yet_known` included.
    #[must_use]
    pub fn label<'a>(&'a self, id: &'a str) -> &'a str {
        match self.nodes.get(id) {
            Some(node) => &node.label,
            None if id == Self::NOT_YET_KNOWN => "not yet known",
            None => id,
        }
    }

    /// What a node of the tree to start from is called; `None` for one that is not in it.
    #[must_use]
    pub fn default_label(id: &str) -> Option<&'static str> {
        DEFAULT.iter().find(|(known, ..)| *known == id).map(|(_, label, ..)| *label)
    }

    /// The top-level reason above `id` (itself when it is at the top).
    #[must_use]
    pub fn top<'a>(&'a self, id: &'a str) -> &'a str {
        let mut current = id;
        while let Some(parent) = self.nodes.get(current).and_then(|node| node.parent.as_deref()) {
            current = parent;
        }
        current
    }
}

impl Default for ReasonTree {
    /// A tree to start from; each company makes it its own.
    fn default() -> Self {
        let nodes = DEFAULT.map(|(id, label, parent, codes)| ReasonNode {
            id: id.to_owned(),
            label: label.to_owned(),
            parent: parent.map(str::to_owned),
            codes: codes.split('|').filter(|code| *code != id).map(str::to_owned).collect(),
        });
        Self::new(nodes).unwrap_or(Self { nodes: BTreeMap::new(), reason_of_code: BTreeMap::new() })
    }
}

impl HowKnown {
    /// All, the surest first.
    pub const ALL: [Self; Self::COUNT] = all(Self::VARIANTS);

    /// The name used in tables and options.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

impl FromStr for HowKnown {
    type Err = ReasonError;

    fn from_str(text: &str) -> Result<Self, ReasonError> {
        let name = normal(text);
        let known = Self::ALL.into_iter().find(|known| known.name() == name);
        known.ok_or_else(|| ReasonError::BadHowKnown(text.to_owned()))
    }
}

fn normal(code: &str) -> String {
    code.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(id: &str, parent: Option<&str>, codes: &[&str]) -> ReasonNode {
        ReasonNode {
            id: id.into(),
            label: id.into(),
            parent: parent.map(Into::into),
            codes: codes.iter().map(|code| (*code).into()).collect(),
        }
    }

    #[test]
    fn the_default_tree_knows_everyday_codes() {
        let tree = ReasonTree::default();
        assert_eq!(tree.reason_of("billing", " Pricing "), Some("price"));
        assert_eq!(tree.reason_of("billing", "price increase").map(|id| tree.top(id)), Some("price"));
        assert_eq!(tree.reason_of("billing", "hurricane"), None);
        assert!(tree.nodes().count() >= 9);
    }

    #[test]
    fn a_sources_own_mapping_goes_before_the_general_one() {
        let tree = ReasonTree::new([node("price", None, &["7"]), node("service", None, &["desk:7"])]).expect("tree");
        assert_eq!((tree.reason_of("desk", "7"), tree.reason_of("shop", "7")), (Some("service"), Some("price")));
    }

    #[test]
    fn the_tree_to_start_from_is_whole() {
        let tree = ReasonTree::default();
        let ids: BTreeSet<&str> = tree.nodes().map(|node| node.id.as_str()).collect();
        assert_eq!(ids, DEFAULT.iter().map(|(id, ..)| *id).collect());
        for (id, label, parent, codes) in DEFAULT {
            let node = tree.node(id).expect("a node");
            assert_eq!((node.label.as_str(), node.parent.as_deref()), (label, parent));
            assert!(!node.codes.iter().any(|code| code == id), "{id} is its own code anyway");
            for code in codes.split('|').chain([id]) {
                assert_eq!(tree.reason_of("anything", code), Some(id));
            }
        }
        assert_eq!(ReasonTree::default_label("price_rise"), Some("Price rise"));
        assert_eq!(ReasonTree::default_label("hurricane"), None);
    }

    #[test]
    fn a_reason_is_called_as_its_company_calls_it() {
        let tree =
            ReasonTree::new([ReasonNode { label: "Too dear".into(), ..node("price", None, &[]) }]).expect("tree");
        assert_eq!(
            [tree.label("price"), tree.label("not_yet_known"), tree.label("gone")],
            ["Too dear", "not yet known", "gone"]
        );
        assert_eq!((tree.node("price").map(|node| node.label.as_str()), tree.node("gone")), (Some("Too dear"), None));
    }

    #[test]
    fn the_top_of_a_reason_is_the_last_one_above_it() {
        let tree = ReasonTree::new([node("a", None, &[]), node("b", Some("a"), &[]), node("c", Some("b"), &[])])
            .expect("tree");
        assert_eq!(["a", "b", "c", "gone"].map(|id| tree.top(id)), ["a", "a", "a", "gone"]);
    }

    #[test]
    fn a_way_of_knowing_is_read_in_any_case_and_no_other_word_is_one() {
        assert_eq!(HowKnown::ALL.map(HowKnown::name), ["asked", "told", "inferred"]);
        for known in HowKnown::ALL {
            assert_eq!(known.to_string().parse(), Ok(known));
            assert_eq!(format!(" {} ", known.name().to_uppercase()).parse(), Ok(known));
            assert_eq!(serde_json::to_value(known).expect("written"), known.name());
        }
        assert!(HowKnown::Asked < HowKnown::Told && HowKnown::Told < HowKnown::Inferred);
        let error = "guessed".parse::<HowKnown>().expect_err("no way of knowing");
        assert_eq!(error.to_string(), "'guessed' is not a way of knowing; choose one of asked, told, inferred");
    }

    #[test]
    fn a_broken_tree_is_refused_by_what_is_wrong_with_it() {
        let refused = |nodes: Vec<ReasonNode>| ReasonTree::new(nodes).expect_err("refused");
        let text = str::to_owned;
        assert_eq!(refused(vec![node("a", Some("b"), &[])]), ReasonError::NoParent(text("a"), text("b")));
        assert_eq!(refused(vec![node("a", Some("a"), &[])]), ReasonError::Circle(text("a")));
        assert_eq!(refused(vec![node("a", Some("b"), &[]), node("b", Some("a"), &[])]), ReasonError::Circle(text("a")));
        let twice = |code: &str| ReasonError::CodeTwice { code: text(code), first: text("a"), second: text("b") };
        assert_eq!(refused(vec![node("a", None, &["x"]), node("b", None, &["X"])]), twice("x"));
        assert_eq!(refused(vec![node("a", None, &["B"]), node("b", None, &[])]), twice("b"));
        assert_eq!(refused(vec![node("a", None, &[]), node("a", None, &[])]), ReasonError::Twice(text("a")));
        let kept = text(ReasonTree::NOT_YET_KNOWN);
        assert_eq!(refused(vec![node(&kept, None, &[])]), ReasonError::Reserved(kept));
    }

    #[test]
    fn a_code_may_be_repeated_within_its_reason() {
        let tree = ReasonTree::new([node("a", None, &["x", "X", "a"])]).expect("tree");
        assert_eq!(tree.reason_of("", "x"), Some("a"));
    }
}
