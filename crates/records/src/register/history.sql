SELECT id, body, withdrawn, changed_by, changed_at
FROM entries
WHERE topic = $1 AND id = $2
ORDER BY seq
