WITH told AS (
    SELECT subject, seq AS told_seq, after_json
    FROM audit
    WHERE what = 'policy.sign'
)
SELECT COALESCE(told.subject || ', signature of audit entry ' || told.told_seq, 'signature of ' || signatures.leader) AS place, signatures.seq, told.told_seq, told.after_json,
    documents.version, signatures.leader, signatures.role, signatures.signed_at
FROM signatures
FULL JOIN told ON signatures.seq = told.told_seq
LEFT JOIN documents ON signatures.document = documents.seq
ORDER BY place, told.told_seq
