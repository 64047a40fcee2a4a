import type { ConsoleSource } from '../../../src/engine';
import { EMPTY_STATE } from '../../../src/shared/ipc/empty-state';
import type { CompanyPhase, EngineEvent, RunProgress, StatusView } from '../../../src/shared/views';
import { createOffice } from '../../../src/simulator';
import { seededRandom } from '../../support/seeded-random';

type Company = Awaited<ReturnType<ConsoleSource['live']['companies']>>[number];
type Growing = { -readonly [Key in keyof Company]: Company[Key] };
type Entries = ReturnType<ConsoleSource['live']['journal']>;

export const MONTH = '2026-10';
const PHASES: readonly CompanyPhase[] = ['waiting', 'capturing', 'comparing', 'complete', 'gaps'];

/**
 * An office whose month never comes to its end: what a console asks of an engine and its ledger, answered from memory. Everything
 * about it is invented, and the same for the same number of companies.
 */
export class BusyOffice implements ConsoleSource {
  readonly #random = seededRandom(11);
  readonly #companies: Growing[];
  readonly #listeners = new Set<(event: EngineEvent) => void>();
  readonly #journal: Entries[number][] = [];
  readonly #begun = performance.now();
  #requests = 0;

  constructor(companies: number) {
    const office = createOffice({ seed: 5, month: MONTH, companies, documentsPerCompany: 1 });
    this.#companies = office.companies
      .map(({ taxId, folder }) => this.#companyOf(taxId, folder))
      .sort((a, b) => (a.folder < b.folder ? -1 : 1));
  }

  readonly live: ConsoleSource['live'] = {
    companies: () => Promise.resolve(this.#companies.map((company) => ({ ...company }))),
    journal: (limit, after) => this.#journal.filter(({ id }) => id > (after ?? 0)).slice(-limit),
    interrupted: () => Promise.resolve(null),
    lastSummary: () => Promise.resolve(null),
  };

  readonly shares: ConsoleSource['shares'] = { lines: () => EMPTY_STATE.shares };
  readonly outbox = EMPTY_STATE.outbox;
  readonly spool = EMPTY_STATE.spool;
  readonly lastScrub = EMPTY_STATE.scrub;
  readonly alerts: ConsoleSource['alerts'] = { view: () => EMPTY_STATE.alerts };
  readonly audits: ConsoleSource['audits'] = { overview: () => Promise.resolve(EMPTY_STATE.audit) };
  readonly recovery: ConsoleSource['recovery'] = { current: () => EMPTY_STATE.recovery };
  readonly wholeRecovery: ConsoleSource['wholeRecovery'] = { current: () => EMPTY_STATE.wholeRecovery };
  readonly legacy = EMPTY_STATE.legacy;
  readonly jobs: ConsoleSource['jobs'] = { list: () => EMPTY_STATE.jobs };
  readonly schedule: ConsoleSource['schedule'] = { list: () => Promise.resolve(EMPTY_STATE.schedule) };

  subscribe(listener: (event: EngineEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  status(): Promise<StatusView> {
    const { archived, delivered } = this.#held();
    return Promise.resolve({
      workspace: '',
      month: MONTH,
      companies: this.#companies.map(({ taxId, folder }) => ({
        taxId,
        folder,
        documents: 0,
        delivered: 0,
        missing: 0,
        conflicts: 0,
        complete: false,
        state: 'open' as const,
        reasons: [],
        monthBefore: null,
      })),
      verdict: {
        state: 'open',
        reasons: [],
        askedAt: null,
        closing: false,
        companies: { total: 0, complete: 0, gaps: 0, open: 0, noneAnnounced: 0, noneUnexplained: 0 },
      },
      lastRun: { id: 1, startedAt: '2026-11-01T08:00:00.000Z', endedAt: null, outcome: null, underWay: false },
      documents: {
        expected: archived + 9_000,
        archived,
        delivered,
        verified: delivered,
        missing: 0,
        conflicts: 0,
        events: this.#requests * 3,
        cancelled: 12,
        unassigned: 0,
        refused: 0,
      },
      outbox: { pending: archived - delivered },
      gaps: { missing: [], shortfalls: [], undelivered: [], unanswered: [], points: [] },
    });
  }

  /** What a page of SIEG brings: documents for `companies` of them, a line of the journal for every fourth, and word of it. */
  work(companies: number): void {
    this.#requests += 1;
    const touched = Array.from({ length: companies }, () => this.#some(this.#companies));
    for (const company of touched) {
      company[this.#some(['nfe', 'cte', 'other'] as const)] += Math.ceil(this.#random() * 4);
      company.delivered = company.nfe + company.cte + company.other - Math.floor(this.#random() * 6);
    }
    if (this.#requests % 4 === 0) this.#write(touched.map(({ taxId }) => taxId));
    this.#tell({
      type: 'companies',
      companies: touched
        .filter(() => this.#random() < 0.2)
        .map(({ taxId, folder }) => ({ taxId, folder, documents: 0, phase: this.#some(PHASES) })),
    });
    this.#tell({ type: 'progress', progress: this.#progress() });
  }

  #progress(): RunProgress {
    const { archived, delivered } = this.#held();
    return {
      runId: 1,
      month: MONTH,
      phase: 'sweeping',
      paused: false,
      waitingFor: [],
      failures: 0,
      requests: { done: this.#requests, planned: this.#requests + 4_000 },
      documents: { expected: archived + 9_000, archived, delivered, pending: archived - delivered },
      events: this.#requests * 3,
      elapsedSeconds: (performance.now() - this.#begun) / 1_000,
      etaSeconds: 2_400,
    };
  }

  #write(documents: readonly string[]): void {
    const id = (this.#journal.at(-1)?.id ?? 0) + 1;
    this.#journal.push({
      id,
      at: new Date().toISOString(),
      actor: 'bench',
      action: 'intake.accepted',
      subject: MONTH,
      detail: { documents, events: [] },
    });
    if (this.#journal.length > 500) this.#journal.shift();
  }

  #tell(event: EngineEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  #held(): { readonly archived: number; readonly delivered: number } {
    let [archived, delivered] = [0, 0];
    for (const company of this.#companies) {
      archived += company.nfe + company.cte + company.other;
      delivered += company.delivered;
    }
    return { archived, delivered };
  }

  #companyOf(taxId: string, folder: string): Growing {
    const [nfe, cte, other] = [300, 80, 10].map((most) => Math.floor(this.#random() ** 3 * most)) as [
      number,
      number,
      number,
    ];
    const missing = Math.floor(this.#random() * 40);
    return { taxId, folder, nfe, cte, other, delivered: nfe + cte + other, missing, conflicts: 0 };
  }

  #some<Value>(values: readonly Value[]): Value {
    return values[Math.floor(this.#random() * values.length)] as Value;
  }
}
