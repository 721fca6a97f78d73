//! Any text as a `custom_id`: it is refused, or reads as what writes it again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use shipmate::discord::press::Press;

fuzz_target!(|id: &str| {
    if let Ok(press) = Press::parse(id) {
        assert_eq!(press.custom_id(), id);
    }
});
