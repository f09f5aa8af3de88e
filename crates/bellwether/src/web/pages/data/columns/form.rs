//! What the form about the columns of a file says.

use bellwether_app::columns::{ColumnChoices, FieldChoice, RowMeaning};

/// The fields of a form as they were sent.
type Sent = [(String, String)];

/// The first field of a name.
pub(super) fn one<'s>(sent: &'s Sent, wanted: &str) -> Option<&'s str> {
    sent.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str())
}

fn all(sent: &Sent, wanted: &str) -> Vec<String> {
    sent.iter().filter(|(name, _)| name == wanted).map(|(_, value)| value.clone()).collect()
}

/// The fields whose names begin with a word and a point, with what follows it.
fn beginning<'s>(sent: &'s Sent, prefix: &str) -> impl Iterator<Item = (&'s str, &'s str)> {
    let prefix = format!("{prefix}.");
    sent.iter().filter_map(move |(name, value)| Some((name.strip_prefix(&prefix)?, value.as_str())))
}

/// All that is said.
pub(super) fn choices(sent: &Sent) -> ColumnChoices {
    let text = |name: &str| one(sent, name).unwrap_or_default().to_owned();
    let field = |(target, choice): (&str, &str)| {
        let choice = match choice.split_once(':') {
            Some(("column", column)) => FieldChoice::Column(column.to_owned()),
            _ if choice == "expression" => FieldChoice::Expression(text(&format!("expression.{target}"))),
            _ => FieldChoice::Absent,
        };
        (target.to_owned(), choice)
    };
    let words = beginning(sent, "words-column").map(|(number, column)| {
        let prefix = format!("words-word.{number}");
        let words = beginning(sent, &prefix).map(|(at, word)| {
            let said = one(sent, &format!("words-meaning.{number}.{at}"));
            (word.to_owned(), said.and_then(meaning))
        });
        (column.to_owned(), words.collect())
    });
    ColumnChoices {
        fields: beginning(sent, "to").map(field).collect(),
        attributes: all(sent, "attribute").into_iter().zip(all(sent, "attribute-from")).collect(),
        currency: text("currency"),
        dates: text("dates"),
        decimal: text("decimal"),
        answers: beginning(sent, "answer").map(|(id, name)| (id.to_owned(), name.to_owned())).collect(),
        words: words.collect(),
        also: all(sent, "also").into_iter().filter(|column| !column.is_empty()).collect(),
    }
}

fn meaning(name: &str) -> Option<RowMeaning> {
    match name {
        "count" => Some(RowMeaning::Count),
        "leave-out" => Some(RowMeaning::LeaveOut),
        "refund" => Some(RowMeaning::Refund),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_says_columns_expressions_and_words_whatever_they_are_called() {
        let sent = [
            ("to.at", "column:a:b"),
            ("to.amount", "expression"),
            ("expression.amount", "price * 2"),
            ("expression.at", "left over"),
            ("to.silo", ""),
            ("words-column.0", "status.x"),
            ("words-word.0.0", "paid"),
            ("words-meaning.0.0", "count"),
            ("words-word.0.1", ""),
            ("answer.rows.status.x", "words"),
        ];
        let sent: Vec<_> = sent.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let said = choices(&sent);
        let expected = [
            ("at".to_owned(), FieldChoice::Column("a:b".to_owned())),
            ("amount".to_owned(), FieldChoice::Expression("price * 2".to_owned())),
            ("silo".to_owned(), FieldChoice::Absent),
        ];
        assert_eq!(said.fields, expected);
        let words = vec![("paid".to_owned(), Some(RowMeaning::Count)), (String::new(), None)];
        assert_eq!(said.words, [("status.x".to_owned(), words)]);
        assert_eq!(said.answer("rows.status.x"), Some("words"));
    }
}
