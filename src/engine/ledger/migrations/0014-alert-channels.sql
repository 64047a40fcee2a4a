-- Which channels there are is said by the program (`ALERT_CHANNELS`): a list of its own here would refuse the next one.

CREATE TABLE sends_of_any_channel (
  alert_id   INTEGER NOT NULL REFERENCES alerts (id),
  channel    TEXT NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed', 'held')),
  attempts   INTEGER NOT NULL DEFAULT 0,
  not_before TEXT,
  error      TEXT,
  at         TEXT NOT NULL,
  PRIMARY KEY (alert_id, channel)
) STRICT, WITHOUT ROWID;
INSERT INTO sends_of_any_channel (alert_id, channel, state, attempts, not_before, error, at)
  SELECT alert_id, channel, state, attempts, not_before, error, at FROM alert_sends;
DROP TABLE alert_sends;
ALTER TABLE sends_of_any_channel RENAME TO alert_sends;
CREATE INDEX alert_sends_waiting ON alert_sends (channel, alert_id) WHERE state = 'waiting';
CREATE INDEX alert_sends_ended ON alert_sends (channel, at) WHERE state IN ('sent', 'failed');
