UPDATE requests SET begun_at = $4
WHERE user_name = $1 AND key = $2 AND begun_at = $3 AND status IS NULL
