SELECT
    id, grain, start_day, end_day, closed_at, closed_by, policy_version, policy_checksum, lake_versions, last_import_seq,
    figures, figures_checksum, previous, checksum, seq
FROM closed_periods
ORDER BY start_day
