//! Any text as the `custom_id` of a component or a form: it is refused, or reads as what writes it again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use shipmate::discord::form::Form;
use shipmate::discord::press::Press;

fuzz_target!(|id: &str| {
    if let Ok(press) = Press::parse(id) {
        assert_eq!(press.custom_id(), id);
    }
    if let Ok(form) = Form::parse(id) {
        assert_eq!(form.custom_id(), id);
    }
});
