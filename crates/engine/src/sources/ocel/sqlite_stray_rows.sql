SELECT ocel_id FROM "{table}"
WHERE ocel_id IS NULL OR ocel_id NOT IN (SELECT ocel_id FROM event WHERE ocel_type = $1 AND ocel_id IS NOT NULL)
LIMIT 1
