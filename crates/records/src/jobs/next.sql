SELECT id
FROM jobs
WHERE kind = $1 AND done_at IS NULL AND due_at <= $2 AND leased_until <= $2
ORDER BY due_at, id
LIMIT 1
