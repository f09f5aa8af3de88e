SELECT fingerprint, change_id, begun_at, status, body,
    (SELECT COUNT(*) FROM audit WHERE audit.id = requests.change_id) AS made
FROM requests
WHERE user_name = $1 AND key = $2
