DELETE FROM requests WHERE user_name = $1 AND key = $2 AND status IS NULL
