INSERT INTO event_object VALUES ($1, $2, $3)
