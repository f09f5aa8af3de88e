SELECT name, full_name, roles, active, password, password_given, invitation, invited_until, changed_at,
    (SELECT MAX(begun_at) FROM sessions WHERE sessions.user_name = users.name) AS signed_in_at
FROM users
WHERE invitation = $1 AND invited_until > $2 AND active = 1
