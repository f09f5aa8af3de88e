INSERT INTO tokens (id, label, user_name, scopes, checksum, made_at, ends_at, seq)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
