WITH told AS (
    SELECT subject, seq AS told_seq, after_json
    FROM audit
    WHERE seq IN (SELECT MAX(seq) FROM audit WHERE what LIKE 'user.%' GROUP BY subject)
)
SELECT COALESCE('user ' || users.name, told.subject) AS place, users.seq, told.told_seq, told.after_json,
    full_name, roles, active, password_given, invited_until
FROM users FULL JOIN told ON told.subject = 'user ' || users.name
ORDER BY place
