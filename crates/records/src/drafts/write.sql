UPDATE drafts SET author = $2, body = $3, revision = revision + 1, written_at = $4
WHERE key = $1 AND revision = $5
