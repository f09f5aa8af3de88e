-- One row for each object of an event, or one where it has none; first what it is called, then its object, then what its type's table says.
SELECT event.ocel_id, event_object.ocel_object_id, event_object.ocel_qualifier, of_type.*
FROM event
LEFT JOIN "{table}" AS of_type ON of_type.ocel_id = event.ocel_id
LEFT JOIN event_object ON event_object.ocel_event_id = event.ocel_id
WHERE event.ocel_type = $1
ORDER BY event.ocel_id
