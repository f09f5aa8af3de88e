WITH latest AS (
    SELECT MAX(seq) AS seq
    FROM documents
    WHERE topic = $1
    GROUP BY key
)

SELECT
    documents.key,
    documents.version,
    documents.effective_from,
    documents.body,
    documents.note,
    documents.created_by,
    documents.created_at
FROM documents
INNER JOIN latest ON documents.seq = latest.seq
ORDER BY documents.seq
