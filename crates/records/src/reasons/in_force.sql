WITH latest AS (
    SELECT MAX(seq) AS seq
    FROM movement_reasons
    WHERE set_at <= $1
    GROUP BY customer_id, day, kind
)

SELECT
    set_reason.id,
    set_reason.customer_id,
    set_reason.day,
    set_reason.kind,
    set_reason.reason,
    set_reason.how_known,
    set_reason.note,
    set_reason.set_by,
    set_reason.set_at
FROM movement_reasons AS set_reason
INNER JOIN latest ON set_reason.seq = latest.seq
WHERE set_reason.reason <> $2
ORDER BY set_reason.seq
