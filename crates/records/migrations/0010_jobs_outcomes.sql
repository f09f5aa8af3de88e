-- What a job is about, whether it is to stop, how often whoever held it vanished, and what came of it.

ALTER TABLE jobs ADD COLUMN subject TEXT;
ALTER TABLE jobs ADD COLUMN stopping BIGINT NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN lapses BIGINT NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN outcome TEXT;

-- One job about a subject at a time, whichever process adds it.
CREATE UNIQUE INDEX jobs_by_open_subject ON jobs (kind, subject) WHERE done_at IS NULL;
