INSERT INTO closed_periods (
    id, grain, start_day, end_day, closed_at, closed_by, policy_version, policy_checksum, lake_versions, last_import_seq,
    figures, figures_checksum, previous, checksum, seq
)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
