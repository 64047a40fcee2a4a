import type { GrowthLine } from './ipc/retention';
import { size } from './messages/pt-BR/amounts';
import { UNKNOWN } from './messages/pt-BR/numbers';
import { boundWords, growthWords } from './messages/pt-BR/retention';
import { GROWING_ROWS } from './retention';

/** What grows, as people read it in a table. */
export interface GrowthText {
  readonly title: string;
  readonly amount: string;
  readonly size: string;
  readonly oldest: string;
  readonly bound: string;
}

export function growthText({ name, amount, bytes, oldestAt, limits }: GrowthLine): GrowthText {
  const { title, holds } = GROWING_ROWS[name];
  return {
    title,
    amount: amount === null ? UNKNOWN : growthWords[holds](amount),
    size: bytes === null ? UNKNOWN : size(bytes),
    oldest: oldestAt === null ? UNKNOWN : growthWords.day(oldestAt),
    bound: boundText(name, limits),
  };
}

function boundText(name: GrowthLine['name'], [first = 0, second = 0, third = 0]: readonly number[]): string {
  switch (GROWING_ROWS[name].bound.by) {
    case 'days':
    case 'fixed-days':
      return boundWords.days(first);
    case 'newest':
      return boundWords.newest(first);
    case 'spool':
      return boundWords.spool(first);
    case 'backup-rule':
      return boundWords.backups(first, second, third);
    case 'person':
      return boundWords.person;
  }
}
