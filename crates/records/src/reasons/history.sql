SELECT id, customer_id, day, kind, reason, how_known, note, set_by, set_at
FROM movement_reasons
WHERE customer_id = $1 AND day = $2 AND kind = $3
ORDER BY seq
