INSERT INTO settings (name, value_json, seq)
VALUES ($1, $2, $3)
ON CONFLICT (name) DO UPDATE SET value_json = excluded.value_json, seq = excluded.seq
