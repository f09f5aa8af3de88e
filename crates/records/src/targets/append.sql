INSERT INTO targets (
    seq, id, grain, start_day, end_day, measure, level, customers, minor, currency, owner, investment, withdrawn, set_by, set_at
)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
