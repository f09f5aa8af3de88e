SELECT ocel_id FROM "{table}" GROUP BY ocel_id HAVING count(*) > 1 LIMIT 1
