UPDATE jobs SET leased_until = $3, attempts = attempts + 1
WHERE id = $1 AND done_at IS NULL AND due_at <= $2 AND leased_until <= $2
RETURNING id, body, attempts, last_error
