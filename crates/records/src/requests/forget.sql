DELETE FROM requests WHERE begun_at < $1
