-- What a municipal NFS-e says besides, the shape of what is not read, and the batches that read archived bytes again. An unread or
-- undated document never again stands for one that SIEG counted (invariant 11). Frozen: a change is a new migration.

CREATE TABLE municipal_notes (
  document_id  INTEGER PRIMARY KEY REFERENCES documents (id),
  layout       TEXT NOT NULL,
  -- IBGE code of the issuing municipality; added when a later copy states it
  municipality TEXT,
  hint         TEXT,
  registration TEXT,
  issuer       TEXT,
  number       TEXT NOT NULL,
  -- capitals and digits only
  verification TEXT,
  taker        TEXT,
  competence   TEXT,
  net_cents    INTEGER,
  iss_withheld INTEGER CHECK (iss_withheld IN (0, 1)),
  rps_number   TEXT,
  rps_series   TEXT
) STRICT;
CREATE INDEX municipal_notes_by_issuer ON municipal_notes (issuer, number);

CREATE TABLE unread_shapes (
  document_id INTEGER PRIMARY KEY REFERENCES documents (id),
  -- local names of the file's first elements, a space between
  shape       TEXT NOT NULL
) STRICT;

CREATE INDEX documents_unread ON documents (month) WHERE form = 'unread';

-- what refers to a document that makes way for another
CREATE INDEX pass_documents_by_document ON pass_documents (document_id);
CREATE INDEX recovery_items_by_document ON recovery_items (document_id) WHERE document_id IS NOT NULL;

UPDATE documents SET sieg_day = NULL WHERE form = 'unread' OR issue_day IS NULL;

-- Archived bytes of unread documents read again; each batch can be undone.
CREATE TABLE rereads (
  id         INTEGER PRIMARY KEY,
  -- which reader: a later one is worth another look
  reader     INTEGER NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('open', 'done', 'undone')),
  -- the last document that was looked at: where a batch that was killed goes on
  cursor     INTEGER NOT NULL DEFAULT 0,
  started_at TEXT NOT NULL,
  ended_at   TEXT,
  undone_at  TEXT
) STRICT;

CREATE TABLE reread_items (
  id          INTEGER PRIMARY KEY,
  reread_id   INTEGER NOT NULL REFERENCES rereads (id),
  -- no reference: a merged row is there no longer
  document_id INTEGER NOT NULL,
  outcome     TEXT NOT NULL CHECK (outcome IN ('read', 'merged', 'split', 'unread', 'gone')),
  -- by which it was known before
  identity    TEXT NOT NULL,
  -- the rows as they were, as JSON; null where nothing was changed
  before      TEXT,
  state       TEXT NOT NULL CHECK (state IN ('applied', 'undone', 'kept'))
) STRICT;
CREATE INDEX reread_items_by_batch ON reread_items (reread_id, id);
