//! The one integration program: rules of the house that no compiler checks, and the finished binary as a person meets it.

#![expect(clippy::expect_used, reason = "a test that panics has spoken; its helping functions may too")]
#![expect(clippy::print_stdout, reason = "a test that is skipped says so; its helping functions may too")]

mod again;
mod backup;
mod bad_input;
mod books;
mod chance;
mod circles;
mod command_line;
mod company;
mod crash;
mod damage;
mod dependencies;
mod documents;
mod early_moments;
mod event_logs;
mod flow;
mod full_disk;
mod golden;
mod hostile_input;
mod house;
mod ids_anew;
mod journey;
mod journey_cost;
mod kills;
mod large_amounts;
mod later_exports;
mod limits;
mod look;
mod outdated_ids;
mod outlying_days;
mod periods;
mod private_files;
mod read_only;
mod resumed;
mod sample;
mod server;
mod servicenow;
mod set_up;
mod source_text;
mod telling;
mod undo;
mod usage;
mod word_by_word;
