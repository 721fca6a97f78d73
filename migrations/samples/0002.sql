-- One row or more of every table that version 2 adds or changes, as it writes them.

INSERT INTO practices (practice_id, guild_id, member_id, style, topic, other_topic, difficulty, number, version, drill,
                       option_order, selection, answered, right_n, started_at, ended_at) VALUES
    (3, 42, 100, 'cues', 'fargate', NULL, NULL, 1, NULL,
     '{"id":"drill-fargate","section":76,"concepts":["fargate"],"domain":0,"difficulty":1,"stem":"“serverless containers”","facts":["F76-01"],"options":[{"text":"AWS Fargate","key":true,"why":"AWS runs the hosts.","facts":["F76-01"]},{"text":"EC2 launch type","why":"You run the hosts.","facts":[]}]}',
     '[1,0]', NULL, 0, 0, 1772442000000, NULL),
    (4, 42, 100, 'scenario', 'fargate', 'ecs-ec2-launch-type', NULL, 1, 2, NULL, '[1,0]', NULL, 0, 0, 1772442000000, NULL);

INSERT INTO practice_answers (practice_id, number, guild_id, member_id, version, option_order, selection, is_right,
                              verdict, told, answered_at) VALUES
    (4, 1, 42, 100, 2, '[1,0]', 2, 1, 1, 0, 1772442000000);

INSERT INTO corrections (correction_id, question_id, version, noticed_at, daily_id, member_id, done_at) VALUES
    (1, 'q76-sample', 2, 1772442000000, 3, 100, NULL),
    (2, 'q76-sample', 2, 1772442000000, 4, NULL, 1772442000000);

INSERT INTO corrected_answers (guild_id, member_id, daily_id, verdict, told) VALUES (42, 100, 4, 1, 0);

UPDATE dailies SET corrected_at = 1772442000000 WHERE daily_id = 2;

INSERT INTO reports (report_id, guild_id, member_id, version, text, reported_at, dismissed_at) VALUES
    (1, 42, 100, 2, 'B is right as well.', 1772442000000, NULL),
    (2, 42, 200, 2, 'A typo in the stem.', 1772442000000, 1772445600000);
