-- Every long work of whatever kind, one row an attempt: what was asked for, how far it is, how it ended. Who is at work is said by the
-- lock of its kind; what the kind itself keeps of it is a row of its own table, `subject`.

CREATE TABLE jobs (
  id         INTEGER PRIMARY KEY,
  -- a row of JOBS in src/shared/jobs.ts; a kind that this version does not know stays as it is
  kind       TEXT NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('running', 'paused', 'stopped', 'failed', 'interrupted', 'complete')),
  -- JSON, as the kind was asked
  asked      TEXT NOT NULL,
  subject    INTEGER,
  -- JSON as jobProgressSchema; null before anything was told
  progress   TEXT,
  started_at TEXT NOT NULL,
  ended_at   TEXT,
  -- envelope of the error that ended it
  error      TEXT,
  CHECK ((ended_at IS NULL) = (state IN ('running', 'paused')))
) STRICT;
CREATE INDEX jobs_by_kind ON jobs (kind, id);
CREATE INDEX jobs_open ON jobs (kind) WHERE ended_at IS NULL;
