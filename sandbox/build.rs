//! Builds anew when a file of the page changes: they are in the binary.

fn main() {
    println!("cargo::rerun-if-changed=page");
}
