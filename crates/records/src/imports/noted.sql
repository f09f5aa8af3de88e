SELECT seq
FROM audit
WHERE what = $1 AND subject = $2 AND after_json = $3 AND changed_by = $4
LIMIT 1
