-- What a change wrote, sealed by it: a checksum over each row, and in its audit entry one over all its seals, which the entry's own covers.
-- `row_table` and `row_key` name the row, `place` is what people call it, `found` is the checksum of the row whose place it took, as it was.
-- Entries of before rows were sealed have no `rows_checksum`.

ALTER TABLE audit ADD COLUMN rows_checksum TEXT;

CREATE TABLE seals (
    seq BIGINT NOT NULL REFERENCES audit (seq),
    row_table TEXT NOT NULL,
    row_key TEXT NOT NULL,
    place TEXT NOT NULL,
    checksum TEXT NOT NULL,
    found TEXT,
    PRIMARY KEY (seq, row_table, row_key)
);
