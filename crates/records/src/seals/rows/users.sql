SELECT
    users.name AS row_key,
    'user ' || users.name AS place,
    CAST(users.name AS TEXT) AS name,
    CAST(users.full_name AS TEXT) AS full_name,
    CAST(users.roles AS TEXT) AS roles,
    CAST(users.active AS TEXT) AS active,
    CAST(users.password AS TEXT) AS password,
    CAST(users.password_given AS TEXT) AS password_given,
    CAST(users.invitation AS TEXT) AS invitation,
    CAST(users.invited_until AS TEXT) AS invited_until,
    CAST(users.changed_at AS TEXT) AS changed_at,
    CAST(users.seq AS TEXT) AS seq
FROM users
WHERE users.seq >= $1 AND users.seq <= $2
ORDER BY users.seq
