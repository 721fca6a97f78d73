-- One row or more of every table, that version 3 adds or changes, as it writes them.

INSERT INTO erased_answers (daily_id, selection, n) VALUES (2, 1, 3);
INSERT INTO unlisted (guild_id, member_id) VALUES (42, 100);
