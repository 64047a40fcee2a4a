-- The month stands beside each filing too, kept by triggers, and one index gives a month's filings company by company: what a company
-- holds in a month, and what every company does, is read without going through all that it ever held. Promised keys likewise.
-- Frozen: a change is a new migration.

ALTER TABLE filings ADD COLUMN month TEXT;
UPDATE filings SET month = (SELECT d.month FROM documents d WHERE d.id = filings.document_id);
CREATE INDEX filings_by_month ON filings (month, company_id, document_id, direction);
CREATE TRIGGER filings_have_a_month AFTER INSERT ON filings BEGIN
  UPDATE filings SET month = (SELECT d.month FROM documents d WHERE d.id = NEW.document_id) WHERE id = NEW.id;
END;
CREATE TRIGGER filings_change_document AFTER UPDATE OF document_id ON filings BEGIN
  UPDATE filings SET month = (SELECT d.month FROM documents d WHERE d.id = NEW.document_id) WHERE id = NEW.id;
END;
CREATE TRIGGER filings_follow_month AFTER UPDATE OF month ON documents WHEN OLD.month IS NOT NEW.month BEGIN
  UPDATE filings SET month = NEW.month WHERE document_id = NEW.id;
END;
CREATE INDEX expectations_by_company ON expectations (month, company_id, kind, identity, source);
-- what an audit found in a month, of all companies or of one
CREATE INDEX audit_findings_by_month ON audit_findings (audit_id, month, company_id, category);
-- who has the file open: one that is not there any more never closed it
CREATE TABLE openings (
  token     TEXT PRIMARY KEY,
  pid       INTEGER NOT NULL,
  host      TEXT NOT NULL,
  -- which file: a copy has the note too
  place     TEXT NOT NULL,
  opened_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- checked_at: when the whole file was last looked through; suspect: what such a look found
CREATE TABLE upkeep (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
-- what SIEG said of one month
CREATE INDEX counts_by_days ON counts (filter, day_from, day_to, scope, kind);
CREATE INDEX report_answers_by_month ON report_answers (month);
CREATE INDEX reports_by_month ON reports (month);
-- whether a delivery covers a document is answered by the index alone
DROP INDEX deliveries_by_document;
CREATE INDEX deliveries_by_document ON deliveries (document_id, state, sha256);
