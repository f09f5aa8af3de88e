SELECT
    CAST(signatures.seq AS TEXT) AS row_key,
    COALESCE(audit.subject || ', signature of audit entry ' || signatures.seq, 'signature of ' || signatures.leader) AS place,
    CAST(signatures.document AS TEXT) AS document,
    CAST(signatures.leader AS TEXT) AS leader,
    CAST(signatures.role AS TEXT) AS role,
    CAST(signatures.signed_at AS TEXT) AS signed_at,
    CAST(signatures.seq AS TEXT) AS seq
FROM signatures
LEFT JOIN audit ON signatures.seq = audit.seq AND audit.what = 'policy.sign'
WHERE signatures.seq >= $1 AND signatures.seq <= $2
ORDER BY signatures.seq
