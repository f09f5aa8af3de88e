CREATE TABLE event (ocel_id TEXT PRIMARY KEY, ocel_type TEXT);
CREATE TABLE object (ocel_id TEXT PRIMARY KEY, ocel_type TEXT);
CREATE TABLE event_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT);
CREATE TABLE event_object (ocel_event_id TEXT, ocel_object_id TEXT, ocel_qualifier TEXT);
CREATE TABLE event_K0 (ocel_id TEXT PRIMARY KEY, ocel_time TIMESTAMP, "price" TEXT, "note & more" TEXT, "site" TEXT);
CREATE TABLE event_K1 (ocel_id TEXT PRIMARY KEY, ocel_time TIMESTAMP, "price" TEXT, "note & more" TEXT, "site" TEXT);
CREATE TABLE event_K2 (ocel_id TEXT PRIMARY KEY, ocel_time TIMESTAMP, "price" TEXT, "note & more" TEXT, "site" TEXT);
INSERT INTO event_map_type VALUES ('place', 'K0'), ('pack "it"', 'K1'), ('Übergabe', 'K2');
