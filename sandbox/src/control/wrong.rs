//! Faults over HTTP.

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};

use super::{Answer, Ask, bad, missing};
use crate::faults::{Effect, Faults};

/// Makes a fault: of REST calls (`kind`, `method`, `pattern`, `times`), or of the gateway (`gateway`, `application`).
pub(crate) fn make(ask: &Ask) -> Answer {
    let faults = Faults::new(Arc::clone(&ask.core));
    if let Some(what) = ask.body["gateway"].as_str() {
        return gateway(ask, &faults, what);
    }
    if let Some(refuse) = ask.body["refuse_rest"].as_bool() {
        faults.refuse_rest(refuse);
        return Ok(Value::Null);
    }
    if let Some(refuse) = ask.body["refuse_gateway"].as_bool() {
        faults.refuse_gateway(refuse);
        return Ok(Value::Null);
    }
    let times = ask.body["times"].as_u64().and_then(|times| u32::try_from(times).ok()).unwrap_or(1);
    let on = faults.on(ask.text("method")?, ask.text("pattern")?).times(times);
    let status = ask.body["status"].as_u64().and_then(|status| u16::try_from(status).ok()).unwrap_or(500);
    let millis = Duration::from_millis(ask.body["millis"].as_u64().unwrap_or(1_000));
    let effect = if ask.body["effect"] == true { Effect::Happens } else { Effect::None };
    match ask.text("kind")? {
        "fail" if effect == Effect::Happens => on.fail_after_effect(status),
        "fail" => on.fail(status),
        "rate_limit" if ask.body["global"] == true => on.rate_limit_globally(millis),
        "rate_limit" => on.rate_limit(millis),
        "never_answer" => on.never_answer(effect),
        "delay" => on.delay(millis),
        "hold" => {
            let hold = on.hold(effect);
            let mut holds = ask.core.holds.lock().unwrap_or_else(PoisonError::into_inner);
            let id = holds.keys().last().map_or(1, |last| last + 1);
            holds.insert(id, hold);
            return Ok(json!({ "hold": id }));
        }
        other => return Err(bad(format!("there is no fault {other:?}"))),
    }
    Ok(Value::Null)
}

fn gateway(ask: &Ask, faults: &Faults, what: &str) -> Answer {
    let app = ask.application()?;
    let flag = |key: &str, default: bool| ask.body[key].as_bool().unwrap_or(default);
    match what {
        "close" => {
            let code = ask.body["code"].as_u64().and_then(|code| u16::try_from(code).ok());
            faults.close_gateway(&app, code.unwrap_or(4000));
        }
        "drop" => faults.drop_gateway(&app),
        "reconnect" => faults.ask_to_reconnect(&app),
        "invalidate" => faults.invalidate_session(&app, flag("resumable", false)),
        "forget" => faults.forget_sessions(&app),
        "zombie" => faults.zombie(&app, flag("silent", true)),
        other => return Err(bad(format!("there is no gateway fault {other:?}"))),
    }
    Ok(Value::Null)
}

pub(crate) fn clear(ask: &Ask) -> Value {
    Faults::new(Arc::clone(&ask.core)).clear();
    ask.core.holds.lock().unwrap_or_else(PoisonError::into_inner).clear();
    Value::Null
}

/// How many calls a hold has held; `release` lets them go.
pub(crate) fn hold(ask: &Ask, id: &str, release: bool) -> Answer {
    let holds = ask.core.holds.lock().unwrap_or_else(PoisonError::into_inner);
    let hold = id.parse().ok().and_then(|id: u64| holds.get(&id)).ok_or_else(|| missing("hold"))?;
    if release {
        hold.release();
    }
    Ok(json!({ "held": hold.count() }))
}
