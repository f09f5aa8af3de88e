WITH told AS (
    SELECT subject, seq AS told_seq, after_json
    FROM audit
    WHERE seq IN (SELECT MAX(seq) FROM audit WHERE what LIKE 'setting.%' GROUP BY subject)
)
SELECT COALESCE('setting ' || settings.name, told.subject) AS place, settings.seq, told.told_seq, told.after_json, value_json
FROM settings FULL JOIN told ON told.subject = 'setting ' || settings.name
ORDER BY place
