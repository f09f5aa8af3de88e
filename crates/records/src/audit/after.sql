SELECT seq, id, changed_at, changed_by, what, subject, before_json, after_json, previous, rows_checksum, checksum
FROM audit
WHERE seq > $1
ORDER BY seq
LIMIT $2
