INSERT INTO requests (user_name, key, fingerprint, change_id, begun_at)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (user_name, key) DO NOTHING
