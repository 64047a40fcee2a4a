-- Shares that fail: their health over time, alerts, pages that wait for the archive, deliveries looked at again.

-- One look at a root. Thinned out and bounded by its writer.
CREATE TABLE share_samples (
  id         INTEGER PRIMARY KEY,
  root       TEXT NOT NULL,
  at         TEXT NOT NULL,
  latency_ms REAL,
  free_bytes INTEGER,
  code       TEXT,
  CHECK ((latency_ms IS NULL) = (code IS NOT NULL))
) STRICT;
CREATE INDEX share_samples_by_root ON share_samples (root, at);

ALTER TABLE share_events ADD COLUMN location TEXT;
CREATE INDEX share_events_by_root ON share_events (root, at);

CREATE TABLE alerts (
  id       INTEGER PRIMARY KEY,
  at       TEXT NOT NULL,
  kind     TEXT NOT NULL,
  severity TEXT NOT NULL CHECK (severity IN ('info', 'warning', 'critical')),
  root     TEXT,
  title    TEXT NOT NULL,
  text     TEXT NOT NULL,
  screen   TEXT NOT NULL,
  read_at  TEXT
) STRICT;
CREATE INDEX alerts_unread ON alerts (id) WHERE read_at IS NULL;
CREATE INDEX alerts_by_kind ON alerts (kind, root);

-- What was to leave on a channel, and whether it did. At most one sending per alert and channel.
CREATE TABLE alert_sends (
  alert_id   INTEGER NOT NULL REFERENCES alerts (id),
  channel    TEXT NOT NULL CHECK (channel IN ('desktop', 'email', 'webhook')),
  state      TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed', 'held')),
  attempts   INTEGER NOT NULL DEFAULT 0,
  not_before TEXT,
  error      TEXT,
  at         TEXT NOT NULL,
  PRIMARY KEY (alert_id, channel)
) STRICT, WITHOUT ROWID;
CREATE INDEX alert_sends_waiting ON alert_sends (channel, alert_id) WHERE state = 'waiting';
CREATE INDEX alert_sends_ended ON alert_sends (channel, at) WHERE state IN ('sent', 'failed');

-- What holds for all alerts: muted_until.
CREATE TABLE alert_state (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Pages that SIEG has given and that wait for the archive, in the order of their coming.
CREATE TABLE spool (
  id      INTEGER PRIMARY KEY,
  file    TEXT NOT NULL UNIQUE,
  sha256  TEXT NOT NULL,
  bytes   INTEGER NOT NULL,
  batch   TEXT NOT NULL,
  at      TEXT NOT NULL
) STRICT;

-- A delivered file read back once more. Its absence proves nothing: the BI program takes files away (invariant 5).
ALTER TABLE deliveries ADD COLUMN rechecked_at TEXT;
ALTER TABLE deliveries ADD COLUMN recheck TEXT CHECK (recheck IN ('same', 'absent', 'altered'));
CREATE INDEX deliveries_waiting ON deliveries (destination_id, enqueued_at) WHERE state IN ('pending', 'copying', 'failed');
CREATE INDEX deliveries_conflicts ON deliveries (destination_id) WHERE state = 'conflict';
CREATE INDEX deliveries_delivered ON deliveries (id) WHERE state = 'delivered';
