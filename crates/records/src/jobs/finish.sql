UPDATE jobs SET done_at = $3, leased_until = 0, outcome = $4
WHERE id = $1 AND attempts = $2 AND done_at IS NULL
