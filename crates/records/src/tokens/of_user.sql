SELECT id, label, user_name, scopes, made_at, ends_at
FROM tokens
WHERE user_name = $1 AND ends_at > $2
ORDER BY made_at, id
