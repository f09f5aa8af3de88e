-- What the company set out to reach. A target is corrected and given up by a further row with its id; the latest one counts.

CREATE TABLE targets (
    seq BIGINT NOT NULL PRIMARY KEY REFERENCES audit (seq),
    id TEXT NOT NULL,
    grain TEXT NOT NULL,
    start_day BIGINT NOT NULL,
    end_day BIGINT NOT NULL,
    measure TEXT NOT NULL,
    level TEXT,
    customers BIGINT,
    minor BIGINT,
    currency TEXT NOT NULL,
    owner TEXT NOT NULL,
    investment TEXT NOT NULL,
    withdrawn BIGINT NOT NULL,
    set_by TEXT NOT NULL,
    set_at BIGINT NOT NULL
);

CREATE INDEX targets_by_id ON targets (id, seq);
