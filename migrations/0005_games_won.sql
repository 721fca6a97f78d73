-- Who won a game, as its podium said: single members, whole teams, or a crew. Empty: nobody can say any more.
ALTER TABLE challenge_results ADD COLUMN won INTEGER CHECK (won IN (0, 1));

-- A result from before has its member's own rank alone: that tells nothing of who won in teams or as a crew. The mode
-- stands in the game's opening. Where that has been erased, what the leaderboard has counted as won stays won, but for
-- games without points.
UPDATE challenge_results AS result SET won = CASE
    WHEN ghost THEN 0
    WHEN (SELECT json_extract(body, '$.rules.mode.mode') FROM challenge_events
          WHERE challenge_id = result.challenge_id AND seq = 1) IN ('teams', 'crew') THEN NULL
    ELSE rank = 1 AND points > 0
END;
