INSERT INTO sessions (token, user_name, begun_at, ends_at) VALUES ($1, $2, $3, $4)
