//! Question: do users, settings, tokens, signatures, reasons, documents and the registers still say what the audit told of them last?
//!
//! Beside the seals of rows, which tell that one was altered, this tells how, and holds what was written before there were seals. A password is
//! no part of the audit, and a token may end with a password of its user, without an entry.

mod document;
mod register;

use std::collections::BTreeSet;

use bellwether_model::Day;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::breach::Breach;

use crate::cells::{Cells, FromCells};
use crate::change::kept;
use crate::change_kind::ChangeKind;
use crate::error::RecordsError;
use crate::transaction::Snapshot;

/// A row beside the last entry about it; one of the two may be missing. Each query reads both at once, so that no change comes between.
struct RowAndEntry<T> {
    place: String,
    row: Option<T>,
    /// The number of the entry, and what it says.
    entry: Option<(i64, Value)>,
}

struct ReasonRow {
    id: String,
    customer_id: String,
    /// In days since 1970-01-01.
    day: i64,
    kind: String,
    reason: String,
    how_known: String,
    note: String,
    set_by: String,
    /// In microseconds.
    set_at: i64,
}

/// What the audit tells of a user, as the row has it: its cells are read as they are, whatever was written into them.
struct UserRow {
    full_name: String,
    roles: Value,
    active: bool,
    password_given: bool,
    /// In microseconds.
    invited_until: Option<i64>,
}

struct SettingRow(Value);

struct TokenRow {
    label: String,
    user: String,
    scopes: Value,
    ends_at: i64,
}

struct SignatureRow {
    /// That of the document it stands under; none where there is no such document.
    version: Option<i64>,
    leader: String,
    role: String,
    signed_at: i64,
}

/// What does not stand as the audit told of it last.
pub(crate) async fn verify(snapshot: &mut Snapshot) -> Result<Vec<Breach>, RecordsError> {
    let mut breaches = pairs::<UserRow>(snapshot, include_str!("agreement/users.sql")).await?;
    breaches.extend(pairs::<SettingRow>(snapshot, include_str!("agreement/settings.sql")).await?);
    breaches.extend(pairs::<TokenRow>(snapshot, include_str!("agreement/tokens.sql")).await?);
    breaches.extend(pairs::<SignatureRow>(snapshot, include_str!("agreement/signatures.sql")).await?);
    breaches.extend(pairs::<ReasonRow>(snapshot, include_str!("agreement/reasons.sql")).await?);
    breaches.extend(document::verify(snapshot).await?);
    breaches.extend(register::verify(snapshot).await?);
    Ok(breaches)
}

async fn pairs<T: FromCells + Subject>(
    snapshot: &mut Snapshot,
    sql: &'static str,
) -> Result<Vec<Breach>, RecordsError> {
    let pairs: Vec<RowAndEntry<T>> = snapshot.rows(sqlx::query(sql)).await?;
    Ok(pairs.iter().filter_map(RowAndEntry::breach).collect())
}

/// Something that an entry tells of.
trait Subject {
    /// How it differs from the entry; none where it does not.
    fn difference(&self, entry: &Value) -> Option<String>;
}

impl<T: Subject> RowAndEntry<T> {
    fn breach(&self) -> Option<Breach> {
        let what = match (&self.row, &self.entry) {
            (None, None) => return None,
            (None, Some((seq, _))) => format!("it is gone, but audit entry {seq} tells of it"),
            (Some(_), None) => "the audit tells nothing of it".to_owned(),
            (Some(row), Some((seq, entry))) => format!("{}, as audit entry {seq} told it", row.difference(entry)?),
        };
        Some(Breach::new(self.place.clone(), what))
    }
}

impl Subject for UserRow {
    fn difference(&self, entry: &Value) -> Option<String> {
        // Earlier entries kept the spaces around a name, knew one role of a user, told moments finer than they are kept, and say nothing of who
        // chose a password.
        let full_name = entry["full_name"].as_str().unwrap_or_default().trim();
        let password_given = entry["password_given"].as_bool().unwrap_or_default();
        let roles = if entry["roles"].is_null() { json!([entry["role"]]) } else { entry["roles"].clone() };
        let until = entry["invited_until"].as_str().and_then(|until| until.parse().ok()).map(kept);
        let invited_until = self.invited_until.map(|until| Timestamp::from_microsecond(until).unwrap_or_default());
        unlike("roles", &self.roles, &roles)
            .or_else(|| unlike("right to sign in", &json!(self.active), &entry["active"]))
            .or_else(|| unlike("full name", &json!(self.full_name), &json!(full_name)))
            .or_else(|| unlike("mark of a given password", &json!(self.password_given), &json!(password_given)))
            .or_else(|| unlike("end of an invitation", &json!(invited_until), &json!(until)))
    }
}

impl Subject for SettingRow {
    fn difference(&self, entry: &Value) -> Option<String> {
        unlike("value", &self.0, entry)
    }
}

impl Subject for TokenRow {
    fn difference(&self, entry: &Value) -> Option<String> {
        let end = entry["ends_at"].as_str().and_then(|entry| entry.parse::<Timestamp>().ok());
        let ends_later = end.is_none_or(|end| self.ends_at > end.as_microsecond());
        let own_end = || json!(Timestamp::from_microsecond(self.ends_at).unwrap_or_default());
        unlike("label", &json!(self.label), &entry["label"])
            .or_else(|| unlike("user", &json!(self.user), &entry["user"]))
            .or_else(|| unlike("scopes", &self.scopes, &entry["scopes"]))
            .or_else(|| if ends_later { unlike("end", &own_end(), &entry["ends_at"]) } else { None })
    }
}

/// Told without the customer: whoever reads this may see none.
impl Subject for ReasonRow {
    fn difference(&self, entry: &Value) -> Option<String> {
        let day = i32::try_from(self.day).map_or(json!(self.day), |day| json!(Day(day)));
        let set_at = Timestamp::from_microsecond(self.set_at).unwrap_or_default();
        let other_customer =
            (json!(self.customer_id) != entry["customer_id"]).then(|| "its customer is another".to_owned());
        let other_note = (json!(self.note) != entry["note"]).then(|| "its note is another".to_owned());
        unlike("id", &json!(self.id), &entry["id"])
            .or(other_customer)
            .or_else(|| unlike("day", &day, &entry["day"]))
            .or_else(|| unlike("kind", &json!(self.kind), &entry["kind"]))
            .or_else(|| unlike("reason", &json!(self.reason), &entry["reason"]))
            .or_else(|| unlike("way of being known", &json!(self.how_known), &entry["how_known"]))
            .or(other_note)
            .or_else(|| unlike("author", &json!(self.set_by), &entry["set_by"]))
            .or_else(|| unlike("time", &json!(set_at), &entry["set_at"]))
    }
}

/// A row of a document or a register beside the kind of the change that it points to, if there is that change.
struct Origin {
    topic: String,
    name: String,
    what: Option<String>,
}

impl Origin {
    /// Says so where the row points to no change of its topic that makes such rows.
    fn breach(&self, makes_rows: impl Fn(ChangeKind) -> bool) -> Option<Breach> {
        let kind = self.what.as_deref().and_then(|what| what.parse::<ChangeKind>().ok());
        let is_known = kind.is_some_and(|kind| kind.topic().name() == self.topic && makes_rows(kind));
        let place = || format!("{} {}", self.topic, self.name);
        (!is_known).then(|| Breach::new(place(), "the audit tells nothing of it".to_owned()))
    }
}

impl Subject for SignatureRow {
    fn difference(&self, entry: &Value) -> Option<String> {
        let signed_at = Timestamp::from_microsecond(self.signed_at).unwrap_or_default();
        unlike("version", &json!(self.version), &entry["version"])
            .or_else(|| unlike("leader", &json!(self.leader), &entry["leader"]))
            .or_else(|| unlike("role", &json!(self.role), &entry["role"]))
            .or_else(|| unlike("time", &json!(signed_at), &entry["signed_at"]))
    }
}

/// How a value differs from what an entry says; of an object no more than the parts that do.
fn unlike(name: &str, is: &Value, entry: &Value) -> Option<String> {
    if is == entry {
        return None;
    }
    let (Value::Object(of_row), Value::Object(of_entry)) = (is, entry) else {
        return Some(format!("its {name} is {}, not {}", short(is), short(entry)));
    };
    let told = |part: Option<&Value>| part.map_or_else(|| "nothing".to_owned(), short);
    let parts: BTreeSet<&String> = of_row.keys().chain(of_entry.keys()).collect();
    let unlike = parts.into_iter().filter(|part| of_row.get(*part) != of_entry.get(*part));
    let unlike = unlike.map(|part| format!("{part} {}, not {}", told(of_row.get(part)), told(of_entry.get(part))));
    Some(format!("its {name} has {}", unlike.collect::<Vec<_>>().join("; ")))
}

/// A value as JSON, as far as a line holds it.
fn short(value: &Value) -> String {
    const LONGEST: usize = 100;
    let text = value.to_string();
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// JSON, or the text itself where somebody wrote none.
fn json_or_text(text: String) -> Value {
    serde_json::from_str(&text).unwrap_or(Value::String(text))
}

impl<T: FromCells> FromCells for RowAndEntry<T> {
    const TABLE: &'static str = T::TABLE;

    fn read(cells: &Cells<'_>) -> Result<Self, RecordsError> {
        let entry = cells.optional_number("told_seq")?.zip(cells.optional_text("after_json")?);
        Ok(Self {
            place: cells.text("place")?,
            row: cells.optional_number("seq")?.map(|_| T::read(cells)).transpose()?,
            entry: entry.map(|(seq, after)| (seq, json_or_text(after))),
        })
    }
}

impl FromCells for Origin {
    const TABLE: &'static str = "audit";

    fn read(cells: &Cells<'_>) -> Result<Self, RecordsError> {
        Ok(Self { topic: cells.text("topic")?, name: cells.text("name")?, what: cells.optional_text("what")? })
    }
}

impl FromCells for UserRow {
    const TABLE: &'static str = "users";

    fn read(cells: &Cells<'_>) -> Result<Self, RecordsError> {
        Ok(Self {
            full_name: cells.text("full_name")?,
            roles: json_or_text(cells.text("roles")?),
            active: cells.number("active")? == 1,
            password_given: cells.number("password_given")? == 1,
            invited_until: cells.optional_number("invited_until")?,
        })
    }
}

impl FromCells for SettingRow {
    const TABLE: &'static str = "settings";

    fn read(cells: &Cells<'_>) -> Result<Self, RecordsError> {
        Ok(Self(json_or_text(cells.text("value_json")?)))
    }
}

impl FromCells for SignatureRow {
    const TABLE: &'static str = "signatures";

    fn read(cells: &Cells<'_>) -> Result<Self, RecordsError> {
        Ok(Self {
            version: cells.optional_number("version")?,
            leader: cells.text("leader")?,
            role: cells.text("role")?,
            signed_at: cells.number("signed_at")?,
        })
    }
}

impl FromCells for ReasonRow {
    const TABLE: &'static str = "movement_reasons";

    fn read(cells: &Cells<'_>) -> Result<Self, RecordsError> {
        Ok(Self {
            id: cells.text("id")?,
            customer_id: cells.text("customer_id")?,
            day: cells.number("day")?,
            kind: cells.text("kind")?,
            reason: cells.text("reason")?,
            how_known: cells.text("how_known")?,
            note: cells.text("note")?,
            set_by: cells.text("set_by")?,
            set_at: cells.number("set_at")?,
        })
    }
}

impl FromCells for TokenRow {
    const TABLE: &'static str = "tokens";

    fn read(cells: &Cells<'_>) -> Result<Self, RecordsError> {
        Ok(Self {
            label: cells.text("label")?,
            user: cells.text("user_name")?,
            scopes: json_or_text(cells.text("scopes")?),
            ends_at: cells.number("ends_at")?,
        })
    }
}
