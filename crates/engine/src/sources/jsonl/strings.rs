//! Where do strings stand in a JSON text? Brackets and commas inside of them mean nothing.

/// A text as far as it was read, byte by byte.
#[derive(Default)]
pub(super) struct Strings {
    is_inside: bool,
    is_escaped: bool,
}

impl Strings {
    /// Takes the next byte: whether it belongs to a string that began before it, be it as its last quote.
    pub(super) fn step(&mut self, byte: u8) -> bool {
        if !self.is_inside {
            self.is_inside = byte == b'"';
            return false;
        }
        match byte {
            _ if self.is_escaped => self.is_escaped = false,
            b'\\' => self.is_escaped = true,
            b'"' => self.is_inside = false,
            _ => {}
        }
        true
    }
}
