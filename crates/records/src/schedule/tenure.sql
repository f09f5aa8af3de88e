SELECT host, since
FROM schedule
WHERE held_until > $1
