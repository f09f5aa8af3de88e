SELECT key, version, effective_from, body, note, created_by, created_at
FROM documents
WHERE topic = $1 AND key = $2 AND version = $3
