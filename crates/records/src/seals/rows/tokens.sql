SELECT
    tokens.id AS row_key,
    'token ' || tokens.id AS place,
    CAST(tokens.id AS TEXT) AS id,
    CAST(tokens.label AS TEXT) AS label,
    CAST(tokens.user_name AS TEXT) AS user_name,
    CAST(tokens.scopes AS TEXT) AS scopes,
    CAST(tokens.checksum AS TEXT) AS checksum,
    CAST(tokens.made_at AS TEXT) AS made_at,
    CAST(tokens.ends_at AS TEXT) AS ends_at,
    CAST(tokens.seq AS TEXT) AS seq
FROM tokens
WHERE tokens.seq >= $1 AND tokens.seq <= $2
ORDER BY tokens.seq
