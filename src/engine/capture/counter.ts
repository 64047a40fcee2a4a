import { MaloteError } from '../../shared/errors';
import { SIEG_KINDS, type SiegKind } from '../domain';
import type { Counts, SiegWindow } from '../sieg';
import type { RequestRunner } from './request-runner';
import { subjectOf, type CaptureContext, type Scope } from './context';
import type { Questions } from './questions';
import { siegMessages } from '../../shared/messages/pt-BR/sieg';

/** SIEG's counts, each question asked once per run (a resumed run knows what its predecessor asked). */
export class Counter {
  readonly #known = new Map<string, Counts>();
  #trustsEarlier = true;

  constructor(
    private readonly context: CaptureContext,
    private readonly runner: RequestRunner,
    private readonly questions: Questions,
  ) {}

  /** Counts by kind for the days of the window. @param fresh asks even when the answer is known: time has passed. */
  async count(scope: Scope, window: SiegWindow, fresh = false): Promise<Counts> {
    const name = `${scope.name} ${window.by} ${window.from} ${window.to}`;
    const known = fresh ? undefined : (this.#known.get(name) ?? this.#fromLedger(scope, window));
    if (known !== undefined) return known;
    const query = { window, ...(scope.party === null ? {} : { party: scope.party }) };
    const { value } = await this.runner.ask({
      operation: 'count',
      kind: null,
      about: scope.party?.taxId,
      query: { scope: scope.name, ...window },
      call: (signal) => this.context.api.count(query, signal),
    });
    this.#record(scope, window, value);
    this.#known.set(name, value);
    return value;
  }

  /** Time has passed and documents came in: halves must not be subtracted from a whole that was counted later. */
  forget(): void {
    this.#known.clear();
    this.#trustsEarlier = false;
  }

  /**
   * The count of one half, from the whole's and the other half's: documents have one issue day, so counts add up.
   * Only the kind at hand is recorded, since only for it the whole is known to be recent.
   */
  derive(scope: Scope, window: SiegWindow, kind: SiegKind, count: number): void {
    this.context.ledger.requests.recordCount(this.context.runId, scope.name, kind, window, count, true);
  }

  #fromLedger(scope: Scope, window: SiegWindow): Counts | undefined {
    if (!this.#trustsEarlier) return undefined;
    const rows = this.context.ledger.requests.countsInRuns(this.context.chain, scope.name, window);
    if (rows === null || SIEG_KINDS.some((kind) => !rows.has(kind))) return undefined;
    return Object.fromEntries(SIEG_KINDS.map((kind) => [kind, rows.get(kind) ?? null])) as Counts;
  }

  /** A kind that came without a number is a question left open, not a zero. */
  #record(scope: Scope, window: SiegWindow, counts: Counts): void {
    const { ledger, runId, companies } = this.context;
    const company = companies.find(({ taxId }) => taxId === scope.party?.taxId);
    ledger.transaction(() => {
      for (const kind of SIEG_KINDS) {
        const count = counts[kind];
        const question = {
          operation: 'count' as const,
          kind,
          scope: scope.name,
          companyId: company?.id ?? null,
          eventType: null,
          filter: window.by,
          from: window.from,
          to: window.to,
        };
        if (count !== null) {
          ledger.requests.recordCount(runId, scope.name, kind, window, count, false);
          this.questions.answered(question);
        } else {
          const reason = siegMessages.answer.countWithoutNumber(kind);
          this.questions.leaveOpen(question, new MaloteError('SIEG_UNREADABLE', { reason }), subjectOf(scope, company));
        }
      }
    });
  }
}
