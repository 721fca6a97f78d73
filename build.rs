//! The packs in `data/` are compiled in: a file that is added there has to be noticed.

fn main() {
    println!("cargo::rerun-if-changed=data");
}
