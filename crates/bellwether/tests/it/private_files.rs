//! What lies in the data folder is nobody else's, whatever the umask is and whoever made the folder.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use crate::company::{Company, map};

/// Files that others can come to, going through folders that others may enter.
fn open_to_others(folder: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let mode = path.metadata().expect("found").permissions().mode();
        if mode.is_multiple_of(0o100) {
            continue;
        }
        if path.is_dir() { open_to_others(&path, found) } else { found.push(path.display().to_string()) }
    }
}

#[test]
fn a_folder_that_was_there_and_a_free_umask_leave_nothing_open_to_others() {
    let company = Company::of_purchases();
    let data = company.data();
    std::fs::remove_dir_all(&data).expect("removed");
    std::fs::create_dir(&data).expect("made");
    std::fs::set_permissions(&data, std::fs::Permissions::from_mode(0o777)).expect("opened");
    company.write("map.toml", map("currency = \"EUR\"", ""));
    company.write("orders.csv", "no,customer,day,amount\n1,ann,2024-01-05,10.00\n2,bob,no day,20.00\n");
    for command in [
        &["init", "--basis", "spend"][..],
        &["import", "orders.csv", "--as", "purchases", "--map", "map.toml"],
        &["refresh"],
        &["close", "2024-01", "--yes"],
    ] {
        let output = company.command_after("umask 000", command).output().expect("the binary runs");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success() || command[0] == "close", "{command:?}: {told}");
    }
    let mut found = Vec::new();
    open_to_others(&data, &mut found);
    assert!(found.is_empty(), "{found:?}");
    assert!(data.join("rejects").is_dir() && data.join("records.db").is_file(), "something was written");
    let doctor = company.ask(&["doctor"]);
    assert!(!doctor.answer.contains("others on this computer"), "{}", doctor.answer);
    std::fs::set_permissions(data.join("records.db"), std::fs::Permissions::from_mode(0o644)).expect("opened");
    let doctor = company.ask(&["doctor"]);
    assert!(doctor.answer.contains("others on this computer"), "{}", doctor.answer);
}
