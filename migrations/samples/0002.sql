-- One row or more of every table that version 2 adds or changes, as it writes them.

INSERT INTO practices (practice_id, guild_id, member_id, style, topic, other_topic, difficulty, number, version, drill,
                       option_order, selection, answered, right_n, started_at, ended_at) VALUES
    (3, 42, 100, 'cues', 'fargate', NULL, NULL, 1, NULL,
     '{"id":"drill-fargate","section":76,"concepts":["fargate"],"domain":0,"difficulty":1,"stem":"“serverless containers”","facts":["F76-01"],"options":[{"text":"AWS Fargate","key":true,"why":"AWS runs the hosts.","facts":["F76-01"]},{"text":"EC2 launch type","why":"You run the hosts.","facts":[]}]}',
     '[1,0]', NULL, 0, 0, 1772442000000, NULL),
    (4, 42, 100, 'scenario', 'fargate', 'ecs-ec2-launch-type', NULL, 1, 2, NULL, '[1,0]', NULL, 0, 0, 1772442000000, NULL);
