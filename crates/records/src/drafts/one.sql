SELECT key, author, body, revision, written_at
FROM drafts
WHERE key = $1
