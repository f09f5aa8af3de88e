-- The audit entry that last changed each topic of the records: who keeps answers asks this small table what to forget, and not the audit.
-- A row moves in the transaction of its change.

CREATE TABLE topics (
    name TEXT NOT NULL PRIMARY KEY,
    seq BIGINT NOT NULL REFERENCES audit (seq)
);

INSERT INTO topics (name, seq)
SELECT changes.topic, MAX(changes.seq)
FROM (
    SELECT
        seq,
        CASE
            WHEN what LIKE 'period.%' THEN 'books'
            WHEN what LIKE 'mapping.%' THEN 'mappings'
            WHEN what LIKE 'policy.%' THEN 'policy'
            WHEN what LIKE 'reason_tree.%' THEN 'reason_tree'
            WHEN what LIKE 'reason.%' THEN 'reasons'
            WHEN what LIKE 'setting.%' THEN 'settings'
            WHEN what LIKE 'target.%' THEN 'targets'
            WHEN what LIKE 'token.%' THEN 'tokens'
            ELSE 'users'
        END AS topic
    FROM audit
) AS changes
GROUP BY changes.topic;
