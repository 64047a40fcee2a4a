-- What a party stands in is found between two documents, without going through all that it ever stood in.

DROP INDEX parties_by_tax_id;
CREATE INDEX parties_by_tax_id ON parties (tax_id, role, document_id);
