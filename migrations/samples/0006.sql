-- Departures as version 6 writes them.

INSERT INTO departures (guild_id, left_at) VALUES (44, 1772438400000);
UPDATE dailies SET wanted_at = planned_at WHERE daily_id IN (4, 5);
