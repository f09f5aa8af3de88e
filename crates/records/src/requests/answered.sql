UPDATE requests SET status = $3, body = $4 WHERE user_name = $1 AND key = $2
