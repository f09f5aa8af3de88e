-- A user holds the latest state, like a setting; the earlier ones are in the audit, passwords excepted. Sessions pass: they say who is
-- signed in, and are no part of the audit. `token` is the checksum of the secret that the browser holds.

CREATE TABLE users (
    name TEXT NOT NULL PRIMARY KEY,
    full_name TEXT NOT NULL,
    role TEXT NOT NULL,
    active BIGINT NOT NULL,
    password TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    seq BIGINT NOT NULL REFERENCES audit (seq)
);

CREATE TABLE sessions (
    token TEXT NOT NULL PRIMARY KEY,
    user_name TEXT NOT NULL REFERENCES users (name),
    begun_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL
);

CREATE INDEX sessions_by_user ON sessions (user_name, begun_at);
