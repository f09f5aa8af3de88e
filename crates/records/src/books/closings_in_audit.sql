SELECT subject, after_json
FROM audit
WHERE what = $1
ORDER BY seq
