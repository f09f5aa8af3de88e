INSERT INTO sessions (token, user_name, begun_at, ends_at)
SELECT $1, name, $2, $3
FROM users
WHERE name = $4 AND password = $5 AND active = 1
