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

-- Practice answers one by one, so that a corrected key can judge them anew. Drills have no key of a pack.
CREATE TABLE practice_answers (
    practice_id  INTEGER NOT NULL REFERENCES practices,
    number       INTEGER NOT NULL,
    guild_id     INTEGER NOT NULL,
    member_id    INTEGER NOT NULL,
    -- The wording that judges it.
    version      INTEGER NOT NULL REFERENCES content_versions,
    option_order TEXT    NOT NULL CHECK (json_valid(option_order)),
    selection    INTEGER NOT NULL CHECK (selection BETWEEN 1 AND 255),
    -- What it counts as: never taken back. What the key says of it now. What its member was last told.
    is_right     INTEGER NOT NULL CHECK (is_right IN (0, 1)),
    verdict      INTEGER NOT NULL CHECK (verdict IN (0, 1)),
    told         INTEGER NOT NULL CHECK (told IN (0, 1)),
    answered_at  INTEGER NOT NULL,
    PRIMARY KEY (practice_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX practice_answers_of_version ON practice_answers (version);
CREATE INDEX practice_answers_to_tell ON practice_answers (guild_id, member_id) WHERE verdict <> told;

-- Of the time before, only the last answer of each session is known. A position is right where the option shown
-- there is a key.
INSERT INTO practice_answers (practice_id, number, guild_id, member_id, version, option_order, selection, is_right,
                              verdict, told, answered_at)
    SELECT practice_id, number, guild_id, member_id, version, option_order, selection, right, right, right, started_at
    FROM (SELECT practices.*, selection = (SELECT total(1 << shown.key) FROM json_each(option_order) AS shown
                                           WHERE json_extract(body, '$.options[' || shown.value || '].key')) AS right
          FROM practices JOIN content_versions USING (version) WHERE selection IS NOT NULL);

-- What the pack says today: the wording of each question, or that it is no longer asked.
CREATE TABLE pack_questions (
    question_id TEXT    PRIMARY KEY,
    version     INTEGER NOT NULL REFERENCES content_versions,
    retired_at  INTEGER
) STRICT, WITHOUT ROWID;
INSERT INTO pack_questions (question_id, version)
    SELECT id, max(version) FROM content_versions WHERE kind = 'question' GROUP BY id;

-- Questions whose key the pack corrected, and how far their past answers have been judged anew: up to this
-- member of this daily.
CREATE TABLE corrections (
    correction_id INTEGER PRIMARY KEY,
    question_id   TEXT    NOT NULL,
    version       INTEGER NOT NULL REFERENCES content_versions,
    noticed_at    INTEGER NOT NULL,
    daily_id      INTEGER NOT NULL DEFAULT 0,
    member_id     INTEGER,
    done_at       INTEGER
) STRICT;
CREATE INDEX corrections_to_do ON corrections (correction_id) WHERE done_at IS NULL;

-- Answers to dailies whose verdict a corrected key has changed, and what their members were last told.
CREATE TABLE corrected_answers (
    guild_id  INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    daily_id  INTEGER NOT NULL REFERENCES dailies,
    verdict   INTEGER NOT NULL CHECK (verdict IN (0, 1)),
    told      INTEGER NOT NULL CHECK (told IN (0, 1)),
    PRIMARY KEY (guild_id, member_id, daily_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX corrected_answers_to_tell ON corrected_answers (guild_id, member_id) WHERE verdict <> told;

ALTER TABLE dailies ADD COLUMN corrected_at INTEGER;
CREATE INDEX dailies_of_version ON dailies (version, daily_id);

-- What members say is wrong with a question: one report each, the latest.
CREATE TABLE reports (
    report_id    INTEGER PRIMARY KEY,
    guild_id     INTEGER NOT NULL,
    member_id    INTEGER NOT NULL,
    version      INTEGER NOT NULL REFERENCES content_versions,
    text         TEXT    NOT NULL,
    reported_at  INTEGER NOT NULL,
    dismissed_at INTEGER,
    UNIQUE (guild_id, member_id, version)
) STRICT;
CREATE INDEX reports_open ON reports (guild_id, version) WHERE dismissed_at IS NULL;
