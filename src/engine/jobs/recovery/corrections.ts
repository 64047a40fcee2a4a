import { MaloteError } from '../../../shared/errors';
import type { Correction, CorrectionItem, CorrectionItemPage } from '../../../shared/ipc/recovery';
import { findingWords } from '../../../shared/messages/pt-BR/audit';
import { correctionProblem } from '../../../shared/messages/pt-BR/recovery';
import type { CorrectionItemRow, CorrectionRow, Ledger } from '../../ledger';
import type { Job, JobContext, JobRunner } from '../runner';
import { nameKey } from '../../shares';
import { CorrectionWork, type CorrectionServices } from './correction-work';
import type { CorrectionApi } from './api';

export interface CorrectionServiceOptions {
  readonly ledger: Ledger;
  readonly runner: JobRunner;
  /** Works with the services, which stay as they are meanwhile. @throws MaloteError SETTINGS_*, SHARE_BAD_ROOT */
  readonly within: <Value>(work: (place: CorrectionServices) => Promise<Value>) => Promise<Value>;
  /** Ends what holds the lock of runs in this process. */
  readonly beforeIntake?: () => Promise<void>;
  readonly onChange: () => void;
}

interface CorrectionAsked {
  readonly correctionId: number;
  readonly action: 'apply' | 'undo';
  /** Only these; null: all. */
  readonly items: readonly number[] | null;
}

/** States in which a batch can be applied, or undone. */
const STATES = { apply: ['proposed', 'applied'], undo: ['applied'] } as const satisfies Readonly<
  Record<CorrectionAsked['action'], readonly CorrectionRow['state'][]>
>;

const ITEMS_AT_MOST = 1_000;

/**
 * Retroactive corrections, which are never silent: what an audit found in the wrong place, or outside of the ledger, becomes a batch of
 * proposals with their evidence; a person applies it, whole or in part, and may undo it. Each step is a journal entry.
 */
export class CorrectionService implements CorrectionApi {
  readonly job: Job<CorrectionAsked, void> = {
    kind: 'correction',
    // nobody takes in documents meanwhile
    needs: () => ['intake'],
    prepare: async () => this.options.beforeIntake?.(),
    heal: () => [],
    run: (asked, context) => this.options.within((place) => this.#work(asked, place, context)),
  };

  constructor(private readonly options: CorrectionServiceOptions) {
    options.runner.register(this.job);
  }

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
    return this.#run({ correctionId, action: 'apply', items: items ?? null }, signal);
  }

  undo(correctionId: number, signal?: AbortSignal): Promise<Correction> {
    return this.#run({ correctionId, action: 'undo', items: null }, signal);
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
    this.options.runner.stop('correction', 'now');
  }

  async #run(asked: CorrectionAsked, signal: AbortSignal | undefined): Promise<Correction> {
    this.#row(asked.correctionId, STATES[asked.action]);
    const { state, failure } = await this.options.runner.run(this.job, asked, signal);
    if (state !== 'complete') throw failure;
    return viewOf(this.#row(asked.correctionId));
  }

  async #work(
    { correctionId, action, items }: CorrectionAsked,
    place: CorrectionServices,
    context: JobContext,
  ): Promise<void> {
    const { ledger } = this.options;
    const { corrections } = ledger;
    const { proposed, failed, applied } = this.#row(correctionId, STATES[action]);
    const total = action === 'undo' ? applied + proposed + failed : (items?.length ?? proposed + failed);
    const tell = (done: number): void => context.tell({ phase: action, done: Math.min(done, total), total });
    const work = new CorrectionWork(correctionId, ledger, place, { signal: context.signal, tell });
    if (action === 'undo') {
      context.begin(() => ({ subject: correctionId }));
      await work.undo();
      if (this.#row(correctionId).applied === 0) corrections.setState(correctionId, 'undone');
    } else if (corrections.next(correctionId, ['proposed', 'failed'], 0, 1, items).length > 0) {
      // from here on a killed process may have moved a file: the batch can be undone, and no longer be dropped
      context.begin(() => {
        corrections.setState(correctionId, 'applied');
        return { subject: correctionId };
      });
      await work.apply(items);
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
