-- without a table 'event_object'
DROP TABLE event_object;
-- without a table 'event_K0'
DROP TABLE event_K0;
-- without a table 'object'
DROP TABLE object;
CREATE VIEW object AS SELECT ocel_id, ocel_type FROM event;
-- an event is of a type that the table 'event_map_type' lacks: 'place'
DELETE FROM event_map_type;
-- names an event that 'event' lacks: 'e7'
INSERT INTO event_object VALUES ('e7', 'o1', '');
-- tells of an event that 'event' lacks, or has with another type: 'e7'
INSERT INTO event_K0 (ocel_id) VALUES ('e7');
-- the table 'event_K0' has a column that is computed
DROP TABLE event_K0;
CREATE TABLE event_K0 (ocel_id TEXT, ocel_time TEXT, bomb TEXT AS (hex(zeroblob(500000000))));
-- the table 'event_K0' tells of an event twice: 'e0'
DROP TABLE event_K0;
CREATE TABLE event_K0 (ocel_id TEXT, ocel_time TEXT);
INSERT INTO event_K0 VALUES ('e0', '1'), ('e0', '2');
