-- All registers of things stand in one table, so that a new kind of thing needs no table of its own. `body` is the thing as JSON. A row is
-- never altered but for `replaced_by`, the entry that corrected or withdrew it: what stands is found without reading what stood.

CREATE TABLE entries (
    seq BIGINT NOT NULL PRIMARY KEY REFERENCES audit (seq),
    topic TEXT NOT NULL,
    id TEXT NOT NULL,
    body TEXT NOT NULL,
    withdrawn BIGINT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    replaced_by BIGINT REFERENCES audit (seq)
);

CREATE INDEX entries_in_force ON entries (topic, replaced_by, id);
CREATE INDEX entries_by_id ON entries (topic, id, seq);

-- The audit has each target as JSON already; a withdrawn one as it was before.
INSERT INTO entries (seq, topic, id, body, withdrawn, changed_by, changed_at, replaced_by)
SELECT
    targets.seq,
    'targets',
    targets.id,
    CASE WHEN targets.withdrawn = 1 THEN audit.before_json ELSE audit.after_json END,
    targets.withdrawn,
    targets.set_by,
    targets.set_at,
    (SELECT MIN(later.seq) FROM targets AS later WHERE later.id = targets.id AND later.seq > targets.seq)
FROM targets
INNER JOIN audit ON targets.seq = audit.seq
ORDER BY targets.seq;

DROP TABLE targets;
