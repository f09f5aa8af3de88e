PRAGMA busy_timeout = 20000;
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = ON;
