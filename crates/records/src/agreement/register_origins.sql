SELECT entries.topic, entries.id, audit.what
FROM entries
INNER JOIN audit ON entries.seq = audit.seq
ORDER BY entries.seq
