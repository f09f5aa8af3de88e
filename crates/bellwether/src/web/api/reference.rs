//! The reference: the document as a page.

use std::sync::Arc;

use axum::extract::State;
use maud::{Markup, html};
use serde_json::Value;

use super::super::parts::frame::{NavigationItem, frame, head, panel};
use super::super::site::Site;
use super::super::site::visit::Visit;
use super::document::document;
use super::problem::Code;

pub(super) async fn page(State(site): State<Arc<Site>>, visit: Visit) -> Markup {
    let words = site.words(&visit);
    let document = document();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let title = words.say("api");
    let entries = |value: &Value| value.as_object().cloned().unwrap_or_default();
    let body = html! {
        (head(&title, &html! { a.btn href="/api/v1/openapi.json" { "OpenAPI 3.1" } }))
        (panel(&words.say("api-way-in"), &words.say("api-way-in-about"), &html! {
            pre tabindex="0" { "curl -H 'Authorization: Bearer bw_…' " (site.origin().unwrap_or("http://127.0.0.1:4100")) "/api/v1/ledger?by=quarter" }
        }))
        // What follows is the document itself, which is in English.
        div.stack lang="en" {
            @for (path, operations) in entries(&document["paths"]) {
                @for (method, operation) in entries(&operations) {
                    (panel(&text(&operation["summary"]), "", &html! {
                        p { code { (method.to_uppercase()) " " (path) } }
                        @if let Some(parameters) = operation["parameters"].as_array() {
                            div.scroll tabindex="0" role="group" aria-label=(format!("{} {path}", method.to_uppercase())) { table.prose {
                                thead { tr { th scope="col" { "Parameter" } th scope="col" { "In" } th scope="col" { "Takes" } th scope="col" { "Meaning" } } }
                                tbody { @for parameter in parameters { tr {
                                    th scope="row" { code { (text(&parameter["name"])) } @if parameter["required"] == true { " *" } }
                                    td { (text(&parameter["in"])) }
                                    td { (takes(&parameter["schema"])) }
                                    td { (text(&parameter["description"])) }
                                } } }
                            } }
                        }
                        @if let Some(schema) = operation["requestBody"]["content"]["application/json"].get("schema") {
                            details { summary { "Body" } (fields(&document, schema, 0)) }
                        }
                        @for (status, response) in entries(&operation["responses"]) {
                            @if let Some(schema) = response["content"]["application/json"].get("schema") {
                                details { summary { "Answer " (status) } (fields(&document, schema, 0)) }
                            }
                        }
                    }))
                }
            }
            (panel("Problems", "What is refused comes as application/problem+json, with one of these codes.", &html! {
                dl { @for code in Code::ALL {
                    dt id=(code.name()) { code { (code.name()) } " " (code.status().as_u16()) }
                    dd { (code.title()) "." }
                } }
            }))
        }
    };
    frame(words, &visit, NavigationItem::Nowhere, &title, &body)
}

/// What a value may be, in short.
fn takes(schema: &Value) -> String {
    if let Some(words) = schema["enum"].as_array() {
        return words.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ");
    }
    let kinds = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" or "),
        kind => kind.as_str().unwrap_or_default().to_owned(),
    };
    match schema["format"].as_str() {
        Some(format) => format!("{kinds} ({format})"),
        None => kinds,
    }
}

/// The fields of an object, those of objects in it as well.
fn fields(document: &Value, schema: &Value, depth: u8) -> Markup {
    let schema = resolved(document, schema);
    html! {
        @match schema["properties"].as_object() {
            None => p { (takes(schema)) },
            Some(properties) => ul { @for (name, property) in properties {
                @let inner = if property["items"].is_object() { &property["items"] } else { property };
                @let target = resolved(document, inner);
                li {
                    code { (name) } " " (takes(property)) @if let Some(about) = property["description"].as_str().or(target["description"].as_str()) { ": " (about) }
                    @if target["properties"].is_object() && depth < 4 { (fields(document, target, depth + 1)) }
                }
            } }
        }
    }
}

/// What a reference refers to; of a choice with null, what else it is.
fn resolved<'d>(document: &'d Value, schema: &'d Value) -> &'d Value {
    let choice =
        schema["oneOf"].as_array().and_then(|choices| choices.iter().find(|choice| choice.get("$ref").is_some()));
    let schema = choice.unwrap_or(schema);
    match schema["$ref"].as_str().and_then(|reference| reference.strip_prefix('#')) {
        Some(pointer) => document.pointer(pointer).unwrap_or(schema),
        None => schema,
    }
}
