SELECT ocel_type FROM event WHERE ocel_type IS NULL OR ocel_type NOT IN (SELECT ocel_type FROM event_map_type WHERE ocel_type IS NOT NULL) LIMIT 1
