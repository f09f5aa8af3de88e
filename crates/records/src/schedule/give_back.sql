UPDATE schedule SET held_until = 0
WHERE holder = $1
