-- What a look of `verify` found of a file of the archive that is, or was, not as it was filed: the last look at it counts. What is
-- delivered and was seen to have another content at its target is found by an index of its own.

CREATE TABLE file_looks (
  path    TEXT PRIMARY KEY,
  month   TEXT NOT NULL,
  -- null: in order, after it had not been
  problem TEXT CHECK (problem IN ('absent', 'altered', 'unreadable')),
  at      TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX file_looks_by_month ON file_looks (month, problem, at);
-- an audit's word on a file that a look found not in order
CREATE INDEX audit_findings_by_path ON audit_findings (audit_id, path) WHERE path IS NOT NULL;
CREATE INDEX deliveries_altered ON deliveries (month) WHERE recheck = 'altered';
