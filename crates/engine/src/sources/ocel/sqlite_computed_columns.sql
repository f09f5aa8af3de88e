-- Columns that are computed when they are read: what they take is nowhere stored and may be anything.
SELECT name FROM pragma_table_xinfo($1) WHERE hidden IN (2, 3)
