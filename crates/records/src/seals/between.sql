SELECT seq, row_table, row_key, place, checksum, found
FROM seals
WHERE seq >= $1 AND seq <= $2
ORDER BY seq
