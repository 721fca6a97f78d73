-- Group games. A game is its events, in order; whatever else is kept of it could be counted from them.

-- live: a lobby or a game. closing: over, and something of it is still to be shown. over: all of it is shown.
CREATE TABLE challenges (
    challenge_id INTEGER PRIMARY KEY,
    guild_id     INTEGER NOT NULL,
    channel_id   INTEGER NOT NULL,
    state        TEXT    NOT NULL CHECK (state IN ('live', 'closing', 'over')),
    opened_at    INTEGER NOT NULL,
    ended_at     INTEGER,
    CHECK ((state = 'live') = (ended_at IS NULL))
) STRICT;
CREATE UNIQUE INDEX challenges_live ON challenges (channel_id) WHERE state = 'live';
CREATE INDEX challenges_unsettled ON challenges (challenge_id) WHERE state <> 'over';

-- Appended to, never changed.
CREATE TABLE challenge_events (
    challenge_id INTEGER NOT NULL REFERENCES challenges,
    -- 1 for the opening.
    seq          INTEGER NOT NULL CHECK (seq > 0),
    at           INTEGER NOT NULL,
    -- Whose doing it was, if a member's.
    member_id    INTEGER,
    body         TEXT    NOT NULL CHECK (json_valid(body)),
    PRIMARY KEY (challenge_id, seq)
) STRICT, WITHOUT ROWID;

-- What leaderboards add up. A ghost played the finished game after the others.
CREATE TABLE challenge_results (
    challenge_id INTEGER NOT NULL REFERENCES challenges,
    member_id    INTEGER NOT NULL,
    guild_id     INTEGER NOT NULL,
    -- The guild's local day on which the game ended, or the ghost was through.
    day          TEXT    NOT NULL,
    points       INTEGER NOT NULL CHECK (points >= 0),
    right_n      INTEGER NOT NULL CHECK (right_n <= asked),
    asked        INTEGER NOT NULL,
    rank         INTEGER NOT NULL CHECK (rank > 0),
    ghost        INTEGER NOT NULL CHECK (ghost IN (0, 1)),
    PRIMARY KEY (challenge_id, member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX challenge_results_of_guild ON challenge_results (guild_id, day);
CREATE INDEX challenge_results_of_member ON challenge_results (guild_id, member_id);

-- Extra time that members asked for. Nobody else may learn of it.
CREATE TABLE allowances (
    member_id INTEGER PRIMARY KEY,
    percent   INTEGER NOT NULL CHECK (percent IN (25, 50, 100))
) STRICT;
