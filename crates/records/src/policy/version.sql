SELECT version, document, effective_from, note, created_by, created_at
FROM policy_versions
WHERE version = $1
