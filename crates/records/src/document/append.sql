INSERT INTO documents (seq, topic, key, version, effective_from, body, note, created_by, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
