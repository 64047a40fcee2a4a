import { ITEM_STATES, itemProblem, PLAN_ACTIONS } from '../../../../shared/messages/pt-BR/recovery';
import { reportColumns as titles, sheetNames } from '../../../../shared/messages/pt-BR/report-columns';
import type { Ledger, RecoveryItemRow } from '../../../ledger';
import type { Cell, Sheet } from '../../../reports';

const PAGE = 2_000;

/** The items of a plan in their order, a page of them in memory at a time; without those left out. */
export function* itemsOf(ledger: Ledger, recoveryId: number): Generator<RecoveryItemRow, void, undefined> {
  for (let after = 0; ;) {
    const items = ledger.recoveries.items(recoveryId, after, PAGE, 'included');
    yield* items;
    const last = items.at(-1);
    if (last === undefined || items.length < PAGE) return;
    after = last.id;
  }
}

/** The plan as a table for people; keys and tax ids are texts. */
export function planSheet(ledger: Ledger, recoveryId: number): Sheet {
  return {
    name: sheetNames.plan,
    columns: [
      { title: titles.action, width: 16 },
      { title: titles.key, width: 48 },
      { title: titles.company, width: 32 },
      { title: titles.taxIdShort, width: 18 },
      { title: titles.kind, width: 8 },
      { title: titles.month, width: 10 },
      { title: titles.archiveSource, width: 60 },
      { title: titles.target, width: 60 },
      { title: titles.bytes, width: 12, kind: 'whole' },
      { title: titles.state, width: 18 },
      { title: titles.problem, width: 40 },
    ],
    rows: rowsOf(ledger, recoveryId),
  };
}

function* rowsOf(ledger: Ledger, recoveryId: number): Generator<readonly Cell[], void, undefined> {
  for (const item of itemsOf(ledger, recoveryId)) {
    const { action, identity, folder, taxId, kind, month, sourcePath, targetPath, size, state, errorCode } = item;
    const problem = itemProblem(state, errorCode);
    yield [
      PLAN_ACTIONS[action],
      identity,
      folder,
      taxId,
      kind,
      month,
      sourcePath,
      targetPath,
      size,
      ITEM_STATES[state],
      problem,
    ];
  }
}
