INSERT INTO drafts (key, author, body, revision, written_at)
VALUES ($1, $2, $3, $5 + 1, $4)
ON CONFLICT (key) DO NOTHING
