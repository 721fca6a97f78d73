-- Practice: a session on two topics, or with cue drills, whose item is no question of a pack but kept in the
-- row itself.
CREATE TABLE practices_2 (
    practice_id  INTEGER PRIMARY KEY,
    guild_id     INTEGER NOT NULL,
    member_id    INTEGER NOT NULL,
    style        TEXT    NOT NULL CHECK (style IN ('scenario', 'cues')),
    topic        TEXT,
    other_topic  TEXT,
    difficulty   INTEGER CHECK (difficulty BETWEEN 1 AND 3),
    -- What is on the table: its number in this session, and the choice once made.
    number       INTEGER NOT NULL,
    version      INTEGER REFERENCES content_versions,
    drill        TEXT CHECK (drill IS NULL OR json_valid(drill)),
    option_order TEXT    NOT NULL CHECK (json_valid(option_order)),
    selection    INTEGER CHECK (selection BETWEEN 1 AND 255),
    answered     INTEGER NOT NULL DEFAULT 0,
    right_n      INTEGER NOT NULL DEFAULT 0 CHECK (right_n <= answered),
    started_at   INTEGER NOT NULL,
    ended_at     INTEGER,
    CHECK ((version IS NULL) <> (drill IS NULL))
) STRICT;
INSERT INTO practices_2 (practice_id, guild_id, member_id, style, topic, difficulty, number, version, option_order,
                         selection, answered, right_n, started_at, ended_at)
    SELECT practice_id, guild_id, member_id, 'scenario', topic, difficulty, number, version, option_order,
           selection, answered, right_n, started_at, ended_at
    FROM practices;
DROP TABLE practices;
ALTER TABLE practices_2 RENAME TO practices;
CREATE INDEX practices_of_member ON practices (member_id);
