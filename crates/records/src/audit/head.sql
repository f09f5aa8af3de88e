SELECT entries, checksum FROM audit_head WHERE id = 1
