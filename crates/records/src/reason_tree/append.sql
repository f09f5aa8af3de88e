INSERT INTO reason_trees (version, nodes, created_by, created_at, seq)
VALUES ($1, $2, $3, $4, $5)
