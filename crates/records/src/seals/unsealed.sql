-- The last entry, where neither it nor any other sealed its rows.
SELECT audit.seq
FROM audit
INNER JOIN audit_head ON audit.seq = audit_head.entries
WHERE audit.rows_checksum IS NULL AND NOT EXISTS (SELECT 1 FROM audit AS sealed WHERE sealed.rows_checksum IS NOT NULL)
