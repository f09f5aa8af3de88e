//! How does a document of XML begin?

use std::borrow::Cow;

/// The names of the first two elements that a document of XML begins, without those of their namespaces.
pub(super) fn elements_of(head: &[u8]) -> Vec<String> {
    let text = text_of(head);
    let mut rest = text.trim_start();
    let mut found = Vec::new();
    while found.len() < 2 {
        rest = behind_declarations(rest);
        let Some(inside) = rest.strip_prefix('<') else { break };
        let name: String = inside.chars().take_while(|sign| !sign.is_whitespace() && !"/>".contains(*sign)).collect();
        found.push(name.rsplit(':').next().unwrap_or_default().to_owned());
        let Some((_, behind)) = inside.split_once('>') else { break };
        rest = behind.trim_start();
    }
    found
}

/// A text without the comments, declarations and instructions that it begins with.
fn behind_declarations(text: &str) -> &str {
    let mut rest = text;
    while let Some(inside) = rest.strip_prefix("<?").or_else(|| rest.strip_prefix("<!")) {
        let ends = match inside {
            _ if rest.starts_with("<?") => "?>",
            comment if comment.starts_with("--") => "-->",
            // What a document type declares stands in brackets.
            declared if declared.split('>').next().is_some_and(|until| until.contains('[')) => "]>",
            _ => ">",
        };
        let Some((_, behind)) = inside.split_once(ends) else { return "" };
        rest = behind.trim_start();
    }
    rest
}

/// The text of some first bytes.
pub(super) fn text_of(head: &[u8]) -> Cow<'_, str> {
    encoding_rs::Encoding::for_bom(head)
        .map_or_else(|| String::from_utf8_lossy(head), |(encoding, _)| encoding.decode(head).0)
}
