UPDATE jobs SET
    leased_until = $3,
    attempts = attempts + 1,
    lapses = lapses + CASE WHEN leased_until > 0 THEN 1 ELSE 0 END
WHERE id = $1 AND done_at IS NULL AND due_at <= $2 AND leased_until <= $2
RETURNING id, body, attempts, lapses, stopping, last_error
