SELECT
    settings.name AS row_key,
    'setting ' || settings.name AS place,
    CAST(settings.name AS TEXT) AS name,
    CAST(settings.value_json AS TEXT) AS value_json,
    CAST(settings.seq AS TEXT) AS seq
FROM settings
WHERE settings.seq >= $1 AND settings.seq <= $2
ORDER BY settings.seq
