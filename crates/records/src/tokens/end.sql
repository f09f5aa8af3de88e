UPDATE tokens SET ends_at = $2, seq = $3 WHERE id = $1
