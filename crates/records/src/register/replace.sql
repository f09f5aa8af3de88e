UPDATE entries SET replaced_by = $3
WHERE topic = $1 AND id = $2 AND replaced_by IS NULL
