-- Questions that SIEG left unanswered, the last answer of every report, where pages went empty, how far uploads are asked.

-- A question that SIEG kept failing on, until the same or a wider one is answered.
CREATE TABLE questions (
  id          INTEGER PRIMARY KEY,
  month       TEXT NOT NULL,
  run_id      INTEGER NOT NULL REFERENCES runs (id),
  operation   TEXT NOT NULL CHECK (operation IN ('count', 'page', 'events', 'report')),
  kind        TEXT,
  -- 'account', '<role>:<tax id>', or 'company:<tax id>' for a report, which knows no roles
  scope       TEXT NOT NULL,
  company_id  INTEGER REFERENCES companies (id),
  filter      TEXT NOT NULL CHECK (filter IN ('issue', 'upload', 'event')),
  event_type  TEXT,
  day_from    TEXT NOT NULL,
  day_to      TEXT NOT NULL,
  code        TEXT NOT NULL,
  reason      TEXT NOT NULL,
  at          TEXT NOT NULL,
  answered_at TEXT,
  answered_by INTEGER REFERENCES runs (id)
) STRICT;
CREATE INDEX questions_open ON questions (month, operation, scope) WHERE answered_at IS NULL;

-- What SIEG last answered to the question for a report; rows 0 is its word that there is nothing.
CREATE TABLE report_answers (
  company_id INTEGER NOT NULL REFERENCES companies (id),
  kind       TEXT NOT NULL,
  month      TEXT NOT NULL,
  rows       INTEGER NOT NULL,
  -- keys of the report that were not held when it came
  unheld     INTEGER NOT NULL,
  -- documents of its kind that the account was still short of when everybody's reports had been read; null: not known
  left_short INTEGER,
  -- read by a run that closed the month
  closing    INTEGER NOT NULL CHECK (closing IN (0, 1)),
  run_id     INTEGER NOT NULL REFERENCES runs (id),
  asked_at   TEXT NOT NULL,
  PRIMARY KEY (company_id, kind, month)
) STRICT, WITHOUT ROWID;
INSERT INTO report_answers (company_id, kind, month, rows, unheld, closing, run_id, asked_at)
  SELECT company_id, kind, month, rows, 0, 0, run_id, asked_at FROM reports;

-- Days of entry into the vault of which a run asked for everything, whatever its month of issue.
CREATE TABLE upload_days (
  run_id   INTEGER PRIMARY KEY REFERENCES runs (id),
  day_from TEXT NOT NULL,
  day_to   TEXT NOT NULL
) STRICT;

-- The offset at which a page came back empty, also when asked again, although more was promised.
ALTER TABLE passes ADD COLUMN empty_at INTEGER;
CREATE INDEX passes_gone_empty ON passes (scope, empty_at) WHERE empty_at > 0;

CREATE INDEX documents_by_request ON documents (request_id);

-- The sentences that the last ended run of each month kept of its open questions become rows.
INSERT INTO questions (month, run_id, operation, kind, scope, company_id, filter, event_type, day_from, day_to, code, reason, at)
  WITH told AS (
    SELECT r.id AS run_id, r.month, r.month || '-01' AS first, date(r.month || '-01', '+1 month', '-1 day') AS last,
      coalesce(r.ended_at, r.started_at) AS at, json_extract(u.value, '$.question') AS question,
      json_extract(u.value, '$.code') AS code, json_extract(u.value, '$.reason') AS reason
    FROM runs r, json_each(r.detail, '$.unanswered') u
    WHERE r.id IN (SELECT max(id) FROM runs WHERE detail IS NOT NULL AND json_extract(options, '$.recovery') IS NULL GROUP BY month)),
  kinds (kind) AS (VALUES ('NFe'), ('CTe'), ('NFSe'), ('NFCe'), ('CFe'))
  SELECT t.month, t.run_id, 'report', k.kind, 'company:' || c.tax_id, c.id, 'issue', NULL, t.first, t.last, t.code, t.reason, t.at
    FROM told t JOIN kinds k JOIN companies c ON t.question = 'Relatório de ' || k.kind || ' de ' || c.folder
  UNION ALL
  SELECT t.month, t.run_id, 'count', NULL, substr(t.question, 13), c.id, 'issue', NULL, t.first, t.last, t.code, t.reason, t.at
    FROM told t JOIN companies c ON t.question LIKE 'Contagem de %:' || c.tax_id
  UNION ALL
  SELECT t.month, t.run_id, 'events', k.kind, 'account', NULL, 'event', CASE k.kind WHEN 'NFSe' THEN NULL ELSE '110111' END,
      substr(t.question, -24, 10), substr(t.question, -11, 10), t.code, t.reason, t.at
    FROM told t JOIN kinds k ON t.question LIKE 'Cancelamentos de ' || k.kind || ' (%';
