UPDATE audit_head SET entries = $1, checksum = $2 WHERE id = 1
