-- When the question was wanted: from then on it counts as lost time that nobody could answer. Empty for dailies
-- that were planned before this was kept.
ALTER TABLE dailies ADD COLUMN wanted_at INTEGER;

-- Raised by whatever changes what the message of a daily that is over shows: an edit that was under way meanwhile
-- showed less, and is made again.
ALTER TABLE dailies ADD COLUMN result_version INTEGER NOT NULL DEFAULT 0;

-- Guilds that removed the bot without ever having set it up: members may have practised there.
CREATE TABLE departures (
    guild_id INTEGER PRIMARY KEY,
    left_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX departures_left ON departures (left_at);

-- What is erased with a member or forgotten with a guild is found by them, not by reading everybody's.
CREATE INDEX practice_answers_of_member ON practice_answers (member_id);
CREATE INDEX practice_answers_of_guild ON practice_answers (guild_id);
CREATE INDEX practices_of_guild ON practices (guild_id);
CREATE INDEX reports_of_member ON reports (member_id);
CREATE INDEX corrected_answers_of_member ON corrected_answers (member_id);
CREATE INDEX corrected_answers_of_daily ON corrected_answers (daily_id);
CREATE INDEX challenges_of_guild ON challenges (guild_id);
CREATE INDEX challenge_results_by_member ON challenge_results (member_id);
