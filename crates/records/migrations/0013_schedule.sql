-- Who does what is due by the clock, and what came of each job the last time. Neither is part of the audit: both pass.

CREATE TABLE schedule (
    name TEXT NOT NULL PRIMARY KEY,
    holder TEXT NOT NULL,
    host TEXT NOT NULL,
    since BIGINT NOT NULL,
    held_until BIGINT NOT NULL
);

CREATE TABLE scheduled_runs (
    job TEXT NOT NULL PRIMARY KEY,
    host TEXT NOT NULL,
    began_at BIGINT NOT NULL,
    ended_at BIGINT,
    failures BIGINT NOT NULL,
    error TEXT
);
