SELECT
    audit.subject, audit.seq AS told_seq, audit.after_json, audit.changed_by, audit.changed_at,
    documents.seq, documents.topic, documents.key, documents.version, documents.effective_from, documents.body, documents.note,
    documents.created_by, documents.created_at
FROM audit
LEFT JOIN documents ON audit.seq = documents.seq
WHERE audit.what = $1
ORDER BY audit.seq
