import type { LegacyImportView, LegacyProgress } from '../../../shared/ipc/legacy';
import type { Clock } from '../../base';
import { documentKind } from '../../domain';
import type { Ledger, LegacySingle, LegacySort } from '../../ledger';

/** Files that are named one by one. */
const NAMED = 1_000;

const COUNTED: Readonly<Record<LegacySort, 'states' | 'transactions' | 'logs' | 'reports' | 'archive'>> = {
  state: 'states',
  transaction: 'transactions',
  log: 'logs',
  report: 'reports',
  archive: 'archive',
};

/** Counts one import while it goes on, and tells its progress and its result. */
export class Tally {
  readonly #startedAt: string;
  readonly #began: number;
  readonly #files = { states: 0, transactions: 0, logs: 0, reports: 0, archive: 0, known: 0 };
  readonly #unreadable: { file: string; reason: string }[] = [];
  readonly #singles: LegacySingle[] = [];
  #unreadableTotal = 0;
  #phase: LegacyProgress['phase'] = 'states';
  #inPhase = 0;
  #total: number | null = null;
  #adopted = 0;

  constructor(
    private readonly facts: { readonly dryRun: boolean; readonly from: string },
    private readonly clock: Pick<Clock, 'now'>,
    private readonly onChange: () => void,
  ) {
    this.#began = clock.now();
    this.#startedAt = new Date(this.#began).toISOString();
  }

  enter(phase: LegacyProgress['phase'], total: number | null = null): void {
    this.#phase = phase;
    this.#inPhase = 0;
    this.#total = total;
    this.onChange();
  }

  /** A file was looked at; `known`: read before and unchanged, so not read again. */
  file(sort: LegacySort, known: boolean): void {
    this.#files[COUNTED[sort]] += 1;
    if (known) this.#files.known += 1;
    this.#inPhase += 1;
    this.onChange();
  }

  unreadable(file: string, reason: string): void {
    this.#unreadableTotal += 1;
    if (this.#unreadable.length < NAMED) this.#unreadable.push({ file, reason });
  }

  adopted(documents: number): void {
    this.#adopted += documents;
    this.onChange();
  }

  /** What a dry run read of documents fetched one by one; a real import asks the ledger. */
  singles(singles: readonly LegacySingle[]): void {
    this.#singles.push(...singles);
  }

  progress(): LegacyProgress {
    return {
      phase: this.#phase,
      files: this.#inPhase,
      total: this.#total,
      adopted: this.#adopted,
      unreadable: this.#unreadableTotal,
      elapsedSeconds: Math.max(0, (this.clock.now() - this.#began) / 1000),
    };
  }

  view(ledger: Ledger, outcome: 'complete' | 'stopped'): LegacyImportView {
    const { adopted, events, handedOver, claimed, promised } = ledger.legacy.figures();
    return {
      ...this.facts,
      startedAt: this.#startedAt,
      endedAt: new Date(this.clock.now()).toISOString(),
      outcome,
      files: { ...this.#files },
      documents: { adopted, events, handedOver, claimed, promised },
      singles: distinct([...ledger.legacy.singles(), ...this.#singles]).map(({ taxId, kind, documents, at }) => ({
        taxId,
        documents,
        at,
        kind: documentKind(kind),
        folder: ledger.companies.byTaxId(taxId)?.folder ?? null,
      })),
      unreadable: [...this.#unreadable],
      unreadableTotal: this.#unreadableTotal,
    };
  }
}

function distinct(singles: readonly LegacySingle[]): LegacySingle[] {
  const known = new Map<string, LegacySingle>();
  for (const single of singles) {
    const { taxId, kind, month, documents, at } = single;
    const name = JSON.stringify([taxId, kind, month, documents, at]);
    if (!known.has(name)) known.set(name, single);
  }
  return [...known.values()];
}
