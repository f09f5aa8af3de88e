SELECT
    CAST(closed_periods.seq AS TEXT) AS row_key,
    COALESCE(audit.subject, 'close ' || closed_periods.seq) AS place,
    CAST(closed_periods.id AS TEXT) AS id,
    CAST(closed_periods.grain AS TEXT) AS grain,
    CAST(closed_periods.start_day AS TEXT) AS start_day,
    CAST(closed_periods.end_day AS TEXT) AS end_day,
    CAST(closed_periods.closed_at AS TEXT) AS closed_at,
    CAST(closed_periods.closed_by AS TEXT) AS closed_by,
    CAST(closed_periods.policy_version AS TEXT) AS policy_version,
    CAST(closed_periods.policy_checksum AS TEXT) AS policy_checksum,
    CAST(closed_periods.lake_versions AS TEXT) AS lake_versions,
    CAST(closed_periods.last_import_seq AS TEXT) AS last_import_seq,
    CAST(closed_periods.figures AS TEXT) AS figures,
    CAST(closed_periods.figures_checksum AS TEXT) AS figures_checksum,
    CAST(closed_periods.previous AS TEXT) AS previous,
    CAST(closed_periods.checksum AS TEXT) AS checksum,
    CAST(closed_periods.seq AS TEXT) AS seq
FROM closed_periods
LEFT JOIN audit ON closed_periods.seq = audit.seq
WHERE closed_periods.seq >= $1 AND closed_periods.seq <= $2
ORDER BY closed_periods.seq
