DELETE FROM jobs
WHERE kind = $1 AND subject = $2 AND done_at IS NOT NULL
