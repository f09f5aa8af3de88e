SELECT id, body, leased_until, outcome
FROM jobs AS job
WHERE kind = $1 AND NOT EXISTS (
    SELECT 1
    FROM jobs AS later
    WHERE later.kind = job.kind AND later.subject = job.subject AND later.id > job.id
)
ORDER BY id DESC
