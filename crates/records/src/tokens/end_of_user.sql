UPDATE tokens SET ends_at = $2, seq = $3 WHERE user_name = $1 AND ends_at > $2
