//! Parameters in paths and queries: text that has to be read before a schema can judge it.

use serde_json::{Value, json};

use super::mismatch::{Mismatch, Part};
use super::routes::{Found, Parameter};
use super::schemas::Schemas;

/// What is wrong with the parameters of a request.
pub(super) fn check(schemas: &Schemas, found: &Found<'_, '_>) -> Vec<Mismatch> {
    let mut mismatches = Vec::new();
    for parameter in &found.operation.parameters {
        let kind = if parameter.in_path { "path" } else { "query" };
        let at = format!("{} {kind} {}", found.operation.name, parameter.name);
        let given = given(parameter, found);
        if !given.is_empty() {
            mismatches.extend(check_one(schemas, parameter, &given, &at));
        } else if parameter.required {
            mismatches.push(Mismatch::new(Part::Parameter, &at, "the parameter is missing".to_owned()));
        }
    }
    mismatches
}

/// All values given for a parameter.
fn given(parameter: &Parameter, found: &Found<'_, '_>) -> Vec<String> {
    let named = |(name, value): (&str, &str)| (name == parameter.name).then(|| decode(value));
    if parameter.in_path {
        return found.path.iter().copied().filter_map(named).collect();
    }
    let pairs = found.query.split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| pair.split_once('=').unwrap_or((pair, ""))).filter_map(named).collect()
}

/// Judges a parameter: it conforms when any reading of its text does.
fn check_one(schemas: &Schemas, parameter: &Parameter, given: &[String], at: &str) -> Vec<Mismatch> {
    let readings = readings(given);
    if readings.iter().any(|reading| schemas.fits(&parameter.schema, reading)) {
        return Vec::new();
    }
    // The narrowest reading says best what is wrong: that a number is too large, not that it is a text.
    let narrowest =
        readings.first().map(|reading| schemas.check(&parameter.schema, reading, Part::Parameter, at));
    narrowest.unwrap_or_default()
}

/// What the text can mean: a number, a truth value, a text, or a list of numbers or texts; the narrowest first.
fn readings(given: &[String]) -> Vec<Value> {
    let mut all = Vec::new();
    if let [only] = given {
        all.extend([number(only), truth(only), Some(json!(only))].into_iter().flatten());
    }
    all.extend(given.iter().map(|text| number(text)).collect::<Option<Vec<Value>>>().map(Value::Array));
    all.push(json!(given));
    all
}

fn number(text: &str) -> Option<Value> {
    text.parse::<i64>().ok().map(Value::from)
}

/// Discord's [boolean query strings](https://discord.com/developers/docs/reference#boolean-query-strings).
fn truth(text: &str) -> Option<Value> {
    match text {
        "true" | "True" | "1" => Some(json!(true)),
        "false" | "False" | "0" => Some(json!(false)),
        _ => None,
    }
}

/// Undoes percent-encoding.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let pair: Vec<u8> = rest.by_ref().take(2).collect();
                let value = std::str::from_utf8(&pair).ok().and_then(|hex| u8::from_str_radix(hex, 16).ok());
                bytes.push(value.unwrap_or(b'?'));
            }
            other => bytes.push(other),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
