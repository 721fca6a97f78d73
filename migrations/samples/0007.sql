-- A duel as version 7 writes it.

INSERT INTO challenges (challenge_id, guild_id, channel_id, state, opened_at, ended_at) VALUES
    (1772560800000, 42, 7, 'over', 1772560800000, 1772560860000);

INSERT INTO challenge_events (challenge_id, seq, at, member_id, body) VALUES
    (1772560800000, 1, 1772560800000, 100,
     '{"v":2,"event":"opened","guild":42,"channel":7,"host":{"member":100,"allowance":50,"accuracy":500},"rules":{"mode":{"mode":"duel","opponent":200},"topic":null,"rounds":7,"seconds":20,"wait":60,"get_ready":5,"review":12,"scoring":"speed","streak_bonus":false,"change_of_mind":false,"in_thread":false},"seed":18446744073709551615}'),
    (1772560800000, 2, 1772560860000, 200, '{"v":2,"event":"left","member":200}');
