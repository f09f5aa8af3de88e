INSERT INTO entries (seq, topic, id, body, withdrawn, changed_by, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
