-- What games tell of a member is found by the member, not by reading every game's events: those that were
-- their doing, and the opening of a duel that they were invited to. No other event names anybody else than
-- whose doing it was.
CREATE INDEX challenge_events_of_member ON challenge_events (member_id) WHERE member_id IS NOT NULL;
CREATE INDEX challenge_events_of_opponent ON challenge_events (json_extract(body, '$.rules.mode.opponent'))
    WHERE seq = 1 AND json_extract(body, '$.rules.mode.opponent') IS NOT NULL;
