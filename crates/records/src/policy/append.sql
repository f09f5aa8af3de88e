INSERT INTO policy_versions (version, document, effective_from, note, created_by, created_at, seq)
VALUES ($1, $2, $3, $4, $5, $6, $7)
