SELECT users.name, full_name, roles, active, password, password_given, invitation, invited_until, changed_at, begun_at AS signed_in_at
FROM sessions JOIN users ON users.name = sessions.user_name
WHERE sessions.token = $1 AND sessions.ends_at > $2 AND users.active = 1
