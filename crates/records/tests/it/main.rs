//! The records' integration program: every promise is kept on `SQLite` and on Postgres.
#![expect(clippy::expect_used, clippy::panic, clippy::print_stderr, reason = "a test that cannot go on fails")]

mod agreements;
mod audit;
mod books;
mod databases;
mod documents;
mod drafts;
mod earlier_schema;
mod furnished;
mod jobs;
mod mappings;
mod opening;
mod phases;
mod policy;
mod postgres;
mod reasons;
mod requests;
mod schedule;
mod settings;
mod tampering;
mod targets;
mod tokens;
mod topics;
mod users;

/// What is tried on Postgres, too.
pub(crate) const PROMISES: &[&[databases::Promise]] = &[
    agreements::PROMISES,
    audit::PROMISES,
    books::PROMISES,
    documents::PROMISES,
    drafts::PROMISES,
    earlier_schema::PROMISES,
    jobs::PROMISES,
    mappings::PROMISES,
    opening::PROMISES,
    phases::PROMISES,
    policy::PROMISES,
    reasons::PROMISES,
    requests::PROMISES,
    schedule::PROMISES,
    settings::PROMISES,
    tampering::PROMISES,
    targets::PROMISES,
    tokens::PROMISES,
    topics::PROMISES,
    users::PROMISES,
];

/// Makes each named `async fn(Base)` a test on `SQLite`, and lists them for the one test on Postgres.
macro_rules! on_both_databases {
    ($($promise:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $promise() {
                super::$promise(crate::databases::Base::sqlite()).await;
            })+
        }
        pub(crate) const PROMISES: &[crate::databases::Promise] =
            &[$((concat!(module_path!(), "::", stringify!($promise)), |base| Box::pin($promise(base)))),+];
    };
}
pub(crate) use on_both_databases;
