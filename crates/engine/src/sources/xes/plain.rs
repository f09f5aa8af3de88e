//! Attributes that hide nothing, cut without reading them as XML: `<string key="org:resource" value="Value 1"/>`. Nearly all of a log is made
//! of them. Whatever is written otherwise is left to the reader of XML, and a test reads logs both ways.

use memchr::memchr3;

/// An attribute without others within it.
pub(super) struct PlainAttribute<'b> {
    pub key: &'b str,
    pub value: &'b str,
    /// How many bytes it takes.
    pub length: usize,
}

/// How many bytes at the beginning are blanks, as they stand between tags.
pub(super) fn blanks(bytes: &[u8]) -> usize {
    bytes.iter().position(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n')).unwrap_or(bytes.len())
}

/// The attribute that bytes begin with; none where it may say something else than what stands there, or does not end within them.
pub(super) fn attribute(bytes: &[u8]) -> Option<PlainAttribute<'_>> {
    let inside = bytes.strip_prefix(b"<")?;
    let name = inside.iter().position(|byte| !byte.is_ascii_lowercase())?;
    // Only the elements that are attributes: others with a key and a value would be told apart by where they stand.
    if !matches!(&inside[..name], b"string" | b"date" | b"int" | b"float" | b"boolean" | b"id") {
        return None;
    }
    let rest = inside[name..].strip_prefix(b" key=\"")?;
    let key = quoted(rest)?;
    let rest = rest[key.len() + 1..].strip_prefix(b" value=\"")?;
    let value = quoted(rest)?;
    let rest = &rest[value.len() + 1..];
    let rest = rest.strip_prefix(b" ").unwrap_or(rest).strip_prefix(b"/>")?;
    let length = bytes.len() - rest.len();
    Some(PlainAttribute { key: std::str::from_utf8(key).ok()?, value: std::str::from_utf8(value).ok()?, length })
}

/// The text up to a quote that is what it says in every encoding: no reference, no line break or other sign that XML reads as a blank or
/// refuses, no letter beyond ASCII.
fn quoted(bytes: &[u8]) -> Option<&[u8]> {
    let end = memchr3(b'"', b'&', b'<', bytes)?;
    let text = &bytes[..end];
    let is_odd = |byte: u8| !(b' '..=b'~').contains(&byte);
    let is_plain = bytes[end] == b'"' && !text.iter().fold(false, |found, byte| found | is_odd(*byte));
    is_plain.then_some(text)
}
