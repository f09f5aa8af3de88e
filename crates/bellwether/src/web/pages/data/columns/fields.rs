//! Where each field of a row comes from: a choice among the columns of the file, or an expression over them.

use maud::{Markup, html};

use crate::web::parts::form::field;
use bellwether_app::columns::{ColumnProblem, Columns, FieldSource};
use bellwether_words::{Words, column_name};

/// The fields that rows of most files have, and, folded in, all others.
pub(super) fn field_tables(words: Words<'_>, fact: &str, columns: &Columns) -> Markup {
    let usual = |known: &&FieldSource| {
        known.is_needed
            || !known.from.is_empty()
            || known.target.ends_with("customer_id")
            || problem_of(columns, &known.target).is_some()
    };
    let (main, more): (Vec<&FieldSource>, Vec<&FieldSource>) = columns.fields.iter().partition(usual);
    html! {
        (field_table(words, fact, columns, &main, "import-fields"))
        @if !more.is_empty() || columns.takes_attributes {
            details.data {
                summary { (words.say("import-more-fields")) }
                @if !more.is_empty() { (field_table(words, fact, columns, &more, "import-more-fields")) }
                @if columns.takes_attributes { (attribute_table(words, columns)) }
            }
        }
    }
}

fn problem_of<'c>(columns: &'c Columns, target: &str) -> Option<&'c ColumnProblem> {
    columns.problem.as_ref().filter(|problem| problem.field.as_deref() == Some(target))
}

fn field_table(words: Words<'_>, fact: &str, columns: &Columns, fields: &[&FieldSource], name: &str) -> Markup {
    html! {
        div.scroll tabindex="0" role="group" aria-label=(words.say(name)) { table.prose.fields {
            thead { tr { th scope="col" { (words.say("import-target")) } th scope="col" { (words.say("import-from")) } } }
            tbody { @for known in fields { (field_row(words, fact, columns, known)) } }
        } }
    }
}

fn field_row(words: Words<'_>, fact: &str, columns: &Columns, known: &FieldSource) -> Markup {
    let FieldSource { target, is_needed, from, via } = known;
    let problem = problem_of(columns, target);
    let is_column = columns.header.contains(from);
    let is_expression = !from.is_empty() && !is_column;
    let (id, about, wrong) = (format!("to-{target}"), format!("about-{target}"), format!("wrong-{target}"));
    let described = if problem.is_some() { format!("{wrong} {about}") } else { about.clone() };
    let name = words.say(&column_name(target));
    html! { tr {
        th scope="row" {
            label for=(id) { (name) }
            @if *is_needed { " " small { (words.say("import-needed")) } }
            small.about #(about) { (words.say(&words.column_about(fact, target))) " " code { (target) } }
        }
        td {
            select.in id=(id) name=(format!("to.{target}")) aria-describedby=(described) aria-invalid=[problem.map(|_| "true")] {
                option value="" { (words.say("import-not-there")) }
                @for column in &columns.header { option value=(format!("column:{column}")) selected[is_column && column == from] { (column) } }
                option value="expression" selected[is_expression] { (words.say("import-expression")) }
            }
            input.in.expression name=(format!("expression.{target}")) value=[is_expression.then_some(from)] aria-label=(words.with("import-expression-of", &[("field", &name)])) spellcheck="false" autocomplete="off";
            @if let Some(via) = via { small.about { (words.with("import-via", &[("via", via)])) } }
            @if let Some(problem) = problem { p.alert #(wrong) { (problem.text.sentences(words)) } }
        }
    } }
}

fn attribute_table(words: Words<'_>, columns: &Columns) -> Markup {
    // Room for more.
    let count = columns.attributes.len() + 2;
    html! {
        datalist #header { @for column in &columns.header { option value=(column) {} } }
        div.scroll tabindex="0" role="group" aria-label=(words.say("import-attributes")) { table.prose.fields {
            thead { tr { th scope="col" { (words.say("import-attributes")) } th scope="col" { (words.say("import-from")) } } }
            tbody { @for number in 0..count { @let (name, from) = columns.attributes.get(number).cloned().unwrap_or_default(); @let shown = (number + 1).to_string(); tr {
                td { input.in name="attribute" value=(name) placeholder=(words.say("import-attribute")) aria-label=(words.with("import-attribute-number", &[("number", &shown)])); }
                td { input.in name="attribute-from" value=(from) list="header" aria-label=(words.with("import-attribute-from", &[("number", &shown)])); }
            } } }
        } }
    }
}

/// How amounts, dates and numbers are written.
pub(super) fn settings(words: Words<'_>, columns: &Columns) -> Markup {
    let problem = problem_of(columns, "default-currency");
    html! {
        div.filters {
            (field(words, "import-currency", "currency", &html! { input.in #currency name="currency" value=(columns.currency) maxlength="3" size="4" aria-describedby=[problem.map(|_| "wrong-currency")]; }))
            (field(words, "import-dates", "dates", &select("dates", &columns.dates, &[("", words.say("import-detected")), ("iso", words.say("import-dates-iso")), ("day_first", words.say("import-dates-day-first")), ("month_first", words.say("import-dates-month-first"))])))
            (field(words, "import-decimal", "decimal", &select("decimal", &columns.decimal, &[("", words.say("import-detected")), (".", "1,234.56".to_owned()), (",", "1.234,56".to_owned())])))
        }
        @if let Some(problem) = problem { p.alert #wrong-currency { (problem.text.sentences(words)) } }
    }
}

fn select(id: &str, chosen: &str, options: &[(&str, String)]) -> Markup {
    html! {
        select.in id=(id) name=(id) { @for (value, text) in options { option value=(value) selected[*value == chosen] { (text) } } }
    }
}
