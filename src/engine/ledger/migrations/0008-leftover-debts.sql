-- Where temporary files may lie that nobody will finish: a debt, until somebody was there and took them away.

CREATE TABLE leftover_debts (
  -- as roots are opened: archive, import, cancelled, guardados
  root       TEXT NOT NULL,
  -- of the archive; empty: the whole root
  month      TEXT NOT NULL,
  since      TEXT NOT NULL,
  -- nothing is left of what began before this instant; a debt is open while that is before its reason
  cleared_up_to TEXT,
  PRIMARY KEY (root, month)
) STRICT, WITHOUT ROWID;
