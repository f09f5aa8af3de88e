SELECT version, document, effective_from, note, created_by, created_at
FROM policy_versions
WHERE effective_from <= $1
ORDER BY effective_from DESC, version DESC
LIMIT 1
