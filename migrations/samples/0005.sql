-- Results as version 5 writes them.

INSERT INTO challenges (challenge_id, guild_id, channel_id, state, opened_at, ended_at) VALUES
    (4, 42, 7, 'over', 1772560800000, 1772561100000);

INSERT INTO challenge_results (challenge_id, member_id, guild_id, day, points, right_n, asked, rank, ghost, won) VALUES
    (4, 100, 42, '2026-03-03', 4150, 5, 7, 1, 0, 0),
    (4, 200, 42, '2026-03-03', 3900, 5, 7, 2, 0, 1),
    (4, 300, 42, '2026-03-04', 5200, 6, 7, 1, 1, 0);
