-- What is done at times: one row a line of the schedule, and one row a due time that somebody has come upon. Whoever watches the workspace
-- looks, in whatever process; the rows say who was first.

CREATE TABLE schedules (
  id           INTEGER PRIMARY KEY,
  -- a row of SCHEDULED_WORKS in src/shared/schedule.ts; work that this version does not know stays as it is
  work         TEXT NOT NULL,
  -- JSON as scheduleRuleSchema
  rule         TEXT NOT NULL,
  -- so many companies alone; null: all
  companies    INTEGER CHECK (companies > 0),
  created_at   TEXT NOT NULL,
  paused_at    TEXT,
  removed_at   TEXT,
  -- what was due until then has its row in schedule_runs
  looked_until TEXT NOT NULL
) STRICT;

CREATE TABLE schedule_runs (
  id          INTEGER PRIMARY KEY,
  schedule_id INTEGER NOT NULL REFERENCES schedules (id),
  due_at      TEXT NOT NULL,
  -- due times before this one that it stands for as well
  missed      INTEGER NOT NULL DEFAULT 0,
  -- nobody was there at its time
  late        INTEGER NOT NULL DEFAULT 0 CHECK (late IN (0, 1)),
  by_hand     INTEGER NOT NULL DEFAULT 0 CHECK (by_hand IN (0, 1)),
  state       TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'complete', 'stopped', 'failed', 'interrupted', 'passed-over')),
  attempts    INTEGER NOT NULL DEFAULT 0,
  -- not before this instant, after a failure that may end otherwise
  not_before  TEXT,
  started_at  TEXT,
  ended_at    TEXT,
  -- row of jobs, where it has begun one
  job_id      INTEGER,
  -- envelope of the error that ended it
  error       TEXT,
  UNIQUE (schedule_id, due_at),
  CHECK ((ended_at IS NULL) = (state IN ('waiting', 'running')))
) STRICT;
CREATE INDEX schedule_runs_open ON schedule_runs (schedule_id) WHERE ended_at IS NULL;
