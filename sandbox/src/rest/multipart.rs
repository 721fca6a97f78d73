//! Forms with files, as bots send attachments.
//!
//! [Discord's documentation](https://discord.com/developers/docs/reference#uploading-files)

use serde_json::{Map, Value, json};

use super::Upload;
use crate::files::File;

/// A form, read.
#[derive(Debug, Default)]
pub(crate) struct Form {
    pub(crate) payload: Option<Value>,
    pub(crate) files: Vec<Upload>,
}

/// The boundary of a multipart content type.
pub(crate) fn boundary(content_type: &str) -> Option<String> {
    let lower = content_type.to_ascii_lowercase();
    if !lower.starts_with("multipart/form-data") {
        return None;
    }
    let at = lower.find("boundary=")? + "boundary=".len();
    let value = content_type[at..].split(';').next()?.trim().trim_matches('"');
    Some(value.to_owned())
}

/// Reads a form; `None` when it is malformed.
pub(crate) fn read(bytes: &[u8], boundary: &str) -> Option<Form> {
    let mark = format!("--{boundary}").into_bytes();
    let mut form = Form::default();
    let mut loose = Map::new();
    let mut rest = &bytes[find(bytes, &mark)? + mark.len()..];
    while !rest.starts_with(b"--") {
        let end = find(rest, &mark)?;
        part(trim_newlines(&rest[..end]), &mut form, &mut loose)?;
        rest = &rest[end + mark.len()..];
    }
    if form.payload.is_none() && !loose.is_empty() {
        form.payload = Some(Value::Object(loose));
    }
    Some(form)
}

fn part(bytes: &[u8], form: &mut Form, loose: &mut Map<String, Value>) -> Option<()> {
    let split = find(bytes, b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&bytes[..split]);
    let body = &bytes[split + 4..];
    let header = |name: &str| {
        head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.trim().eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
        })
    };
    let disposition = header("content-disposition")?;
    let name = attribute(&disposition, "name")?;
    if name == "payload_json" {
        form.payload = Some(serde_json::from_slice(body).ok()?);
    } else if let Some(file) = attribute(&disposition, "filename") {
        let index = name.strip_prefix("files[").and_then(|rest| rest.strip_suffix(']')?.parse().ok());
        let content = File { content_type: header("content-type"), bytes: body.into() };
        form.files.push(Upload { index, name: file, file: content });
    } else {
        loose.insert(name, json!(String::from_utf8_lossy(body)));
    }
    Some(())
}

fn attribute(disposition: &str, name: &str) -> Option<String> {
    disposition.split(';').map(str::trim).find_map(|pair| {
        let (key, value) = pair.split_once('=')?;
        (key == name).then(|| value.trim_matches('"').to_owned())
    })
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

fn trim_newlines(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_prefix(b"\r\n").unwrap_or(bytes);
    bytes.strip_suffix(b"\r\n").unwrap_or(bytes)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn a_form_has_a_payload_and_files() {
        let text = "--x\r\nContent-Disposition: form-data; name=\"payload_json\"\r\n\r\n{\"content\":\"hi\"}\r\n\
                    --x\r\nContent-Disposition: form-data; name=\"files[3]\"; filename=\"a.txt\"\r\n\
                    Content-Type: text/plain\r\n\r\nabc\r\n--x--\r\n";
        let form = read(text.as_bytes(), &boundary("multipart/form-data; boundary=x").unwrap()).unwrap();
        assert_eq!(form.payload, Some(json!({ "content": "hi" })));
        assert_eq!((form.files[0].index, &*form.files[0].file.bytes), (Some(3), b"abc".as_slice()));
    }
}
