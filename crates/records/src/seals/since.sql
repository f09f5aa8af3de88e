SELECT seq, changed_at
FROM audit
WHERE rows_checksum IS NOT NULL
ORDER BY seq
LIMIT 1
