UPDATE audit_head
SET entries = entries
WHERE id = 1
RETURNING entries, checksum
