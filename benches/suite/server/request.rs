//! A request as it comes: HTTP/1.1 with a length, of which no more is looked at than tells who asks for what.

/// What is asked.
#[derive(Debug, PartialEq, Eq)]
pub struct Request<'a> {
    /// From the access key: `AKIA` or `ASIA`, twelve digits, four more. Zero where nobody signed.
    pub account: u64,
    pub region: &'a str,
    pub operation: &'a str,
    pub body: &'a str,
}

fn head_end(bytes: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes, b"\r\n\r\n").map(|at| at + 4)
}

/// The length of the first request in the buffer, once it is whole.
pub fn length(bytes: &[u8]) -> Option<usize> {
    let head = head_end(bytes)?;
    let text = std::str::from_utf8(&bytes[..head]).unwrap_or_default();
    let body = header(text, "content-length").and_then(|text| text.parse().ok()).unwrap_or(0);
    (bytes.len() >= head + body).then_some(head + body)
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.split("\r\n").skip(1).find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

impl<'a> Request<'a> {
    /// Reads one whole request.
    pub fn read(bytes: &'a [u8]) -> Option<Self> {
        let at = head_end(bytes)?;
        let head = std::str::from_utf8(&bytes[..at]).ok()?;
        let body = std::str::from_utf8(&bytes[at..]).ok()?;
        // Credential=KEY/DATE/REGION/SERVICE/aws4_request
        let signed = header(head, "authorization").and_then(|text| text.split_once("Credential="));
        let mut scope = signed.map_or("", |(_, rest)| rest).split('/');
        let account = scope.next().and_then(|key| key.get(4..16)?.parse().ok()).unwrap_or(0);
        let region = scope.nth(1).unwrap_or_default();
        let target = header(head, "x-amz-target").and_then(|target| target.split_once('.'));
        let operation = match target {
            Some((_, operation)) => operation,
            None => field(body, "Action").unwrap_or("?"),
        };
        Some(Self { account, region, operation, body })
    }

    /// A text or a number from the JSON body, as it stands there. Names in this fleet have nothing to unescape.
    pub fn member(&self, name: &str) -> Option<&'a str> {
        let at = self.body.find(&format!("\"{name}\":"))? + name.len() + 3;
        let value = self.body.get(at..)?.trim_start();
        match value.strip_prefix('"') {
            Some(text) => text.split('"').next(),
            None => value.split([',', '}']).next().map(str::trim),
        }
    }

    /// A number from the JSON body.
    pub fn number(&self, name: &str) -> Option<usize> {
        self.member(name)?.parse().ok()
    }

    /// A field of the form in the body, still encoded.
    pub fn field(&self, name: &str) -> Option<&'a str> {
        field(self.body, name)
    }
}

fn field<'a>(body: &'a str, name: &str) -> Option<&'a str> {
    body.split('&').find_map(|pair| pair.split_once('=').filter(|(key, _)| *key == name)).map(|(_, v)| v)
}
