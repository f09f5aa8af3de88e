INSERT INTO seals (seq, row_table, row_key, place, checksum, found)
VALUES ($1, $2, $3, $4, $5, $6)
