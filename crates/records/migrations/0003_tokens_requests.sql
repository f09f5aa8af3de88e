-- A token lets a program in as its user, for what its scopes name. It is made and revoked by changes with an entry in the audit;
-- `checksum` is that of the secret, which is kept nowhere. Requests pass: what was answered to a request that may come again.

CREATE TABLE tokens (
    id TEXT NOT NULL PRIMARY KEY,
    label TEXT NOT NULL,
    user_name TEXT NOT NULL REFERENCES users (name),
    scopes TEXT NOT NULL,
    checksum TEXT NOT NULL UNIQUE,
    made_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    seq BIGINT NOT NULL REFERENCES audit (seq)
);

CREATE TABLE requests (
    user_name TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    change_id TEXT NOT NULL,
    begun_at BIGINT NOT NULL,
    status BIGINT,
    body TEXT,
    PRIMARY KEY (user_name, key)
);

CREATE INDEX requests_by_time ON requests (begun_at);
