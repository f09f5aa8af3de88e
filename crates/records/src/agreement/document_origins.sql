SELECT documents.topic, TRIM(documents.key || ' ' || documents.version) AS name, audit.what
FROM documents
LEFT JOIN audit ON documents.seq = audit.seq
ORDER BY documents.seq
