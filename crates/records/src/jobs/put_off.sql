UPDATE jobs SET last_error = $3, due_at = $4, leased_until = 0
WHERE id = $1 AND attempts = $2 AND done_at IS NULL
