UPDATE jobs SET leased_until = $3
WHERE id = $1 AND attempts = $2 AND done_at IS NULL
RETURNING stopping
