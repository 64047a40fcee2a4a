-- The one click: audit where that is needed, plan, execute. Which audit and which recovery belong to it, so that it can be gone on with.

CREATE TABLE whole_recoveries (
  id          INTEGER PRIMARY KEY,
  state       TEXT NOT NULL CHECK (state IN
    ('auditing', 'planning', 'recovering', 'planned', 'complete', 'stopped', 'interrupted', 'failed')),
  -- plan: it ends when there is a plan for a person to look at
  until       TEXT NOT NULL CHECK (until IN ('plan', 'end')),
  categories  TEXT NOT NULL,
  audit_id    INTEGER REFERENCES audits (id),
  recovery_id INTEGER REFERENCES recoveries (id),
  started_at  TEXT NOT NULL,
  ended_at    TEXT,
  error       TEXT
) STRICT;
