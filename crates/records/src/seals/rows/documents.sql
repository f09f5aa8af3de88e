SELECT
    CAST(documents.seq AS TEXT) AS row_key,
    COALESCE(audit.subject, 'document ' || documents.seq) AS place,
    CAST(documents.seq AS TEXT) AS seq,
    CAST(documents.topic AS TEXT) AS topic,
    CAST(documents.key AS TEXT) AS key,
    CAST(documents.version AS TEXT) AS version,
    CAST(documents.effective_from AS TEXT) AS effective_from,
    CAST(documents.body AS TEXT) AS body,
    CAST(documents.note AS TEXT) AS note,
    CAST(documents.created_by AS TEXT) AS created_by,
    CAST(documents.created_at AS TEXT) AS created_at
FROM documents
LEFT JOIN audit ON documents.seq = audit.seq
WHERE documents.seq >= $1 AND documents.seq <= $2
ORDER BY documents.seq
