-- The first schema. Frozen: a change is a new migration. Every table is explained in docs/data.md.

CREATE TABLE companies (
  id          INTEGER PRIMARY KEY,
  tax_id      TEXT NOT NULL UNIQUE,
  folder      TEXT NOT NULL UNIQUE,
  code        TEXT,
  name        TEXT NOT NULL,
  active      INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
  imported_at TEXT NOT NULL
) STRICT;

CREATE TABLE runs (
  id         INTEGER PRIMARY KEY,
  month      TEXT NOT NULL,
  started_at TEXT NOT NULL,
  ended_at   TEXT,
  outcome    TEXT CHECK (outcome IN ('complete', 'gaps', 'stopped', 'failed', 'interrupted')),
  resumes    INTEGER REFERENCES runs (id),
  options    TEXT NOT NULL,
  detail     TEXT
) STRICT;

CREATE TABLE run_companies (
  run_id     INTEGER NOT NULL REFERENCES runs (id),
  company_id INTEGER NOT NULL REFERENCES companies (id),
  PRIMARY KEY (run_id, company_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE requests (
  id         INTEGER PRIMARY KEY,
  run_id     INTEGER NOT NULL REFERENCES runs (id),
  operation  TEXT NOT NULL CHECK (operation IN ('count', 'page', 'document', 'events', 'report')),
  kind       TEXT,
  query      TEXT NOT NULL,
  attempt    INTEGER NOT NULL,
  asked_at   TEXT NOT NULL,
  ended_at   TEXT,
  outcome    TEXT CHECK (outcome IN ('answered', 'nothing', 'failed', 'abandoned')),
  files      INTEGER,
  documents  INTEGER,
  novel      INTEGER,
  error_code TEXT
) STRICT;
CREATE INDEX requests_by_run ON requests (run_id, operation);
CREATE INDEX requests_open ON requests (run_id) WHERE outcome IS NULL;

-- One walk over the pages of one query. The cursor is good for this pass only.
CREATE TABLE passes (
  id         INTEGER PRIMARY KEY,
  run_id     INTEGER NOT NULL REFERENCES runs (id),
  scope      TEXT NOT NULL,
  kind       TEXT NOT NULL,
  filter     TEXT NOT NULL CHECK (filter IN ('issue', 'upload', 'event')),
  day_from   TEXT NOT NULL,
  day_to     TEXT NOT NULL,
  event_type TEXT,
  promised   INTEGER,
  state      TEXT NOT NULL CHECK (state IN ('open', 'complete', 'short')),
  next_skip  INTEGER NOT NULL DEFAULT 0,
  files      INTEGER NOT NULL DEFAULT 0,
  seen       INTEGER NOT NULL DEFAULT 0,
  opened_at  TEXT NOT NULL,
  touched_at TEXT NOT NULL
) STRICT;
CREATE INDEX passes_by_query ON passes (scope, kind, filter, day_from, day_to);

CREATE TABLE pass_documents (
  pass_id     INTEGER NOT NULL REFERENCES passes (id),
  document_id INTEGER NOT NULL REFERENCES documents (id),
  PRIMARY KEY (pass_id, document_id)
) STRICT, WITHOUT ROWID;

-- What SIEG said there is: one row per answer and kind.
CREATE TABLE counts (
  id       INTEGER PRIMARY KEY,
  run_id   INTEGER NOT NULL REFERENCES runs (id),
  scope    TEXT NOT NULL,
  kind     TEXT NOT NULL,
  filter   TEXT NOT NULL CHECK (filter IN ('issue', 'upload')),
  day_from TEXT NOT NULL,
  day_to   TEXT NOT NULL,
  count    INTEGER NOT NULL,
  derived  INTEGER NOT NULL DEFAULT 0 CHECK (derived IN (0, 1)),
  at       TEXT NOT NULL
) STRICT;
CREATE INDEX counts_by_query ON counts (scope, kind, filter, day_from, day_to);

CREATE TABLE documents (
  id              INTEGER PRIMARY KEY,
  identity        TEXT NOT NULL UNIQUE,
  access_key      TEXT,
  kind            TEXT NOT NULL,
  model           TEXT NOT NULL,
  form            TEXT NOT NULL CHECK (form IN ('processed', 'bare', 'unread')),
  number          TEXT,
  series          TEXT,
  issuer          TEXT,
  operation       TEXT,
  issued_at       TEXT,
  issue_day       TEXT,
  month           TEXT NOT NULL,
  total_cents     INTEGER,
  total_text      TEXT,
  protocol_status TEXT,
  digest          TEXT,
  environment     TEXT,
  replaces        TEXT,
  sha256          TEXT NOT NULL,
  size            INTEGER NOT NULL,
  source          TEXT NOT NULL CHECK (source IN ('page', 'single', 'events', 'folder', 'recovery')),
  request_id      INTEGER REFERENCES requests (id),
  archived_at     TEXT NOT NULL,
  -- the day under which SIEG handed the document out: the issue day, kept inside the window that was asked
  sieg_day        TEXT,
  findings        TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE INDEX documents_by_sieg_day ON documents (kind, sieg_day);
CREATE INDEX documents_by_month ON documents (month, kind);

CREATE TABLE parties (
  document_id INTEGER NOT NULL REFERENCES documents (id),
  role        TEXT NOT NULL,
  tax_id      TEXT NOT NULL,
  PRIMARY KEY (document_id, role, tax_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX parties_by_tax_id ON parties (tax_id, role);

-- Where a document lies in the archive, per client company (company_id NULL: no client company concerned).
CREATE TABLE filings (
  id          INTEGER PRIMARY KEY,
  document_id INTEGER NOT NULL REFERENCES documents (id),
  company_id  INTEGER REFERENCES companies (id),
  direction   TEXT NOT NULL,
  path        TEXT NOT NULL UNIQUE,
  sha256      TEXT NOT NULL,
  size        INTEGER NOT NULL,
  verified_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX filings_once ON filings (document_id, coalesce(company_id, 0), path);
CREATE INDEX filings_by_company ON filings (company_id);

CREATE TABLE events (
  id                INTEGER PRIMARY KEY,
  identity          TEXT NOT NULL UNIQUE,
  kind              TEXT NOT NULL,
  model             TEXT NOT NULL,
  document_identity TEXT NOT NULL,
  event_type        TEXT NOT NULL,
  sequence          INTEGER NOT NULL,
  status            TEXT,
  effect            TEXT NOT NULL,
  effective         INTEGER NOT NULL CHECK (effective IN (0, 1)),
  author            TEXT,
  issued_at         TEXT,
  month             TEXT NOT NULL,
  sha256            TEXT NOT NULL,
  size              INTEGER NOT NULL,
  source            TEXT NOT NULL,
  request_id        INTEGER REFERENCES requests (id),
  archived_at       TEXT NOT NULL
) STRICT;
CREATE INDEX events_by_document ON events (document_identity);
CREATE INDEX events_by_month ON events (month);

CREATE TABLE event_filings (
  id          INTEGER PRIMARY KEY,
  event_id    INTEGER NOT NULL REFERENCES events (id),
  company_id  INTEGER REFERENCES companies (id),
  path        TEXT NOT NULL UNIQUE,
  sha256      TEXT NOT NULL,
  size        INTEGER NOT NULL,
  verified_at TEXT NOT NULL
) STRICT;
CREATE INDEX event_filings_by_event ON event_filings (event_id);

CREATE TABLE destinations (
  id       INTEGER PRIMARY KEY,
  name     TEXT NOT NULL UNIQUE,
  location TEXT NOT NULL,
  layout   TEXT NOT NULL
) STRICT;

-- The outbox. Delivered means: size, hash and the time of the read-back at the target are known (invariant 1).
CREATE TABLE deliveries (
  id             INTEGER PRIMARY KEY,
  destination_id INTEGER NOT NULL REFERENCES destinations (id),
  document_id    INTEGER REFERENCES documents (id),
  event_id       INTEGER REFERENCES events (id),
  source_path    TEXT NOT NULL,
  target_path    TEXT NOT NULL,
  content_sha256 TEXT NOT NULL,
  replaces       TEXT,
  month          TEXT NOT NULL,
  state          TEXT NOT NULL CHECK (state IN ('pending', 'copying', 'delivered', 'conflict', 'failed', 'superseded')),
  attempts       INTEGER NOT NULL DEFAULT 0,
  not_before     TEXT,
  size           INTEGER,
  sha256         TEXT,
  verified_at    TEXT,
  found_sha256   TEXT,
  error_code     TEXT,
  enqueued_at    TEXT NOT NULL,
  CHECK ((document_id IS NULL) <> (event_id IS NULL)),
  CHECK (state <> 'delivered' OR (size IS NOT NULL AND sha256 IS content_sha256 AND verified_at IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX deliveries_once ON deliveries (destination_id, target_path, content_sha256);
CREATE INDEX deliveries_open ON deliveries (state, month, id) WHERE state IN ('pending', 'copying', 'failed');
CREATE INDEX deliveries_by_month ON deliveries (month, state, document_id);
CREATE INDEX deliveries_by_document ON deliveries (document_id);
CREATE INDEX deliveries_by_event ON deliveries (event_id);

-- Keys that a report, a broken file or a person promised. Missing = promised and not held.
CREATE TABLE expectations (
  id         INTEGER PRIMARY KEY,
  identity   TEXT NOT NULL,
  kind       TEXT NOT NULL,
  month      TEXT NOT NULL,
  company_id INTEGER REFERENCES companies (id),
  source     TEXT NOT NULL CHECK (source IN ('report', 'broken-file', 'summary')),
  issue_day  TEXT,
  run_id     INTEGER NOT NULL REFERENCES runs (id),
  at         TEXT NOT NULL,
  -- what SIEG answered to the last single fetch, when it did not bring the document
  answer     TEXT
) STRICT;
CREATE UNIQUE INDEX expectations_once ON expectations (identity, coalesce(company_id, 0), source);
CREATE INDEX expectations_by_month ON expectations (month, kind);

CREATE TABLE reports (
  id         INTEGER PRIMARY KEY,
  company_id INTEGER NOT NULL REFERENCES companies (id),
  kind       TEXT NOT NULL,
  month      TEXT NOT NULL,
  rows       INTEGER NOT NULL,
  rows_hash  TEXT NOT NULL,
  path       TEXT NOT NULL,
  sha256     TEXT NOT NULL,
  run_id     INTEGER NOT NULL REFERENCES runs (id),
  asked_at   TEXT NOT NULL,
  UNIQUE (company_id, kind, month)
) STRICT;

-- Bytes that are no live document but are never thrown away: refused, summary, voided, variant, original.
CREATE TABLE kept_files (
  id         INTEGER PRIMARY KEY,
  sha256     TEXT NOT NULL,
  category   TEXT NOT NULL CHECK (category IN ('refused', 'summary', 'voided', 'variant', 'original')),
  code       TEXT,
  reason     TEXT NOT NULL,
  identity   TEXT,
  situation  TEXT,
  path       TEXT NOT NULL,
  request_id INTEGER REFERENCES requests (id),
  at         TEXT NOT NULL,
  UNIQUE (sha256, category)
) STRICT;
CREATE INDEX kept_by_identity ON kept_files (identity);

CREATE TABLE failures (
  id         INTEGER PRIMARY KEY,
  run_id     INTEGER REFERENCES runs (id),
  company_id INTEGER REFERENCES companies (id),
  subject    TEXT NOT NULL,
  class      TEXT NOT NULL,
  code       TEXT NOT NULL,
  message    TEXT NOT NULL,
  attempts   INTEGER NOT NULL,
  at         TEXT NOT NULL
) STRICT;

CREATE TABLE share_events (
  id     INTEGER PRIMARY KEY,
  root   TEXT NOT NULL,
  state  TEXT NOT NULL,
  code   TEXT,
  detail TEXT,
  at     TEXT NOT NULL
) STRICT;

CREATE TABLE journal (
  id      INTEGER PRIMARY KEY,
  at      TEXT NOT NULL,
  actor   TEXT NOT NULL,
  action  TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail  TEXT NOT NULL
) STRICT;
CREATE TRIGGER journal_never_updated BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_never_deleted BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TABLE locks (
  name         TEXT PRIMARY KEY,
  token        TEXT NOT NULL,
  pid          INTEGER NOT NULL,
  host         TEXT NOT NULL,
  taken_at     TEXT NOT NULL,
  heartbeat_ms INTEGER NOT NULL
) STRICT;

-- A document is covered when a verified delivery of its present content exists (invariants 1 and 5).
CREATE VIEW covered_documents AS
  SELECT DISTINCT d.id AS document_id
  FROM documents d JOIN deliveries v ON v.document_id = d.id
  WHERE v.state = 'delivered' AND v.sha256 = d.sha256;

CREATE VIEW missing_documents AS
  SELECT e.identity, e.kind, e.month, e.company_id, e.source, e.issue_day, e.answer, e.at
  FROM expectations e
  WHERE NOT EXISTS (SELECT 1 FROM documents d WHERE d.identity = e.identity);
