SELECT job, host, began_at, ended_at, failures, error
FROM scheduled_runs
ORDER BY job
