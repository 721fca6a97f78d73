-- What members who had themselves erased had answered, as counts: the group's results stay what they were.
CREATE TABLE erased_answers (
    daily_id  INTEGER NOT NULL REFERENCES dailies,
    selection INTEGER NOT NULL CHECK (selection BETWEEN 1 AND 255),
    n         INTEGER NOT NULL CHECK (n > 0),
    PRIMARY KEY (daily_id, selection)
) STRICT, WITHOUT ROWID;

-- Members who are in no leaderboard and keep their streak to themselves.
CREATE TABLE unlisted (
    guild_id  INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    PRIMARY KEY (guild_id, member_id)
) STRICT, WITHOUT ROWID;

-- A member's rows are found by the member, not by reading every guild's.
CREATE INDEX streaks_of_member ON streaks (member_id);
CREATE INDEX pauses_of_member ON pauses (member_id);
CREATE INDEX unlisted_of_member ON unlisted (member_id);
CREATE INDEX guilds_of_manager ON guilds (manager_id);

-- Guilds that removed the bot: forgotten after a while.
CREATE INDEX guilds_left ON guilds (left_at) WHERE left_at IS NOT NULL;
