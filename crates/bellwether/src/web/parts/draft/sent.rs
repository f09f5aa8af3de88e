//! What a browser makes of a form, for tests.

use super::Fields;

/// The form of an action in a page.
pub(in crate::web) fn form_of<'p>(page: &'p str, action: &str) -> &'p str {
    let form = page.split_once(&format!("action=\"{action}\"")).and_then(|(_, rest)| rest.split_once("</form>"));
    form.expect("the form").0
}

/// What a browser sends of a form as it was drawn, where nobody touched it.
pub(in crate::web) fn sent(page: &str) -> Fields {
    let attribute = |tag: &str, name: &str| {
        let rest = tag.split_once(&format!(" {name}=\""))?.1;
        Some(plain(rest.split_once('"')?.0))
    };
    let mut fields = Fields::new();
    let mut chosen: Option<String> = None;
    for part in page.split('<').skip(1) {
        let (tag, after) = part.split_once('>').expect("a tag that ends");
        let value = || attribute(tag, "value").unwrap_or_default();
        match tag.split(' ').next() {
            Some("input") if tag.contains("type=\"checkbox\"") && !tag.contains(" checked") => {}
            Some("input") => drop(fields.insert(attribute(tag, "name").expect("a name"), value())),
            Some("textarea") => {
                let text = after.strip_prefix('\n').unwrap_or(after);
                fields.insert(attribute(tag, "name").expect("a name"), plain(text).replace('\n', "\r\n"));
            }
            Some("select") => chosen = attribute(tag, "name"),
            Some("/select") => chosen = None,
            // A browser sends the first where none is chosen.
            Some("option") => {
                if let Some(name) = &chosen
                    && (tag.contains(" selected") || !fields.contains_key(name))
                {
                    fields.insert(name.clone(), value());
                }
            }
            _ => {}
        }
    }
    fields
}

fn plain(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}
