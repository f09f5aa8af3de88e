-- A user has one role or several, as a list in JSON; until here it was one word. An invitation lets its user choose a password without
-- an earlier one, once and until `invited_until`; `invitation` is the checksum of the secret in its link, which is kept nowhere. Who has
-- chosen no password yet has an empty one, which opens nothing.

ALTER TABLE users RENAME COLUMN role TO roles;
UPDATE users SET roles = '["' || roles || '"]';
ALTER TABLE users ADD COLUMN invitation TEXT;
ALTER TABLE users ADD COLUMN invited_until BIGINT;
CREATE UNIQUE INDEX users_by_invitation ON users (invitation);
