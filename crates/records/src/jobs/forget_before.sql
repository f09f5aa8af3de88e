DELETE FROM jobs
WHERE kind = $1 AND done_at < $2
