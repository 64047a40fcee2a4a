import { migration0001 } from './0001-initial';
import { migration0002 } from './0002-shares';
import { migration0003 } from './0003-audit';
import { migration0004 } from './0004-whole-recovery';
import { migration0005 } from './0005-leftover-debts';

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
];
