INSERT INTO jobs (id, kind, body, due_at, leased_until, attempts, last_error)
VALUES ($1, $2, $3, $4, 0, 0, '')
ON CONFLICT (id) DO NOTHING
