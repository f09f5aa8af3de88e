INSERT INTO users (name, full_name, roles, active, password, password_given, invitation, invited_until, changed_at, seq)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (name) DO UPDATE SET
    full_name = excluded.full_name,
    roles = excluded.roles,
    active = excluded.active,
    password = excluded.password,
    password_given = excluded.password_given,
    invitation = excluded.invitation,
    invited_until = excluded.invited_until,
    changed_at = excluded.changed_at,
    seq = excluded.seq
