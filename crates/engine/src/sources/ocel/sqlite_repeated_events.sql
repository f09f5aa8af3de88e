SELECT ocel_id FROM event GROUP BY ocel_id HAVING count(*) > 1 OR ocel_id IS NULL LIMIT 1
