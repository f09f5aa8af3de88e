SELECT tokens.id AS token_id, users.name, full_name, roles, active, password, password_given, invitation, invited_until, changed_at, made_at AS signed_in_at, label, scopes
FROM tokens JOIN users ON users.name = tokens.user_name
WHERE tokens.checksum = $1 AND tokens.ends_at > $2 AND users.active = 1
