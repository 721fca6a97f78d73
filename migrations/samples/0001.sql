-- One row or more of every table, as version 1 writes them: later migrations run over these.

INSERT INTO content_versions (version, kind, id, body) VALUES
    (1, 'fact', 'F76-01', '{"id":"F76-01","text":"On the EC2 launch type you run the hosts.","standing":"chapter","confidence":"read","verified":"2026-11-01","source":{"title":"Amazon ECS","url":"https://docs.aws.amazon.com/ecs/"}}'),
    (2, 'question', 'q76-sample', '{"id":"q76-sample","section":76,"concepts":["ecs-ec2-launch-type"],"domain":2,"difficulty":1,"stem":"Who runs the hosts?","facts":["F76-01"],"misconceptions":[],"review":null,"options":[{"text":"You","key":true,"why":"On EC2 you do.","facts":["F76-01"]},{"text":"Nobody","key":false,"why":"Somebody does.","facts":[]}]}');

INSERT INTO guilds (guild_id, channel_id, post_minute, zone, weekdays, mention_role, discussion, manager_id,
                    set_up_at, next_day, next_due, paused_at, pause_reason, tell_manager, left_at) VALUES
    (42, 7, 540, 'Europe/Berlin', 127, 5, 1, 1, 1772366400000, '2026-03-04', 1772611200000, NULL, NULL, 0, NULL),
    (43, 8, 0, 'UTC', 1, NULL, 0, 1, 1772366400000, NULL, NULL, 1772438400000,
     '{"why":"missing-permissions","permissions":["Send Messages"]}', 1, NULL),
    -- An id with the highest bit set.
    (-9223372036854775808, 9, 1439, 'Asia/Kolkata', 31, NULL, 1, 2, 1772366400000, NULL, NULL, NULL, NULL, 0, 1772438400000);

INSERT INTO dailies (daily_id, guild_id, day, state, version, option_order, channel_id, message_id, thread_id,
                     discussion, planned_at, due_at, attempts, opened_at, closes_at, neutral_reason) VALUES
    (1, 42, '2026-02-27', 'unposted', 2, '[0,1]', 7, NULL, NULL, 'wanted', 1772179200000, 1772179200000, 3, NULL, 1772265600000, NULL),
    (2, 42, '2026-02-28', 'closed', 2, '[1,0]', 7, 900, 901, 'open', 1772265600000, 1772352000000, 0, 1772265600000, 1772352000000, 'outage'),
    (3, 42, '2026-03-02', 'closing', 2, '[0,1]', 7, 902, NULL, 'refused', 1772438400000, 1772524800000, 1, 1772438400000, 1772524800000, NULL),
    (4, 42, '2026-03-03', 'open', 2, '[1,0]', 7, 903, NULL, 'wanted', 1772524800000, 1772611200000, 0, 1772524800000, 1772611200000, NULL),
    (5, 43, '2026-03-02', 'planned', 2, '[0,1]', 8, NULL, NULL, 'unwanted', 1772438400000, 1772438400000, 0, NULL, 1772524800000, NULL);

INSERT INTO answers (daily_id, member_id, selection, is_right, answered_at, streak, milestone, celebrate) VALUES
    (2, 100, 2, 1, 1772269200000, 1, NULL, 0),
    (3, 100, 1, 1, 1772442000000, 2, NULL, 0),
    (4, 100, 1, 0, 1772528400000, 3, 3, 1);

INSERT INTO streaks (guild_id, member_id, current, longest, freezes, last_day, answered, right_n) VALUES
    (42, 100, 3, 3, 1, '2026-03-03', 3, 2);

INSERT INTO pauses (guild_id, member_id, from_day, to_day) VALUES (42, 200, '2026-03-02', '2026-03-05');

INSERT INTO asked (guild_id, question_id, day) VALUES (42, 'q76-sample', '2026-03-03');

INSERT INTO concept_records (guild_id, concept_id, right_n, answered) VALUES (42, 'ecs-ec2-launch-type', 2, 3);

INSERT INTO practices (practice_id, guild_id, member_id, topic, difficulty, number, version, option_order,
                       selection, answered, right_n, started_at, ended_at) VALUES
    (1, 42, 100, 'ecs-ec2-launch-type', 1, 2, 2, '[1,0]', 2, 2, 1, 1772442000000, 1772445600000),
    (2, 42, 200, NULL, NULL, 1, 2, '[0,1]', NULL, 0, 0, 1772442000000, NULL);

INSERT INTO practice_seen (member_id, question_id, times, seen_at) VALUES (100, 'q76-sample', 2, 1772442000000);

INSERT INTO presence (one, seen_at) VALUES (1, 1772528400000);

INSERT INTO outages (from_at, until_at) VALUES (1772269200000, 1772272800000);
