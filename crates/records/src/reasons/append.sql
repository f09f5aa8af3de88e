INSERT INTO movement_reasons (id, customer_id, day, kind, reason, how_known, note, set_by, set_at, seq)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
