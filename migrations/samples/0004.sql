-- Games as version 4 writes them.

INSERT INTO challenges (challenge_id, guild_id, channel_id, state, opened_at, ended_at) VALUES
    (1, 42, 7, 'over', 1772474400000, 1772474700000),
    (2, 42, 7, 'live', 1772478000000, NULL),
    (3, 43, -9223372036854775808, 'closing', 1772478000000, 1772478060000);

INSERT INTO challenge_events (challenge_id, seq, at, member_id, body) VALUES
    (2, 1, 1772478000000, 100,
     '{"v":1,"event":"opened","guild":42,"channel":7,"host":{"member":100,"allowance":50,"accuracy":500},"rules":{"mode":{"mode":"everyone"},"topic":null,"rounds":7,"seconds":20,"wait":60,"get_ready":5,"review":12,"scoring":"speed","streak_bonus":false,"change_of_mind":false,"in_thread":false},"seed":18446744073709551615}'),
    (2, 2, 1772478010000, 200,
     '{"v":1,"event":"joined","newcomer":{"member":200,"allowance":0,"accuracy":666},"team":null}'),
    (2, 3, 1772478011000, NULL, '{"v":1,"event":"shown","slot":{"slot":"lobby"},"message":904}');

INSERT INTO challenge_results (challenge_id, member_id, guild_id, day, points, right_n, asked, rank, ghost) VALUES
    (1, 100, 42, '2026-03-02', 4150, 5, 7, 1, 0),
    (1, 200, 42, '2026-03-03', 5200, 6, 7, 1, 1);

INSERT INTO allowances (member_id, percent) VALUES (100, 50);
