SELECT id, body, withdrawn, changed_by, changed_at
FROM entries
WHERE topic = $1 AND replaced_by IS NULL AND withdrawn = 0
ORDER BY id
