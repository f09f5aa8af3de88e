SELECT
    CAST(entries.seq AS TEXT) AS row_key,
    COALESCE(audit.subject, 'entry ' || entries.seq) AS place,
    CAST(entries.seq AS TEXT) AS seq,
    CAST(entries.topic AS TEXT) AS topic,
    CAST(entries.id AS TEXT) AS id,
    CAST(entries.body AS TEXT) AS body,
    CAST(entries.withdrawn AS TEXT) AS withdrawn,
    CAST(entries.changed_by AS TEXT) AS changed_by,
    CAST(entries.changed_at AS TEXT) AS changed_at
FROM entries
LEFT JOIN audit ON entries.seq = audit.seq
WHERE entries.seq >= $1 AND entries.seq <= $2
ORDER BY entries.seq
