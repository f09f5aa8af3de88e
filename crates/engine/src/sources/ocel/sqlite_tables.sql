SELECT name, type, sql FROM sqlite_schema
