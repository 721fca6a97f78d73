//! Which routes the description has, and what it says of each.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// References in a chain longer than this are taken for a circle.
const MAX_REFERENCES: usize = 8;

/// All operations of the description.
#[derive(Debug)]
pub(super) struct Routes(Vec<Operation>);

/// A method on a path.
#[derive(Debug)]
pub(super) struct Operation {
    method: String,
    segments: Vec<Segment>,
    /// `POST /channels/{channel_id}/messages`.
    pub(super) name: String,
    pub(super) parameters: Vec<Parameter>,
    pub(super) request: Option<Body>,
    /// By status as written: `200`, `4XX`, `default`.
    responses: BTreeMap<String, Body>,
}

/// A part of a path's template. The order is that of preference: a fixed part is more specific.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Segment {
    Fixed(String),
    Parameter(String),
}

/// A parameter in the path or the query.
#[derive(Debug)]
pub(super) struct Parameter {
    pub(super) name: String,
    pub(super) in_path: bool,
    pub(super) required: bool,
    /// The schema's place in the document.
    pub(super) schema: String,
}

/// A body, as far as it is described.
#[derive(Debug)]
pub(super) enum Body {
    /// JSON by the schema at this place in the document.
    Json { schema: String, required: bool },
    /// None.
    Empty,
    /// Something that is not JSON.
    Other,
}

/// What a path leads to.
pub(super) struct Found<'r, 'p> {
    pub(super) operation: &'r Operation,
    /// The path's parameters, by name, percent-encoded as sent.
    pub(super) path: Vec<(&'r str, &'p str)>,
    /// What follows the `?`.
    pub(super) query: &'p str,
}

impl Routes {
    /// Reads the `paths` of a document; `None` when it has none.
    pub(super) fn read(document: &Value) -> Option<Self> {
        let mut all = Vec::new();
        for (template, item) in document.get("paths")?.as_object()? {
            let place = format!("/paths/{}", escape(template));
            for method in ["get", "put", "post", "delete", "patch"] {
                if item.get(method).is_some() {
                    all.push(Operation::read(document, &place, template, method));
                }
            }
        }
        // The first that fits is then the most specific.
        all.sort_by(|one, other| one.segments.cmp(&other.segments));
        Some(Self(all))
    }

    /// The most specific route for a path as sent.
    pub(super) fn find<'p>(&self, method: &str, path: &'p str) -> Option<Found<'_, 'p>> {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let segments: Vec<&str> = below_api(path).split('/').filter(|segment| !segment.is_empty()).collect();
        self.0.iter().filter(|operation| operation.method.eq_ignore_ascii_case(method)).find_map(
            |operation| Some(Found { operation, path: fit(&operation.segments, &segments)?, query }),
        )
    }
}

/// A path without `/api` and version.
fn below_api(path: &str) -> &str {
    let Some(rest) = path.strip_prefix("/api/") else { return path };
    match rest.split_once('/') {
        Some((version, below)) if is_version(version) => below,
        _ => rest,
    }
}

fn is_version(segment: &str) -> bool {
    let digits = segment.strip_prefix('v').unwrap_or_default();
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// The parameters of a path that fits a template.
fn fit<'r, 'p>(template: &'r [Segment], path: &[&'p str]) -> Option<Vec<(&'r str, &'p str)>> {
    if template.len() != path.len() {
        return None;
    }
    let mut parameters = Vec::new();
    for (part, segment) in template.iter().zip(path) {
        match part {
            Segment::Parameter(name) => parameters.push((name.as_str(), *segment)),
            // Some libraries send `@me` as `%40me`.
            Segment::Fixed(text) if text == segment || *text == segment.replace("%40", "@") => {}
            Segment::Fixed(_) => return None,
        }
    }
    Some(parameters)
}

impl Operation {
    fn read(document: &Value, item: &str, template: &str, method: &str) -> Self {
        let place = format!("{item}/{method}");
        let parameters = [format!("{place}/parameters"), format!("{item}/parameters")];
        let responses = children(document, &format!("{place}/responses"));
        let responses = responses.into_iter().map(|(status, at)| (status, Body::read(document, &at, true)));
        let request = format!("{place}/requestBody");
        let request = document.pointer(&request).map(|_| follow(document, &request)).map(|at| {
            let required = document.pointer(&at).is_some_and(|body| body["required"] == true);
            Body::read(document, &at, required)
        });
        Self {
            method: method.to_owned(),
            segments: template.split('/').filter(|part| !part.is_empty()).map(Segment::read).collect(),
            name: format!("{} {template}", method.to_uppercase()),
            parameters: parameters.iter().flat_map(|list| Parameter::read_all(document, list)).collect(),
            request,
            responses: responses.collect(),
        }
    }

    /// What is described for a status: itself, its class (`4XX`) or the default.
    pub(super) fn response(&self, status: u16) -> Option<&Body> {
        let class = format!("{}XX", status / 100);
        [status.to_string().as_str(), &class, "default"].iter().find_map(|key| self.responses.get(*key))
    }

    /// The statuses that are described.
    pub(super) fn statuses(&self) -> impl Iterator<Item = &str> {
        self.responses.keys().map(String::as_str)
    }
}

impl Segment {
    fn read(part: &str) -> Self {
        match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            Some(name) => Self::Parameter(name.to_owned()),
            None => Self::Fixed(part.to_owned()),
        }
    }
}

impl Parameter {
    fn read_all(document: &Value, list: &str) -> Vec<Self> {
        let count = document.pointer(list).and_then(Value::as_array).map_or(0, Vec::len);
        (0..count)
            .filter_map(|index| Self::read(document, &follow(document, &format!("{list}/{index}"))))
            .collect()
    }

    fn read(document: &Value, place: &str) -> Option<Self> {
        let parameter = document.pointer(place)?;
        let in_path = match parameter["in"].as_str()? {
            "path" => true,
            "query" => false,
            _ => return None,
        };
        let name = parameter["name"].as_str()?.to_owned();
        let required = parameter["required"] == true;
        parameter.get("schema").map(|_| Self { name, in_path, required, schema: format!("{place}/schema") })
    }
}

impl Body {
    /// Reads the request body or response at `place`.
    fn read(document: &Value, place: &str, required: bool) -> Self {
        let content = document.pointer(&format!("{place}/content")).and_then(Value::as_object);
        match content.filter(|content| !content.is_empty()) {
            None => Self::Empty,
            Some(content) => match content.get("application/json").and_then(|json| json.get("schema")) {
                Some(_) => {
                    Self::Json { schema: format!("{place}/content/application~1json/schema"), required }
                }
                None => Self::Other,
            },
        }
    }
}

/// The fields of the object at `place`, each with its own place, references followed.
fn children(document: &Value, place: &str) -> Vec<(String, String)> {
    let none = Map::new();
    let fields = document.pointer(place).and_then(Value::as_object).unwrap_or(&none);
    fields.keys().map(|key| (key.clone(), follow(document, &format!("{place}/{}", escape(key))))).collect()
}

/// Where the object at `place` really stands: behind its `$ref`, if it is one.
fn follow(document: &Value, place: &str) -> String {
    let mut place = place.to_owned();
    for _ in 0..MAX_REFERENCES {
        let target = document.pointer(&place).and_then(|object| object["$ref"].as_str()?.strip_prefix('#'));
        match target {
            Some(target) => place = target.to_owned(),
            None => break,
        }
    }
    place
}

/// A key as a part of a JSON pointer.
fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
