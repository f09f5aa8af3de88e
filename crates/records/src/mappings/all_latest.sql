WITH latest AS (
    SELECT MAX(seq) AS seq
    FROM mappings
    GROUP BY source, fact
)

SELECT
    mappings.source,
    mappings.fact,
    mappings.version,
    mappings.toml,
    mappings.saved_by,
    mappings.saved_at
FROM mappings
INNER JOIN latest ON mappings.seq = latest.seq
ORDER BY mappings.seq
