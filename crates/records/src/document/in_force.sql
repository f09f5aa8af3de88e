SELECT key, version, effective_from, body, note, created_by, created_at
FROM documents
WHERE topic = $1 AND key = $2 AND (effective_from IS NULL OR effective_from <= $3)
ORDER BY effective_from IS NULL, effective_from DESC, version DESC
LIMIT 1
