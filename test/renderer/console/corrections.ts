import { DOUBLE_CORRECTION } from '../../../src/shared/ipc/double-evidence';
import type { DoubleOptions } from '../../../src/shared/ipc/double';
import type { Correction, CorrectionItem } from '../../../src/shared/ipc/recovery';
import { findingAt, keyAt, OFFICE, pageOf } from './evidence';
import { ago } from './watch';

type EngineDouble = NonNullable<DoubleOptions['engine']>;

/** A batch of 25 files in the wrong place and 18 outside of the ledger. */
export function correctionAt(now: Date, id: number, change: Partial<Correction> = {}): Correction {
  return {
    ...DOUBLE_CORRECTION,
    id,
    auditId: 7,
    proposedAt: ago(now, 20),
    refile: 25,
    adopt: 18,
    items: { proposed: 43, applied: 0, undone: 0, failed: 0, leftOut: 0 },
    ...change,
  };
}

export function appliedCorrection(now: Date, id: number): Correction {
  return correctionAt(now, id, {
    state: 'applied',
    appliedAt: ago(now, 4),
    items: { proposed: 0, applied: 41, undone: 0, failed: 2, leftOut: 0 },
  });
}

export function correctionItemAt(
  index: number,
  state: CorrectionItem['state'],
): CorrectionItem & { readonly identity: string; readonly sha256: string } {
  const { path } = findingAt(index);
  const from = path ?? '';
  const action = index < 25 ? 'refile' : 'adopt';
  const to = action === 'adopt' ? from : from.replace('/08/', '/09/').replace('Entrada', 'Saida');
  return {
    id: index + 1,
    action,
    identity: keyAt(index),
    from,
    to,
    sha256: 'ab'.repeat(32),
    why:
      action === 'adopt'
        ? 'Traz um documento fiscal que não consta do registro.'
        : `Está na pasta errada (mês, direção). Lugar certo: 2025/${OFFICE[4]?.folder ?? ''}/09/NFe/Saida`,
    state,
    problem: state === 'failed' ? 'Já há um arquivo no lugar para onde este iria; nada foi sobrescrito.' : null,
  };
}

/** What the engine answers about corrections, the newest of which is in this state. */
export function correctionAnswers(now: Date, newest: Correction): EngineDouble {
  const earlier = correctionAt(now, 1, {
    auditId: 5,
    state: 'undone',
    appliedAt: ago(now, 60 * 24 * 9),
    undoneAt: ago(now, 60 * 24 * 8),
    items: { proposed: 0, applied: 0, undone: 43, failed: 0, leftOut: 0 },
  });
  const { refile, adopt, items } = newest;
  return {
    listCorrections: () => [newest, earlier],
    jobItems: ({ after, limit }) => ({
      kind: 'correction',
      ...pageOf(refile + adopt, after, limit, (index) =>
        correctionItemAt(index, items.proposed > 0 ? 'proposed' : index < items.failed ? 'failed' : 'applied'),
      ),
    }),
  };
}
