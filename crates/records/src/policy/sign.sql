INSERT INTO signatures (document, leader, role, signed_at, seq)
SELECT documents.seq, $3, $4, $5, $6
FROM documents
WHERE documents.topic = $1 AND documents.version = $2
