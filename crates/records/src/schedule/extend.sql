UPDATE schedule SET held_until = $2
WHERE holder = $1 AND held_until > 0
