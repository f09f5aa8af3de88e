INSERT INTO schedule (name, holder, host, since, held_until)
VALUES ('all', $1, $2, $3, $4)
ON CONFLICT (name) DO UPDATE SET
    holder = excluded.holder,
    host = excluded.host,
    since = excluded.since,
    held_until = excluded.held_until
WHERE schedule.held_until <= excluded.since
