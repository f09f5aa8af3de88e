SELECT
    id, body, withdrawn, changed_by, changed_at,
    (
        SELECT COUNT(*) FROM entries AS earlier
        WHERE earlier.topic = entries.topic AND earlier.id = entries.id AND earlier.seq <= entries.seq
    ) AS version
FROM entries
WHERE topic = $1 AND id = $2 AND replaced_by IS NULL AND withdrawn = 0
