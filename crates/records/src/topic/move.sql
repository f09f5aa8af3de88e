INSERT INTO topics (name, seq)
VALUES ($1, $2)
ON CONFLICT (name) DO UPDATE SET seq = excluded.seq
