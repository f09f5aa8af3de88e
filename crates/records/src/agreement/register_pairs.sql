SELECT
    audit.subject, audit.seq AS told_seq, audit.before_json, audit.after_json,
    entries.seq, entries.topic, entries.id, entries.body, entries.withdrawn, entries.replaced_by,
    (
        SELECT MIN(later.seq) FROM entries AS later
        WHERE later.topic = entries.topic AND later.id = entries.id AND later.seq > entries.seq
    ) AS next
FROM audit
LEFT JOIN entries ON audit.seq = entries.seq
WHERE audit.what = $1
ORDER BY audit.seq
