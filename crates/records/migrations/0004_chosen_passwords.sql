-- A password that somebody else chose serves for the first sign-in alone: 1 until its user has chosen another. Nobody knows any more who
-- chose those that are there already; they are left as they are.

ALTER TABLE users ADD COLUMN password_given BIGINT NOT NULL DEFAULT 0;
