INSERT INTO audit (seq, id, changed_at, changed_by, what, subject, before_json, after_json, previous, checksum)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
