SELECT ocel_type, ocel_type_map FROM event_map_type ORDER BY ocel_type
