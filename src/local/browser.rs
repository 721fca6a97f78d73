//! Opening the page.

use std::io::IsTerminal;

/// Opens an address in the browser, if a person sits before this program and there is a browser to open. Says nothing
/// when there is none: the address is printed too.
pub fn open(address: &str) {
    if std::io::stdout().is_terminal() && has_display() && open::that_detached(address).is_err() {
        tracing::debug!("no browser could be opened");
    }
}

/// Whether a window could appear. Without one the system might open a browser for text, in the terminal that this
/// program writes to.
#[expect(clippy::disallowed_methods, reason = "not a setting: where the desktop says that it is there")]
fn has_display() -> bool {
    !cfg!(target_os = "linux")
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|name| std::env::var(name).is_ok_and(|it| !it.is_empty()))
}
