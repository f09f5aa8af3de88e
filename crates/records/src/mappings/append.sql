INSERT INTO mappings (source, fact, version, toml, saved_by, saved_at, seq)
VALUES ($1, $2, $3, $4, $5, $6, $7)
