//! Lines of a calendar file: unfolded, and taken apart into name, parameters and value.

use super::error::HolidayFileError;

/// Letters of a text of the file that are kept.
const LONGEST: usize = 200;

/// A line such as `DTSTART;VALUE=DATE:20261225`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ContentLine {
    /// In capitals.
    pub(super) name: String,
    /// Names in capitals, values without their quotation marks.
    pub(super) parameters: Vec<(String, String)>,
    /// As written.
    pub(super) value: String,
}

/// The lines of a file, each with the number of the first of those over which it is folded; `None` for one that is no line of a calendar.
pub(super) fn content_lines(bytes: &[u8]) -> Result<Vec<(usize, Option<ContentLine>)>, HolidayFileError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    // Unfolded before they are text: a fold may stand within a letter.
    let mut unfolded: Vec<(usize, Vec<u8>)> = Vec::new();
    for (number, line) in (1..).zip(bytes.split(|byte| *byte == b'\n')) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        match (line.split_first(), unfolded.last_mut()) {
            (Some((b' ' | b'\t', rest)), Some((_, before))) => before.extend_from_slice(rest),
            _ => unfolded.push((number, line.to_vec())),
        }
    }
    unfolded.retain(|(_, line)| !line.trim_ascii().is_empty());
    let read = |(number, line): (usize, Vec<u8>)| {
        let text = String::from_utf8(line).map_err(|_| HolidayFileError::NoText(number))?;
        Ok((number, ContentLine::parse(&text)))
    };
    unfolded.into_iter().map(read).collect()
}

impl ContentLine {
    fn parse(text: &str) -> Option<Self> {
        let (name, mut rest) = text.split_at(text.find([';', ':'])?);
        let is_name =
            |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if !is_name(name) {
            return None;
        }
        let mut parameters = Vec::new();
        while let Some(parameter) = rest.strip_prefix(';') {
            let (name, after) = parameter.split_once('=').filter(|(name, _)| is_name(name))?;
            let mut is_quoted = false;
            let end = after.find(|letter| {
                is_quoted ^= letter == '"';
                !is_quoted && matches!(letter, ';' | ':')
            })?;
            parameters.push((name.to_ascii_uppercase(), after[..end].replace('"', "")));
            rest = &after[end..];
        }
        let value = rest.strip_prefix(':')?.to_owned();
        Some(Self { name: name.to_ascii_uppercase(), parameters, value })
    }

    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The value as a text to be shown in a line: without escapes, breaks and what steers a terminal.
    pub(super) fn text(&self) -> String {
        let mut plain = String::new();
        let mut letters = self.value.chars();
        while let Some(letter) = letters.next() {
            match letter {
                '\\' => match letters.next() {
                    Some('n' | 'N') => plain.push(' '),
                    Some(escaped) => plain.push(escaped),
                    None => {}
                },
                _ => plain.push(letter),
            }
        }
        in_a_line(&plain)
    }

    /// The value as written, to be shown in a line.
    pub(super) fn short_value(&self) -> String {
        in_a_line(&self.value)
    }
}

/// A foreign text as one line of bounded length.
pub(super) fn in_a_line(text: &str) -> String {
    let words = text.split(|letter: char| letter.is_whitespace() || letter.is_control());
    let line = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
