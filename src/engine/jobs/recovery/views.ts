import { documentKind } from '../../domain';
import type { RecoveryItem, RecoverySummary, RecoveryView } from '../../../shared/ipc/recovery';
import { itemProblem } from '../../../shared/messages/pt-BR/recovery';
import { pagesOfDay } from '../../capture';
import type { Ledger, RecoveryItemRow, RecoveryRow } from '../../ledger';
import { summarise } from './account';

/** Files of a page, in both generations of the API. */
const PAGE = 50;

export type PlanFigures = Pick<
  RecoveryView,
  'deliver' | 'fetch' | 'excluded' | 'seconds' | 'companies' | 'months' | 'kinds'
>;

/** What a plan holds, by looking at all of its items once. */
export function planFigures(ledger: Ledger, recoveryId: number): PlanFigures {
  const { recoveries } = ledger;
  const companies = recoveries.companies(recoveryId).map(({ taxId, folder, items, bytes, fetch, excluded }) => ({
    company: taxId === null || folder === null ? null : { taxId, folder },
    deliver: { items, bytes },
    fetch,
    excluded,
  }));
  const sum = (value: (line: (typeof companies)[number]) => number): number =>
    companies.reduce((total, line) => total + value(line), 0);
  const deliver = { items: sum((line) => line.deliver.items), bytes: sum((line) => line.deliver.bytes) };
  const perSecond = recoveries.recentSpeed();
  return {
    deliver,
    fetch: { items: sum((line) => line.fetch), requests: requestsOf(ledger, recoveryId) },
    excluded: sum((line) => line.excluded),
    seconds: perSecond === null ? null : deliver.items / perSecond,
    companies,
    months: recoveries.months(recoveryId),
    kinds: recoveries.kinds(recoveryId).flatMap((kind) => documentKind(kind) ?? []),
  };
}

/**
 * At most one request for each document that has a key, and the pages of the days of what has none; at least whole days where their pages
 * are fewer. Of a recovery that has ended it is what was foreseen.
 */
function requestsOf({ recoveries, recoveryWork }: Ledger, recoveryId: number): { least: number; most: number } {
  const items = recoveryWork
    .totals(recoveryId)
    .filter(({ action, state }) => action === 'fetch' && state !== 'excluded')
    .reduce((sum, one) => sum + one.items, 0);
  const cost = { least: items, most: items };
  for (const { month, day, keyed, keyless, held } of recoveries.fetchDays(recoveryId, 'included')) {
    const pages = day === null && month === null ? 0 : pagesOfDay(held, PAGE);
    const byPages = keyless === 0 ? 0 : pages;
    cost.most += byPages - keyless;
    cost.least += byPages - keyless;
    if (keyless > 0 && pages > 0) cost.least -= keyed;
    else if (day !== null) cost.least -= Math.max(0, keyed - pages);
  }
  return cost;
}

export function summaryOf({ recoveryWork }: Ledger, row: RecoveryRow): RecoverySummary | null {
  if (row.startedAt === null) return null;
  return summarise(recoveryWork.totals(row.id), recoveryWork.folders(row.id), {
    startedAt: row.startedAt,
    endedAt: row.endedAt ?? row.startedAt,
    seconds: row.workedMs / 1_000,
    fatal: row.error !== null,
  });
}

export function itemView(row: RecoveryItemRow): RecoveryItem {
  const { id, action, category, identity, kind, month, size, state, taxId, folder } = row;
  return {
    id,
    action,
    category,
    identity,
    month,
    size,
    state,
    kind: documentKind(kind),
    company: taxId === null || folder === null ? null : { taxId, folder },
    source: row.sourcePath,
    target: row.targetPath,
    problem: itemProblem(state, row.errorCode),
  };
}
