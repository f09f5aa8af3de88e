SELECT id, body, leased_until, outcome
FROM jobs
WHERE kind = $1 AND subject = $2
ORDER BY CASE WHEN done_at IS NULL THEN 0 ELSE 1 END, done_at DESC
LIMIT 1
