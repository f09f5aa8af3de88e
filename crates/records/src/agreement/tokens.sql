WITH told AS (
    SELECT subject, seq AS told_seq, after_json
    FROM audit
    WHERE seq IN (SELECT MAX(seq) FROM audit WHERE what LIKE 'token.%' GROUP BY subject)
)
SELECT COALESCE('token ' || tokens.id, told.subject) AS place, tokens.seq, told.told_seq, told.after_json,
    label, user_name, scopes, ends_at
FROM tokens FULL JOIN told ON told.subject = 'token ' || tokens.id
ORDER BY place
