UPDATE sessions SET ends_at = $2 WHERE token = $1 AND ends_at > $2
