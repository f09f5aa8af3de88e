//! The name of the computer.

/// Where the system tells it.
const TOLD: [&str; 2] = ["/proc/sys/kernel/hostname", "/etc/hostname"];
/// Letters of it that are kept.
const LONGEST: usize = 100;

/// The name of the computer, as far as the system tells it, with the number of this process, for there may be several on one.
pub(super) fn name() -> String {
    let told = TOLD.iter().filter_map(|path| std::fs::read_to_string(path).ok());
    let name = told.map(|text| text.trim().chars().take(LONGEST).collect::<String>()).find(|name| !name.is_empty());
    format!("{} ({})", name.unwrap_or_default(), std::process::id()).trim_start().to_owned()
}
