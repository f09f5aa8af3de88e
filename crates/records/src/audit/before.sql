SELECT seq, id, changed_at, changed_by, what, subject, before_json, after_json, previous, rows_checksum, checksum
FROM audit
WHERE seq < $1 AND ($2 = '' OR changed_by = $2) AND ($3 = '' OR what = $3)
ORDER BY seq DESC
LIMIT $4
