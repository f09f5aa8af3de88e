SELECT
    id, grain, start_day, end_day, measure, level, customers, minor, currency, owner, investment, set_by, set_at
FROM targets
WHERE withdrawn = 0 AND seq = (SELECT MAX(later.seq) FROM targets AS later WHERE later.id = targets.id)
ORDER BY start_day, id
