-- All documents that are written anew, version by version, stand in one table, so that a new kind needs no table of its own. `body` is the
-- text as it was written, to the byte: closed books hold the checksum of the policy's. Signatures name the version by its audit entry.

CREATE TABLE documents (
    seq BIGINT NOT NULL PRIMARY KEY REFERENCES audit (seq),
    topic TEXT NOT NULL,
    key TEXT NOT NULL,
    version BIGINT NOT NULL,
    effective_from BIGINT,
    body TEXT NOT NULL,
    note TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (topic, key, version)
);

INSERT INTO documents (seq, topic, key, version, effective_from, body, note, created_by, created_at)
SELECT seq, 'policy', '', version, effective_from, document, note, created_by, created_at
FROM policy_versions;

INSERT INTO documents (seq, topic, key, version, body, note, created_by, created_at)
SELECT seq, 'reason_tree', '', version, nodes, '', created_by, created_at
FROM reason_trees;

INSERT INTO documents (seq, topic, key, version, body, note, created_by, created_at)
SELECT seq, 'mappings', source || ' to ' || fact, version, toml, '', saved_by, saved_at
FROM mappings;

CREATE TABLE signatures (
    document BIGINT NOT NULL REFERENCES documents (seq),
    leader TEXT NOT NULL,
    role TEXT NOT NULL,
    signed_at BIGINT NOT NULL,
    seq BIGINT NOT NULL UNIQUE REFERENCES audit (seq),
    PRIMARY KEY (document, leader)
);

INSERT INTO signatures (document, leader, role, signed_at, seq)
SELECT policy_versions.seq, policy_signatures.leader, policy_signatures.role, policy_signatures.signed_at, policy_signatures.seq
FROM policy_signatures
INNER JOIN policy_versions ON policy_signatures.version = policy_versions.version;

-- A constraint cannot be dropped in SQLite: the closed periods move to a table without the one to the policy's. The checksum of its document
-- binds them to it.
CREATE TABLE closed_periods_moved (
    id TEXT NOT NULL PRIMARY KEY,
    grain TEXT NOT NULL,
    start_day BIGINT NOT NULL UNIQUE,
    end_day BIGINT NOT NULL UNIQUE,
    closed_at BIGINT NOT NULL,
    closed_by TEXT NOT NULL,
    policy_version BIGINT NOT NULL,
    policy_checksum TEXT NOT NULL,
    lake_versions TEXT NOT NULL,
    last_import_seq BIGINT NOT NULL,
    figures TEXT NOT NULL,
    figures_checksum TEXT NOT NULL,
    previous TEXT NOT NULL,
    checksum TEXT NOT NULL,
    seq BIGINT NOT NULL UNIQUE REFERENCES audit (seq)
);

INSERT INTO closed_periods_moved (
    id, grain, start_day, end_day, closed_at, closed_by, policy_version, policy_checksum, lake_versions, last_import_seq,
    figures, figures_checksum, previous, checksum, seq
)
SELECT
    id, grain, start_day, end_day, closed_at, closed_by, policy_version, policy_checksum, lake_versions, last_import_seq,
    figures, figures_checksum, previous, checksum, seq
FROM closed_periods;

DROP TABLE closed_periods;
ALTER TABLE closed_periods_moved RENAME TO closed_periods;
DROP TABLE policy_signatures;
DROP TABLE policy_versions;
DROP TABLE reason_trees;
DROP TABLE mappings;
