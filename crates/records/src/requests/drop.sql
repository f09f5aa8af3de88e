DELETE FROM requests
WHERE user_name = $1 AND key = $2 AND status IS NULL AND NOT EXISTS (SELECT 1 FROM audit WHERE audit.id = requests.change_id)
