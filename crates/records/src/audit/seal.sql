UPDATE audit SET rows_checksum = $2, checksum = $3 WHERE seq = $1
