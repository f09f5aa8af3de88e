INSERT INTO jobs (id, kind, subject, body, due_at, leased_until, attempts, last_error)
VALUES ($1, $2, $3, $4, $5, 0, 0, '')
ON CONFLICT DO NOTHING
