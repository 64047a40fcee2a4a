-- Corrections put moved files back, of documents and of events, and say what they leave out and why.

CREATE TABLE correction_items_4 (
  id              INTEGER PRIMARY KEY,
  correction_id   INTEGER NOT NULL REFERENCES corrections (id),
  -- refile: a misfiled file goes where its content says, and its filing with it; put-back: a moved or renamed file goes back to where
  -- it is filed; adopt: a stray becomes a document of the ledger, where it lies
  action          TEXT NOT NULL CHECK (action IN ('refile', 'put-back', 'adopt')),
  identity        TEXT,
  filing_id       INTEGER REFERENCES filings (id),
  event_filing_id INTEGER REFERENCES event_filings (id),
  from_path       TEXT NOT NULL,
  to_path         TEXT NOT NULL,
  sha256          TEXT,
  why             TEXT NOT NULL,
  -- left-out: cannot be proposed, and error_code says why
  state           TEXT NOT NULL CHECK (state IN ('proposed', 'applied', 'undone', 'failed', 'left-out')),
  error_code      TEXT,
  UNIQUE (correction_id, from_path),
  CHECK (state = 'left-out' AND error_code IS NOT NULL OR state <> 'left-out' AND identity IS NOT NULL AND sha256 IS NOT NULL)
) STRICT;
INSERT INTO correction_items_4 SELECT id, correction_id, action, identity, filing_id, NULL, from_path, to_path, sha256, why, state, error_code
  FROM correction_items;
DROP TABLE correction_items;
ALTER TABLE correction_items_4 RENAME TO correction_items;
