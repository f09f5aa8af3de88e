//! Rows read at once are those that are read one by one.

use std::io::{self, Read};

use proptest::prelude::*;

use super::super::tests::{Table, drain};
use super::*;

/// A text of which so many bytes are read at a time.
struct Pieces {
    text: Vec<u8>,
    at: usize,
    most: usize,
}

impl Read for Pieces {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = buffer.len().min(self.most).min(self.text.len() - self.at);
        buffer[..count].copy_from_slice(&self.text[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

impl ByteSource for Pieces {
    fn name(&self) -> &'static str {
        "pieces"
    }

    fn bytes_read(&self) -> u64 {
        self.at as u64
    }

    fn failure(&mut self, error: io::Error, _: u64) -> SourceError {
        SourceError::Format { file: "pieces".to_owned(), why: error.to_string() }
    }

    fn finish(&mut self) -> Result<String, SourceError> {
        Ok(String::new())
    }
}

/// Reads a text so many bytes at a time. Where a line is not there as a whole, it cannot be read as one of many.
fn read(text: &[u8], most: usize) -> Result<Table, SourceError> {
    let plan = plan("pieces", text, true, Compression::None, &Format::default())?;
    let (names, format) = (plan.rows.names.clone(), plan.format.clone());
    let positions = (0..names.len()).collect();
    let source = Pieces { text: text.to_vec(), at: 0, most };
    let rows: Opener = Box::new(move || plan.open(Box::new(source), &[], positions));
    let files = vec![SourceFile { name: "pieces".to_owned(), bytes: 0, sha256: None, format }];
    drain(Box::new(TextReader::new(columns::text_schema(&names), files, VecDeque::from([rows]), None)))
}

/// A line as files hold them, most of them rows.
fn line() -> impl Strategy<Value = Vec<u8>> {
    let texts =
        |texts: &[&str]| prop::sample::select(texts.iter().map(|text| text.as_bytes().to_vec()).collect::<Vec<_>>());
    prop_oneof![
        12 => ("[a-dn]{1,2}[0-9]{0,3}", "2024-0[1-9]-1[0-9]", "[0-9]{1,3}\\.[0-9]{2}", "[a-z ]{0,6}")
            .prop_map(|(name, day, amount, note)| format!("{name},{day},{amount},{note}").into_bytes()),
        2 => texts(&["", ",,,", " , ,,", "name,day,amount,note", "Total,,12.00,", "Exported by Anna", "a,2024-01-11", "x,y,z,w,v"]),
        2 => texts(&["a,\"2024-01-11\",1.00,\"b,c\"", "a,2024-01-11,1.00,\"open", "close\",2024-01-11,1.00,b", "a,\"x\"y,1.00,b"]),
        1 => texts(&["é,2024-01-11,1.00,ß", "region,since,who,what", "a,2024-01-11,,", "a,2024-01-11,1.00,b\rc", "\0,2024-01-11,1.00,b"]),
        1 => Just(b"\xe9,2024-01-11,1.00,\xdf".to_vec()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rows_read_at_once_are_those_read_one_by_one(
        lines in prop::collection::vec((line(), prop_oneof![9 => Just("\n"), 1 => Just("\r\n")]), 0..60),
        is_ended in any::<bool>(),
        most in 1..2000_usize,
    ) {
        let mut text = b"name,day,amount,note\n".to_vec();
        for (line, end) in &lines {
            text.extend(line);
            text.extend(end.as_bytes());
        }
        if !is_ended {
            text.pop();
        }
        let told = |table: Result<Table, SourceError>| match table {
            Ok(table) => format!("{:?} {:?} {:?} {:?}", table.shown(), table.places, table.rejects, table.files),
            Err(error) => error.to_string(),
        };
        let one_by_one = told(read(&text, 1));
        prop_assert_eq!(&told(read(&text, usize::MAX)), &one_by_one);
        prop_assert_eq!(&told(read(&text, most)), &one_by_one);
    }
}
