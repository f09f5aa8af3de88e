UPDATE jobs SET stopping = 1
WHERE kind = $1 AND subject = $2 AND done_at IS NULL
