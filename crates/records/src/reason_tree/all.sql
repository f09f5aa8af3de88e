SELECT version, nodes, created_by, created_at
FROM reason_trees
ORDER BY version
