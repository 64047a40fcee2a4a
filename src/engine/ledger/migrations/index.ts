import migration0001 from './0001-initial.sql?raw';
import migration0002 from './0002-shares.sql?raw';
import migration0003 from './0003-audit.sql?raw';
import migration0004 from './0004-questions.sql?raw';
import migration0005 from './0005-municipal.sql?raw';
import migration0006 from './0006-corrections.sql?raw';
import migration0007 from './0007-whole-recovery.sql?raw';
import migration0008 from './0008-leftover-debts.sql?raw';
import migration0009 from './0009-sieg-kind.sql?raw';
import migration0010 from './0010-unnamed-rows.sql?raw';
import migration0011 from './0011-months-of-filings.sql?raw';
import migration0012 from './0012-parties-by-document.sql?raw';
import migration0013 from './0013-file-looks.sql?raw';
import migration0014 from './0014-alert-channels.sql?raw';
import migration0015 from './0015-jobs.sql?raw';
import migration0016 from './0016-schedules.sql?raw';

export interface Migration {
  readonly version: number;
  readonly sql: string;
}

/** In order, numbered from 1, never edited after release. */
export const MIGRATIONS: readonly Migration[] = [
  { version: 1, sql: migration0001 },
  { version: 2, sql: migration0002 },
  { version: 3, sql: migration0003 },
  { version: 4, sql: migration0004 },
  { version: 5, sql: migration0005 },
  { version: 6, sql: migration0006 },
  { version: 7, sql: migration0007 },
  { version: 8, sql: migration0008 },
  { version: 9, sql: migration0009 },
  { version: 10, sql: migration0010 },
  { version: 11, sql: migration0011 },
  { version: 12, sql: migration0012 },
  { version: 13, sql: migration0013 },
  { version: 14, sql: migration0014 },
  { version: 15, sql: migration0015 },
  { version: 16, sql: migration0016 },
];

/** Of a ledger that this program has opened. */
export const LEDGER_VERSION = MIGRATIONS.length;
