-- Audits and what they found, what is known of the files on disk, the old system's evidence, recoveries.

CREATE TABLE audits (
  id         INTEGER PRIMARY KEY,
  scope      TEXT NOT NULL,
  read_all   INTEGER NOT NULL CHECK (read_all IN (0, 1)),
  started_at TEXT NOT NULL,
  ended_at   TEXT,
  outcome    TEXT CHECK (outcome IN ('complete', 'stopped', 'failed', 'interrupted')),
  figures    TEXT NOT NULL,
  -- envelope of the error that ended it
  error      TEXT
) STRICT;

CREATE TABLE audit_findings (
  id         INTEGER PRIMARY KEY,
  audit_id   INTEGER NOT NULL REFERENCES audits (id),
  category   TEXT NOT NULL,
  identity   TEXT,
  company_id INTEGER REFERENCES companies (id),
  kind       TEXT,
  month      TEXT,
  root       TEXT,
  path       TEXT,
  size       INTEGER,
  -- what the sentence for people is made of
  detail     TEXT NOT NULL
) STRICT;
CREATE INDEX audit_findings_by_audit ON audit_findings (audit_id, category, company_id);
CREATE INDEX audit_findings_by_identity ON audit_findings (audit_id, identity) WHERE identity IS NOT NULL;

-- A file of the archive as an audit last read it. Unchanged size and time: not read again.
CREATE TABLE disk_files (
  path        TEXT PRIMARY KEY,
  size        INTEGER NOT NULL,
  modified_ms REAL NOT NULL,
  sha256      TEXT,
  -- what its content says it is, for a file that is not filed under this path; null where it cannot be read
  content     TEXT,
  -- what stood against reading it: code and sentence
  problem     TEXT,
  read_at     TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A folder of the archive in which every XML is filed, whole and where it belongs, as an audit last found it.
CREATE TABLE disk_folders (
  path    TEXT PRIMARY KEY,
  -- of names, sizes and times of its own files
  digest  TEXT NOT NULL,
  -- of what the ledger and the companies said of them
  stamp   TEXT NOT NULL,
  -- how many of its files are XML, and how many are not
  xml     INTEGER NOT NULL,
  other   INTEGER NOT NULL,
  read_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A file of the system before this one, as it was last read.
CREATE TABLE legacy_files (
  id          INTEGER PRIMARY KEY,
  sort        TEXT NOT NULL CHECK (sort IN ('state', 'transaction', 'log', 'report', 'archive')),
  location    TEXT NOT NULL UNIQUE,
  size        INTEGER NOT NULL,
  modified_ms REAL NOT NULL,
  problem     TEXT,
  read_at     TEXT NOT NULL
) STRICT;

-- What those files say of a document. handed-over: a completed transaction names it. processed: a state file claims it, which proves nothing.
CREATE TABLE legacy_claims (
  identity TEXT NOT NULL,
  claim    TEXT NOT NULL CHECK (claim IN ('handed-over', 'cancellation-handed-over', 'processed')),
  file_id  INTEGER NOT NULL REFERENCES legacy_files (id),
  tax_id   TEXT,
  kind     TEXT,
  month    TEXT,
  target   TEXT,
  at       TEXT,
  PRIMARY KEY (identity, claim)
) STRICT, WITHOUT ROWID;

-- "Iniciando download individual de N chaves faltantes": how the old system lost them.
CREATE TABLE legacy_singles (
  id        INTEGER PRIMARY KEY,
  tax_id    TEXT NOT NULL,
  kind      TEXT,
  month     TEXT,
  documents INTEGER NOT NULL,
  at        TEXT,
  file_id   INTEGER NOT NULL REFERENCES legacy_files (id),
  line      INTEGER NOT NULL,
  UNIQUE (file_id, line)
) STRICT;

CREATE TABLE recoveries (
  id         INTEGER PRIMARY KEY,
  audit_id   INTEGER NOT NULL REFERENCES audits (id),
  state      TEXT NOT NULL CHECK (state IN ('planned', 'running', 'paused', 'stopped', 'interrupted', 'complete')),
  options    TEXT NOT NULL,
  -- for people: the archive, and as a JSON list the shares that it hands over to
  source     TEXT NOT NULL,
  targets    TEXT NOT NULL,
  log        TEXT,
  -- how much of the log is true: a killed process may have written more
  log_bytes  INTEGER NOT NULL DEFAULT 0,
  created_at TEXT NOT NULL,
  started_at TEXT,
  ended_at   TEXT,
  -- time at work, over all interruptions
  worked_ms  INTEGER NOT NULL DEFAULT 0,
  error      TEXT
) STRICT;

CREATE TABLE recovery_items (
  id          INTEGER PRIMARY KEY,
  recovery_id INTEGER NOT NULL REFERENCES recoveries (id),
  action      TEXT NOT NULL CHECK (action IN ('deliver', 'fetch')),
  category    TEXT NOT NULL,
  identity    TEXT NOT NULL,
  document_id INTEGER REFERENCES documents (id),
  event_id    INTEGER REFERENCES events (id),
  company_id  INTEGER REFERENCES companies (id),
  kind        TEXT,
  month       TEXT,
  source_path TEXT,
  target_path TEXT,
  size        INTEGER,
  sha256      TEXT,
  state       TEXT NOT NULL CHECK (state IN
    ('planned', 'excluded', 'waiting', 'delivered', 'same', 'fetched', 'conflict', 'failed', 'unavailable')),
  delivery_id INTEGER REFERENCES deliveries (id),
  -- this recovery has put the delivery into the outbox: it may take it back
  enqueued    INTEGER NOT NULL DEFAULT 0 CHECK (enqueued IN (0, 1)),
  -- under which day SIEG hands a document out that is to be fetched
  issue_day   TEXT,
  -- failures of this recovery that were the file's own, and up to which attempt of the delivery they are counted
  tries       INTEGER NOT NULL DEFAULT 0,
  attempts    INTEGER NOT NULL DEFAULT 0,
  error_code  TEXT,
  settled_at  TEXT,
  UNIQUE (recovery_id, action, identity)
) STRICT;
CREATE INDEX recovery_items_by_state ON recovery_items (recovery_id, state, action);
CREATE INDEX recovery_items_by_delivery ON recovery_items (delivery_id) WHERE delivery_id IS NOT NULL;

-- Retroactive corrections: proposed with their evidence, applied and undone as a batch, each step in the journal.
CREATE TABLE corrections (
  id          INTEGER PRIMARY KEY,
  audit_id    INTEGER NOT NULL REFERENCES audits (id),
  state       TEXT NOT NULL CHECK (state IN ('proposed', 'applied', 'undone', 'dropped')),
  proposed_at TEXT NOT NULL,
  applied_at  TEXT,
  undone_at   TEXT
) STRICT;

CREATE TABLE correction_items (
  id            INTEGER PRIMARY KEY,
  correction_id INTEGER NOT NULL REFERENCES corrections (id),
  -- refile: a misfiled document goes where its content says; adopt: a stray becomes a document of the ledger, where it lies
  action        TEXT NOT NULL CHECK (action IN ('refile', 'adopt')),
  identity      TEXT NOT NULL,
  filing_id     INTEGER REFERENCES filings (id),
  from_path     TEXT NOT NULL,
  to_path       TEXT NOT NULL,
  sha256        TEXT NOT NULL,
  why           TEXT NOT NULL,
  state         TEXT NOT NULL CHECK (state IN ('proposed', 'applied', 'undone', 'failed')),
  error_code    TEXT,
  UNIQUE (correction_id, from_path)
) STRICT;

-- Whether the content was written by the delivery or stood there already, equal.
ALTER TABLE deliveries ADD COLUMN placement TEXT CHECK (placement IN ('placed', 'same'));

-- Promises may also come from the old system's reports, without a run.
DROP VIEW missing_documents;
CREATE TABLE expectations_3 (
  id         INTEGER PRIMARY KEY,
  identity   TEXT NOT NULL,
  kind       TEXT NOT NULL,
  month      TEXT NOT NULL,
  company_id INTEGER REFERENCES companies (id),
  source     TEXT NOT NULL CHECK (source IN ('report', 'broken-file', 'summary', 'old-report')),
  issue_day  TEXT,
  run_id     INTEGER REFERENCES runs (id),
  at         TEXT NOT NULL,
  answer     TEXT,
  CHECK ((run_id IS NULL) = (source = 'old-report'))
) STRICT;
INSERT INTO expectations_3 SELECT id, identity, kind, month, company_id, source, issue_day, run_id, at, answer FROM expectations;
DROP TABLE expectations;
ALTER TABLE expectations_3 RENAME TO expectations;
CREATE UNIQUE INDEX expectations_once ON expectations (identity, coalesce(company_id, 0), source);
CREATE INDEX expectations_by_month ON expectations (month, kind);
CREATE VIEW missing_documents AS
  SELECT e.identity, e.kind, e.month, e.company_id, e.source, e.issue_day, e.answer, e.at
  FROM expectations e
  WHERE NOT EXISTS (SELECT 1 FROM documents d WHERE d.identity = e.identity);

-- Handed over: a verified delivery covers it, or a completed transaction of the system before this one names it.
CREATE VIEW handed_over_documents AS
  SELECT document_id FROM covered_documents
  UNION SELECT d.id FROM legacy_claims c JOIN documents d ON d.identity = c.identity WHERE c.claim = 'handed-over';

CREATE INDEX journal_by_subject ON journal (subject);
CREATE INDEX journal_by_time ON journal (at);
-- with all that audits ask of every row, which lies far from the last one in the table itself
CREATE INDEX filings_by_document ON filings (document_id, company_id);
CREATE INDEX documents_by_issuer ON documents (issuer, model, series, number, month, kind);
