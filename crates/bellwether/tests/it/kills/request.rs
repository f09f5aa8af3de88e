//! Requests as browsers and programs send them, and answers that were heard to their end.

use std::io::{Read, Write};
use std::net::TcpStream;

/// What was answered, all of it.
#[derive(Clone, Debug)]
pub struct Heard {
    pub status: u16,
    pub body: String,
}

impl Heard {
    /// Whether it says that the change was made, or is being made.
    pub fn is_yes(&self) -> bool {
        (200..400).contains(&self.status)
    }
}

/// A request that can be sent again as it is.
#[derive(Clone, Debug)]
pub struct Request {
    pub method: String,
    pub path: String,
    /// Lines of the head, each with its end.
    pub head: String,
    pub body: Vec<u8>,
}

impl Request {
    /// Sends it; none where the answer did not come, or not to its end.
    pub fn send(&self, address: &str) -> Option<Heard> {
        let Self { method, path, head, body } = self;
        let length = body.len();
        let whole = format!(
            "{method} {path} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\nConnection: close\r\n\
             Content-Length: {length}\r\n{head}\r\n"
        );
        let mut stream = TcpStream::connect(address).ok()?;
        stream.write_all(whole.as_bytes()).and_then(|()| stream.write_all(body)).ok()?;
        let mut answer = Vec::new();
        // What came before the end may be all of it.
        let _ = stream.read_to_end(&mut answer);
        heard(&String::from_utf8_lossy(&answer))
    }
}

fn heard(answer: &str) -> Option<Heard> {
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let headers = head.to_ascii_lowercase();
    let length = headers.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
    let is_whole = match length {
        Some(length) => body.len() == length,
        None => body.ends_with("0\r\n\r\n") || !headers.contains("chunked"),
    };
    let status = head.split(' ').nth(1)?.parse().ok()?;
    is_whole.then(|| Heard { status, body: body.to_owned() })
}

/// Whether an address is one of a route, whose parts in braces stand for any.
pub fn is_of(route: &str, address: &str) -> bool {
    let address = address.split('?').next().unwrap_or_default();
    let [mut route, mut address] = [route, address].map(|path| path.split('/'));
    loop {
        match (route.next(), address.next()) {
            (None, None) => return true,
            (Some(part), Some(given)) if part == given || part.starts_with('{') => {}
            _ => return false,
        }
    }
}

/// The first form of a page that leads to an address of this route: the address, and the fields as a browser would send them.
pub fn form(page: &str, route: &str) -> Option<(String, Vec<(String, String)>)> {
    page.split("<form").skip(1).find_map(|rest| {
        let form = rest.split("</form>").next()?;
        let action = attribute(form.split('>').next()?, "action")?;
        is_of(route, &action).then(|| (action, fields(form)))
    })
}

fn fields(form: &str) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    for (at, _) in form.match_indices('<') {
        let element = form[at + 1..].split('>').next().unwrap_or_default();
        let Some(name) = attribute(element, "name") else { continue };
        let own = || attribute(element, "value").unwrap_or_default();
        let inside = form[at..].split_once('>').map_or("", |(_, rest)| rest);
        match element.split([' ', '\n']).next().unwrap_or_default() {
            "input" => match attribute(element, "type").as_deref() {
                Some("checkbox" | "radio") if !element.contains(" checked") => {}
                Some("file") => {}
                _ => fields.push((name, own())),
            },
            "select" => {
                let options: Vec<&str> =
                    inside.split("</select>").next().unwrap_or_default().split("<option").skip(1).collect();
                let chosen =
                    options.iter().find(|option| option.split('>').next().is_some_and(|it| it.contains(" selected")));
                let chosen = chosen.or(options.first());
                fields.extend(chosen.and_then(|option| Some((name, attribute(option.split('>').next()?, "value")?))));
            }
            "textarea" => fields.push((name, plain(inside.split("</textarea>").next().unwrap_or_default()))),
            _ => {}
        }
    }
    fields
}

fn attribute(element: &str, name: &str) -> Option<String> {
    let (_, rest) = element.split_once(&format!(" {name}=\""))?;
    rest.split('"').next().map(plain)
}

fn plain(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// Fields as the body of a form.
pub fn encoded(fields: &[(String, String)]) -> String {
    let encoded = |text: &str| {
        let byte =
            |byte: u8| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02x}") };
        text.bytes().map(byte).collect::<String>()
    };
    fields.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect::<Vec<_>>().join("&")
}
