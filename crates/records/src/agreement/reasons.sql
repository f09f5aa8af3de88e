WITH told AS (
    SELECT subject, seq AS told_seq, after_json
    FROM audit
    WHERE what = 'reason.set'
)
SELECT 'reason of audit entry ' || COALESCE(told.told_seq, movement_reasons.seq) AS place, movement_reasons.seq, told.told_seq, told.after_json,
    id, customer_id, day, kind, reason, how_known, note, set_by, set_at
FROM movement_reasons FULL JOIN told ON movement_reasons.seq = told.told_seq
ORDER BY movement_reasons.seq, told.told_seq
