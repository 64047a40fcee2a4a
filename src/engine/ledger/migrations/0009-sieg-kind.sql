-- Under which of its kinds SIEG handed a document out: bills for electricity or communication come as NFe, and count there as such.

ALTER TABLE documents ADD COLUMN sieg_kind TEXT;
UPDATE documents SET sieg_kind = coalesce((SELECT r.kind FROM requests r WHERE r.id = documents.request_id),
    CASE WHEN kind IN ('NFe', 'CTe', 'NFSe', 'NFCe', 'CFe') THEN kind END)
  WHERE sieg_day IS NOT NULL;
DROP INDEX documents_by_sieg_day;
CREATE INDEX documents_by_sieg_day ON documents (sieg_kind, sieg_day);
