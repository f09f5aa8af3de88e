SELECT source, fact, version, toml, saved_by, saved_at
FROM mappings
WHERE source = $1 AND fact = $2
ORDER BY version DESC
LIMIT 1
