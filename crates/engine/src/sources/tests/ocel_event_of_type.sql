INSERT INTO event_K{at} VALUES ($1, $2, $3, $4, $5)
