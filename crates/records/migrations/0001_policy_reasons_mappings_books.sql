-- One text for SQLite and Postgres: TEXT and BIGINT only. Days are days since 1970-01-01, instants microseconds since then.
-- Rows are only ever added; `seq` names the audit entry written in the same transaction. Only settings hold their latest value.

CREATE TABLE audit_head (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    entries BIGINT NOT NULL,
    checksum TEXT NOT NULL
);

INSERT INTO audit_head (id, entries, checksum) VALUES (1, 0, '');

CREATE TABLE audit (
    seq BIGINT NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    changed_at BIGINT NOT NULL,
    changed_by TEXT NOT NULL,
    what TEXT NOT NULL,
    subject TEXT NOT NULL,
    before_json TEXT,
    after_json TEXT NOT NULL,
    previous TEXT NOT NULL,
    checksum TEXT NOT NULL
);

CREATE TABLE policy_versions (
    version BIGINT NOT NULL PRIMARY KEY,
    document TEXT NOT NULL,
    effective_from BIGINT NOT NULL,
    note TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seq BIGINT NOT NULL UNIQUE REFERENCES audit (seq)
);

CREATE TABLE policy_signatures (
    version BIGINT NOT NULL REFERENCES policy_versions (version),
    leader TEXT NOT NULL,
    role TEXT NOT NULL,
    signed_at BIGINT NOT NULL,
    seq BIGINT NOT NULL UNIQUE REFERENCES audit (seq),
    PRIMARY KEY (version, leader)
);

CREATE TABLE reason_trees (
    version BIGINT NOT NULL PRIMARY KEY,
    nodes TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seq BIGINT NOT NULL UNIQUE REFERENCES audit (seq)
);

CREATE TABLE movement_reasons (
    id TEXT NOT NULL PRIMARY KEY,
    customer_id TEXT NOT NULL,
    day BIGINT NOT NULL,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    how_known TEXT NOT NULL,
    note TEXT NOT NULL,
    set_by TEXT NOT NULL,
    set_at BIGINT NOT NULL,
    seq BIGINT NOT NULL UNIQUE REFERENCES audit (seq)
);

CREATE INDEX movement_reasons_by_movement ON movement_reasons (customer_id, day, kind, seq);

CREATE TABLE mappings (
    source TEXT NOT NULL,
    fact TEXT NOT NULL,
    version BIGINT NOT NULL,
    toml TEXT NOT NULL,
    saved_by TEXT NOT NULL,
    saved_at BIGINT NOT NULL,
    seq BIGINT NOT NULL UNIQUE REFERENCES audit (seq),
    PRIMARY KEY (source, fact, version)
);

CREATE TABLE closed_periods (
    id TEXT NOT NULL PRIMARY KEY,
    grain TEXT NOT NULL,
    start_day BIGINT NOT NULL UNIQUE,
    end_day BIGINT NOT NULL UNIQUE,
    closed_at BIGINT NOT NULL,
    closed_by TEXT NOT NULL,
    policy_version BIGINT NOT NULL REFERENCES policy_versions (version),
    policy_checksum TEXT NOT NULL,
    lake_versions TEXT NOT NULL,
    last_import_seq BIGINT NOT NULL,
    figures TEXT NOT NULL,
    figures_checksum TEXT NOT NULL,
    previous TEXT NOT NULL,
    checksum TEXT NOT NULL,
    seq BIGINT NOT NULL UNIQUE REFERENCES audit (seq)
);

CREATE TABLE settings (
    name TEXT NOT NULL PRIMARY KEY,
    value_json TEXT NOT NULL,
    seq BIGINT NOT NULL REFERENCES audit (seq)
);
