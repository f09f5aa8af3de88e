SELECT
    topics.name AS row_key,
    'topic ' || topics.name AS place,
    CAST(topics.name AS TEXT) AS name,
    CAST(topics.seq AS TEXT) AS seq
FROM topics
WHERE topics.seq >= $1 AND topics.seq <= $2
ORDER BY topics.seq
