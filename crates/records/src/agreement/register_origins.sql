SELECT entries.topic, entries.id AS name, audit.what
FROM entries
LEFT JOIN audit ON entries.seq = audit.seq
ORDER BY entries.seq
