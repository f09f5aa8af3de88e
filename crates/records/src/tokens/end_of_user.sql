UPDATE tokens SET ends_at = $2 WHERE user_name = $1 AND ends_at > $2
