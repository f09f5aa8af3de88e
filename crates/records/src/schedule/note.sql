INSERT INTO scheduled_runs (job, host, began_at, ended_at, failures, error)
SELECT $1, $2, $3, $4, $5, $6
WHERE EXISTS (SELECT 1 FROM schedule WHERE holder = $7 AND held_until > 0)
ON CONFLICT (job) DO UPDATE SET
    host = excluded.host,
    began_at = excluded.began_at,
    ended_at = excluded.ended_at,
    failures = excluded.failures,
    error = excluded.error
