SELECT
    CAST(movement_reasons.seq AS TEXT) AS row_key,
    'reason of audit entry ' || movement_reasons.seq AS place,
    CAST(movement_reasons.id AS TEXT) AS id,
    CAST(movement_reasons.customer_id AS TEXT) AS customer_id,
    CAST(movement_reasons.day AS TEXT) AS day,
    CAST(movement_reasons.kind AS TEXT) AS kind,
    CAST(movement_reasons.reason AS TEXT) AS reason,
    CAST(movement_reasons.how_known AS TEXT) AS how_known,
    CAST(movement_reasons.note AS TEXT) AS note,
    CAST(movement_reasons.set_by AS TEXT) AS set_by,
    CAST(movement_reasons.set_at AS TEXT) AS set_at,
    CAST(movement_reasons.seq AS TEXT) AS seq
FROM movement_reasons
WHERE movement_reasons.seq >= $1 AND movement_reasons.seq <= $2
ORDER BY movement_reasons.seq
