-- Neither is part of the audit: jobs pass, and a draft becomes a change once it is settled.

CREATE TABLE jobs (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    leased_until BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    last_error TEXT NOT NULL,
    done_at BIGINT
);

CREATE INDEX jobs_by_due ON jobs (kind, done_at, due_at);

CREATE TABLE drafts (
    key TEXT NOT NULL PRIMARY KEY,
    author TEXT NOT NULL,
    body TEXT NOT NULL,
    revision BIGINT NOT NULL,
    written_at BIGINT NOT NULL
);
