SELECT ocel_id, ocel_type FROM object
