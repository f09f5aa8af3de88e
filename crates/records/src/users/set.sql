INSERT INTO users (name, full_name, role, active, password, password_given, changed_at, seq)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (name) DO UPDATE SET
    full_name = excluded.full_name,
    role = excluded.role,
    active = excluded.active,
    password = excluded.password,
    password_given = excluded.password_given,
    changed_at = excluded.changed_at,
    seq = excluded.seq
