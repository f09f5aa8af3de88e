//! The document: what can be asked, drawn from the handlers.

use axum::Json;
use bellwether_app::planning::NewTarget;
use bellwether_app::policy::PolicyAmendment;
use serde_json::{Value, json};
use utoipa::openapi::SecurityRequirement;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};

use super::changes;
use super::operations::described;
use super::problem::Code;

/// The document as JSON, as of `OpenAPI` 3.1.
pub(crate) fn document() -> Value {
    let mut document = described();
    "Bellwether".clone_into(&mut document.info.title);
    env!("CARGO_PKG_VERSION").clone_into(&mut document.info.version);
    document.info.description = Some(
        "Growth or loss of the customer base, in whole customers and money. Money is in whole minor units of the currency that each \
         answer names. Every answer says what it rests on. Lists go on by `cursor`; an answer has an `ETag`."
            .to_owned(),
    );
    document.info.license = Some(utoipa::openapi::License::new("Apache-2.0"));
    document.info.contact = None;
    let components = document.components.get_or_insert_default();
    components.add_security_scheme("token", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
    document.security = Some(vec![SecurityRequirement::new("token", Vec::<String>::new())]);
    let mut document = serde_json::to_value(&document).unwrap_or_default();
    describe(&mut document);
    document["components"]["schemas"]["NewTarget"]["allOf"] = NewTarget::together();
    document["components"]["schemas"]["NewPolicy"]["properties"]["definitions"] = PolicyAmendment::definitions_schema();
    describe_answers(&mut document);
    let refused = Refusals::all();
    let paths = document["paths"].as_object_mut().into_iter().flat_map(|paths| paths.values_mut());
    for (method, operation) in paths.filter_map(Value::as_object_mut).flatten() {
        refused.add_to(method, operation);
        // Steps of an import are no changes; one that comes twice is done once as it is.
        if method != "get" && operation["tags"][0] != "imports" {
            takes_a_key(operation);
        }
    }
    document
}

/// Puts descriptions to what they describe. Of a field with a schema of our own utoipa makes "all of that, and an object with this
/// description", which nothing is.
fn describe(value: &mut Value) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(describe),
        Value::Object(fields) => {
            fields.values_mut().for_each(describe);
            if let Some([schema, about]) = fields.get("allOf").and_then(Value::as_array).map(Vec::as_slice)
                && let Some(description) = about.get("description").filter(|_| about["type"] == "object")
            {
                let mut described = schema.clone();
                described["description"] = description.clone();
                *value = described;
            }
        }
        _ => {}
    }
}

/// Describes each answer of an operation as its schema is described.
fn describe_answers(document: &mut Value) {
    let schemas = document["components"]["schemas"].clone();
    let paths = document["paths"].as_object_mut().into_iter().flat_map(|paths| paths.values_mut());
    let operations = paths.filter_map(Value::as_object_mut).flat_map(|operations| operations.values_mut());
    let responses = operations.filter_map(|operation| operation["responses"].as_object_mut());
    for response in responses.flat_map(|responses| responses.values_mut()) {
        let schema = response["content"]["application/json"]["schema"]["$ref"].as_str().unwrap_or_default();
        let name = schema.rsplit('/').next().unwrap_or_default();
        if response["description"].as_str().is_none_or(str::is_empty) {
            response["description"] = schemas[name]["description"].clone();
        }
    }
}

/// What is said where a request is refused, by status.
struct Refusals(Vec<(u16, Value)>);

impl Refusals {
    fn all() -> Self {
        let mut by_status: Vec<(u16, Vec<Code>)> = Vec::new();
        for code in Code::ALL {
            let status = code.status().as_u16();
            match by_status.iter_mut().find(|(known, _)| *known == status) {
                Some((_, codes)) => codes.push(code),
                None => by_status.push((status, vec![code])),
            }
        }
        let response = |codes: &[Code]| {
            let said = codes.iter().map(|code| format!("`{}`: {}", code.name(), code.title())).collect::<Vec<_>>();
            let content =
                json!({ "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } });
            json!({ "description": said.join("; "), "content": content })
        };
        Self(by_status.iter().map(|(status, codes)| (*status, response(codes))).collect())
    }

    /// Says how an operation may be refused.
    fn add_to(&self, method: &str, operation: &mut Value) {
        let changes = method != "get";
        let takes_a_body = operation.get("requestBody").is_some();
        for (status, response) in &self.0 {
            let applies = match status {
                405 => false,
                409 => changes,
                413 | 415 => takes_a_body,
                _ => true,
            };
            if applies {
                operation["responses"][status.to_string()] = response.clone();
            }
        }
        if method == "get" {
            operation["responses"]["304"] = json!({ "description": "It is still what `If-None-Match` names" });
        }
    }
}

/// Says by what a request may come again.
fn takes_a_key(operation: &mut Value) {
    let key = json!({
        "name": changes::KEY.as_str(),
        "in": "header",
        "description": "A text of your own for each new request, best a random UUID. Sent again with the same key, a request is not done again.",
        "required": false,
        "schema": { "type": "string", "pattern": "^[A-Za-z0-9_-]+$", "minLength": changes::SHORTEST_KEY, "maxLength": changes::LONGEST_KEY },
    });
    match operation["parameters"].as_array_mut() {
        Some(parameters) => parameters.push(key),
        None => operation["parameters"] = json!([key]),
    }
}

pub(super) async fn serve() -> Json<Value> {
    Json(document())
}
