SELECT seq, id, changed_at, changed_by, what, subject, before_json, after_json, previous, checksum
FROM audit
WHERE seq > $1
ORDER BY seq
LIMIT $2
