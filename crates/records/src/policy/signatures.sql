SELECT documents.version, signatures.leader, signatures.role, signatures.signed_at
FROM signatures
INNER JOIN documents ON signatures.document = documents.seq
WHERE documents.topic = $1 AND documents.version = $2
ORDER BY signatures.seq
