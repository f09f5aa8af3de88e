SELECT id, body, withdrawn, changed_by, changed_at
FROM entries
WHERE topic = $1 AND id = $2 AND replaced_by IS NULL AND withdrawn = 0
