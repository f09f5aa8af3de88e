SELECT id, label, user_name, scopes, made_at, ends_at
FROM tokens
WHERE id = $1
