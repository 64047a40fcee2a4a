import { setMaxListeners } from 'node:events';
import { MaloteError } from '../../../shared/errors';
import type { Correction, CorrectionItem, CorrectionItemPage } from '../../../shared/ipc/recovery';
import { findingWords } from '../../../shared/words/audit';
import { correctionProblem } from '../../../shared/words/recovery';
import { HeldLock, type CorrectionItemRow, type CorrectionRow, type Ledger } from '../../ledger';
import { nameKey } from '../../shares';
import { CorrectionWork, type CorrectionServices } from './correction-work';
import type { CorrectionApi } from './api';

export interface CorrectionServiceOptions {
  readonly ledger: Ledger;
  /** Works with the services, which stay as they are meanwhile. @throws MaloteError SETTINGS_*, SHARE_BAD_ROOT */
  readonly within: <Value>(work: (place: CorrectionServices) => Promise<Value>) => Promise<Value>;
  /** Ends what holds the lock of runs in this process. */
  readonly beforeIntake?: () => Promise<void>;
  readonly onChange: () => void;
}

const ITEMS_AT_MOST = 1_000;

/**
 * Retroactive corrections, which are never silent: what an audit found in the wrong place, or outside of the ledger, becomes a batch of
 * proposals with their evidence; a person applies it, whole or in part, and may undo it. Each step is a journal entry.
 */
export class CorrectionService implements CorrectionApi {
  #stop: AbortController | null = null;
  #ended: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: CorrectionServiceOptions) {}

  propose(auditId: number): Promise<Correction> {
    return new Promise((resolve) => {
      const { ledger, onChange } = this.options;
      if (!ledger.recoveries.auditExists(auditId)) throw new MaloteError('AUDIT_UNKNOWN', { id: auditId });
      const id = ledger.transaction(() => {
        const made = ledger.corrections.propose(auditId, { why: findingWords, placeKey: nameKey });
        if (made === null) throw new MaloteError('CORRECTION_NOTHING_TO_DO', { id: auditId });
        const { refile, adopt, leftOut } = this.#row(made);
        const detail = { audit: auditId, refile, adopt, leftOut };
        ledger.journal.write('correction.proposed', `correction ${String(made)}`, detail);
        return made;
      });
      onChange();
      resolve(viewOf(this.#row(id)));
    });
  }

  list(limit: number): Correction[] {
    return this.options.ledger.corrections.list(limit).map(viewOf);
  }

  get(correctionId: number): Correction {
    return viewOf(this.#row(correctionId));
  }

  items(correctionId: number, after: number, limit: number): CorrectionItemPage {
    const { refile, adopt, leftOut } = this.#row(correctionId);
    const size = Math.min(limit, ITEMS_AT_MOST);
    const rows = this.options.ledger.corrections.items(correctionId, after, size);
    const last = rows.length < size ? undefined : rows.at(-1);
    return { lines: rows.map(itemView), next: last?.id ?? null, total: refile + adopt + leftOut };
  }

  apply(correctionId: number, items?: readonly number[], signal?: AbortSignal): Promise<Correction> {
    return this.#locked(correctionId, ['proposed', 'applied'], signal, async (work) => {
      const { corrections } = this.options.ledger;
      const named = items ?? null;
      if (corrections.next(correctionId, ['proposed', 'failed'], 0, 1, named).length === 0) return;
      // from here on a killed process may have moved a file: the batch can be undone, and no longer be dropped
      corrections.setState(correctionId, 'applied');
      await work.apply(named);
    });
  }

  undo(correctionId: number, signal?: AbortSignal): Promise<Correction> {
    return this.#locked(correctionId, ['applied'], signal, async (work) => {
      await work.undo();
      if (this.#row(correctionId).applied === 0) this.options.ledger.corrections.setState(correctionId, 'undone');
    });
  }

  drop(correctionId: number): Correction {
    const { ledger, onChange } = this.options;
    this.#row(correctionId, ['proposed']);
    ledger.transaction(() => {
      ledger.corrections.setState(correctionId, 'dropped');
      ledger.journal.write('correction.dropped', `correction ${String(correctionId)}`);
    });
    onChange();
    return viewOf(this.#row(correctionId));
  }

  stop(): void {
    this.#stop?.abort(new MaloteError('CANCELLED'));
  }

  /** Stops what is at work and resolves when it has ended. */
  async close(): Promise<void> {
    this.stop();
    await this.#ended;
  }

  /** Nobody takes in documents meanwhile. */
  async #locked(
    id: number,
    states: readonly CorrectionRow['state'][],
    signal: AbortSignal | undefined,
    work: (work: CorrectionWork) => Promise<void>,
  ): Promise<Correction> {
    const { ledger, beforeIntake } = this.options;
    this.#row(id, states);
    await beforeIntake?.();
    const stop = new AbortController();
    const lock = new HeldLock(ledger.lock('run'), () => {
      stop.abort(new MaloteError('CANCELLED'));
    });
    lock.takeOr('RUN_IN_PROGRESS');
    this.#stop = stop;
    const any = AbortSignal.any([stop.signal, ...(signal === undefined ? [] : [signal])]);
    setMaxListeners(0, any);
    const ended = this.#atWork(id, states, lock, any, work);
    this.#ended = ended.catch(() => undefined);
    return ended;
  }

  async #atWork(
    id: number,
    states: readonly CorrectionRow['state'][],
    lock: HeldLock,
    signal: AbortSignal,
    work: (work: CorrectionWork) => Promise<void>,
  ): Promise<Correction> {
    const { ledger, within, onChange } = this.options;
    try {
      await within((place) => {
        this.#row(id, states);
        return work(new CorrectionWork(id, ledger, place, signal));
      });
      return viewOf(this.#row(id));
    } finally {
      lock.release();
      this.#stop = null;
      onChange();
    }
  }

  /** @throws MaloteError CORRECTION_UNKNOWN, CORRECTION_WRONG_STATE */
  #row(id: number, states?: readonly CorrectionRow['state'][]): CorrectionRow {
    const row = this.options.ledger.corrections.get(id);
    if (row === undefined) throw new MaloteError('CORRECTION_UNKNOWN', { id });
    if (states?.includes(row.state) === false) throw new MaloteError('CORRECTION_WRONG_STATE', { id });
    return row;
  }
}

function viewOf({ proposed, applied, undone, failed, leftOut, ...row }: CorrectionRow): Correction {
  return { ...row, items: { proposed, applied, undone, failed, leftOut } };
}

function itemView({
  fromPath,
  toPath,
  errorCode,
  filingId: _filing,
  eventFilingId: _event,
  ...item
}: CorrectionItemRow): CorrectionItem {
  return { ...item, from: fromPath, to: toPath, problem: correctionProblem(errorCode) };
}
