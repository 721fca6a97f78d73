-- Instants are Unix milliseconds; local days are ISO dates ('2026-03-02'), which sort as text.
-- Discord's ids are unsigned 64-bit numbers kept by their bits in signed columns.

-- What was taught and asked, word for word: a question asked last year can still be explained
-- after the pack has moved on.
CREATE TABLE content_versions (
    version INTEGER PRIMARY KEY,
    kind    TEXT NOT NULL CHECK (kind IN ('fact', 'question')),
    id      TEXT NOT NULL,
    body    TEXT NOT NULL CHECK (json_valid(body)),
    UNIQUE (kind, id, body)
) STRICT;

CREATE TABLE guilds (
    guild_id     INTEGER PRIMARY KEY,
    channel_id   INTEGER NOT NULL,
    post_minute  INTEGER NOT NULL CHECK (post_minute BETWEEN 0 AND 1439),
    zone         TEXT    NOT NULL,
    weekdays     INTEGER NOT NULL CHECK (weekdays BETWEEN 1 AND 127),
    mention_role INTEGER,
    discussion   INTEGER NOT NULL CHECK (discussion IN (0, 1)),
    manager_id   INTEGER NOT NULL,
    set_up_at    INTEGER NOT NULL,
    -- The next daily; both empty while the dailies are paused or the bot has been removed.
    next_day     TEXT,
    next_due     INTEGER,
    paused_at    INTEGER,
    pause_reason TEXT CHECK (pause_reason IS NULL OR json_valid(pause_reason)),
    -- Whether the manager still has to be told of the pause.
    tell_manager INTEGER NOT NULL DEFAULT 0 CHECK (tell_manager IN (0, 1)),
    left_at      INTEGER,
    CHECK ((next_day IS NULL) = (next_due IS NULL))
) STRICT;
CREATE INDEX guilds_due ON guilds (next_due) WHERE next_due IS NOT NULL;
CREATE INDEX guilds_to_tell ON guilds (guild_id) WHERE tell_manager = 1;

-- planned: to be sent. open: its message stands. closing: over, the message still shows it open.
-- closed: the message shows the key. unposted: it never appeared, so its day is neutral.
CREATE TABLE dailies (
    daily_id       INTEGER PRIMARY KEY,
    guild_id       INTEGER NOT NULL REFERENCES guilds,
    day            TEXT    NOT NULL,
    state          TEXT    NOT NULL CHECK (state IN ('planned', 'open', 'closing', 'closed', 'unposted')),
    version        INTEGER NOT NULL REFERENCES content_versions,
    option_order   TEXT    NOT NULL CHECK (json_valid(option_order)),
    channel_id     INTEGER NOT NULL,
    message_id     INTEGER,
    thread_id      INTEGER,
    discussion     TEXT    NOT NULL CHECK (discussion IN ('unwanted', 'wanted', 'open', 'refused')),
    planned_at     INTEGER NOT NULL,
    -- When the outbox looks at it again: to send it, to close it, or after a failure.
    due_at         INTEGER NOT NULL,
    attempts       INTEGER NOT NULL DEFAULT 0,
    opened_at      INTEGER,
    closes_at      INTEGER NOT NULL,
    neutral_reason TEXT CHECK (neutral_reason IN ('outage')),
    UNIQUE (guild_id, day),
    CHECK (state IN ('planned', 'unposted') OR (message_id IS NOT NULL AND opened_at IS NOT NULL))
) STRICT;
CREATE INDEX dailies_planned ON dailies (due_at) WHERE state = 'planned';
CREATE INDEX dailies_open ON dailies (due_at) WHERE state = 'open';
CREATE INDEX dailies_closing ON dailies (due_at) WHERE state = 'closing';
CREATE INDEX dailies_to_discuss ON dailies (daily_id) WHERE state = 'open' AND discussion = 'wanted';

CREATE TABLE answers (
    daily_id    INTEGER NOT NULL REFERENCES dailies,
    member_id   INTEGER NOT NULL,
    -- Bits of the shown positions that were chosen.
    selection   INTEGER NOT NULL CHECK (selection BETWEEN 1 AND 255),
    is_right    INTEGER NOT NULL CHECK (is_right IN (0, 1)),
    answered_at INTEGER NOT NULL,
    -- The streak just after this answer, and the milestone it reached, if any.
    streak      INTEGER NOT NULL,
    milestone   INTEGER,
    -- Whether the member wants the milestone celebrated in the closing post.
    celebrate   INTEGER NOT NULL DEFAULT 0 CHECK (celebrate IN (0, 1)),
    PRIMARY KEY (daily_id, member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX answers_of_member ON answers (member_id, daily_id);

-- A cache of history: folding a member's answers over the guild's dailies gives the same row.
CREATE TABLE streaks (
    guild_id  INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    current   INTEGER NOT NULL CHECK (current >= 0),
    longest   INTEGER NOT NULL CHECK (longest >= current),
    freezes   INTEGER NOT NULL CHECK (freezes BETWEEN 0 AND 2),
    last_day  TEXT,
    answered  INTEGER NOT NULL,
    right_n   INTEGER NOT NULL CHECK (right_n <= answered),
    PRIMARY KEY (guild_id, member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX streaks_ranked ON streaks (guild_id, answered DESC, right_n DESC);

-- Announced holidays, both days included.
CREATE TABLE pauses (
    guild_id  INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    from_day  TEXT    NOT NULL,
    to_day    TEXT    NOT NULL CHECK (to_day >= from_day),
    PRIMARY KEY (guild_id, member_id, from_day)
) STRICT, WITHOUT ROWID;

-- When each question was last the guild's daily, and how the group does on each concept.
CREATE TABLE asked (
    guild_id    INTEGER NOT NULL,
    question_id TEXT    NOT NULL,
    day         TEXT    NOT NULL,
    PRIMARY KEY (guild_id, question_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE concept_records (
    guild_id   INTEGER NOT NULL,
    concept_id TEXT    NOT NULL,
    right_n    INTEGER NOT NULL,
    answered   INTEGER NOT NULL CHECK (answered >= right_n),
    PRIMARY KEY (guild_id, concept_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE practices (
    practice_id  INTEGER PRIMARY KEY,
    guild_id     INTEGER NOT NULL,
    member_id    INTEGER NOT NULL,
    topic        TEXT,
    difficulty   INTEGER CHECK (difficulty BETWEEN 1 AND 3),
    -- The question on the table: its number in this session, and the choice once made.
    number       INTEGER NOT NULL,
    version      INTEGER NOT NULL REFERENCES content_versions,
    option_order TEXT    NOT NULL CHECK (json_valid(option_order)),
    selection    INTEGER CHECK (selection BETWEEN 1 AND 255),
    answered     INTEGER NOT NULL DEFAULT 0,
    right_n      INTEGER NOT NULL DEFAULT 0 CHECK (right_n <= answered),
    started_at   INTEGER NOT NULL,
    ended_at     INTEGER
) STRICT;
CREATE INDEX practices_of_member ON practices (member_id);

CREATE TABLE practice_seen (
    member_id   INTEGER NOT NULL,
    question_id TEXT    NOT NULL,
    times       INTEGER NOT NULL,
    seen_at     INTEGER NOT NULL,
    PRIMARY KEY (member_id, question_id)
) STRICT, WITHOUT ROWID;

-- When the bot could take answers: the last instant it was known to, and the gaps.
CREATE TABLE presence (
    one     INTEGER PRIMARY KEY CHECK (one = 1),
    seen_at INTEGER NOT NULL
) STRICT;

CREATE TABLE outages (
    from_at  INTEGER NOT NULL,
    until_at INTEGER NOT NULL CHECK (until_at > from_at),
    PRIMARY KEY (from_at)
) STRICT, WITHOUT ROWID;
CREATE INDEX outages_until ON outages (until_at);
