SELECT ocel_event_id FROM event_object
WHERE ocel_event_id IS NULL OR ocel_event_id NOT IN (SELECT ocel_id FROM event WHERE ocel_id IS NOT NULL)
LIMIT 1
