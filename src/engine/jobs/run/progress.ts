import type { MaloteError } from '../../../shared/errors';
import type { ShareRoot } from '../../../shared/ipc/shares';
import type { VerdictState } from '../../../shared/ipc/verdict';
import type { CompanyPhase, CompanyProgress, RunPhase, RunProgress, SiegAway } from '../../../shared/views';
import { runMessages as words } from '../../../shared/messages/pt-BR/run';
import { siegAwaySentence } from '../../../shared/messages/pt-BR/sieg';
import type { Clock, FailureNotice } from '../../base';
import type { CaptureObserver, FailedQuestion } from '../../capture';
import type { CompanyRow, Operation } from '../../ledger';
import type { SiegBucket } from '../../sieg';
import { Flow } from './flow';

interface LiveFacts {
  readonly archived: number;
  readonly delivered: number;
  readonly pending: number;
  readonly events: number;
}

export interface ProgressOptions {
  readonly runId: number;
  readonly month: string;
  readonly companies: readonly CompanyRow[];
  readonly clock: Clock;
  readonly requestsPerMinute: (bucket: SiegBucket) => number;
  /** True when all operations share one limit (legacy): their times add up; else they run side by side. */
  readonly sharedLimit: boolean;
  /** Files on a page at most. */
  readonly filesAPage: number;
  /** Facts read from the ledger when a snapshot is made. */
  readonly facts: () => LiveFacts;
  readonly paused: () => boolean;
  /** The roots without which the run cannot go on in this phase. */
  readonly waitingFor: (phase: RunPhase) => readonly ShareRoot[];
  readonly onNotice: (level: 'info' | 'warning', text: string, code: string | null) => void;
  /** SIEG does not answer, or (null) does again. */
  readonly onSiegAway?: (away: SiegAway | null) => void;
  /** A question has failed; told before the people are. */
  readonly onFailure?: (error: unknown) => void;
}

const BUCKET: Readonly<Record<Operation, SiegBucket>> = {
  count: 'count',
  page: 'page',
  document: 'document',
  events: 'events',
  report: 'report',
};

/** Where every company is at least once the run has come so far: its pages have been asked for. */
const COMPANY_PHASE: { readonly [Phase in RunPhase]?: CompanyPhase } = {
  comparing: 'comparing',
  delivering: 'delivering',
};

function isAtWork(phase: CompanyPhase): boolean {
  return ['waiting', 'capturing', 'comparing', 'delivering'].includes(phase);
}

/** Answers of SIEG from which on its pace is believed. */
const PACE_AFTER = 5;

/** Seconds that the remaining requests take at the allowed rate: they cannot take less, and often take more. */
export function budgetSeconds(
  remaining: ReadonlyMap<Operation, number>,
  requestsPerMinute: (bucket: SiegBucket) => number,
  sharedLimit: boolean,
): number {
  const seconds = [...remaining].map(([operation, count]) => (count * 60) / requestsPerMinute(BUCKET[operation]));
  return sharedLimit ? seconds.reduce((sum, one) => sum + one, 0) : Math.max(0, ...seconds);
}

/** Where what is short by now is asked for no more in this run. */
const ASKS_NO_MORE: ReadonlySet<RunPhase> = new Set(['events', 'delivering']);

/** The longest of what goes on side by side; null while one of them cannot be told. */
function longest(seconds: readonly (number | null)[]): number | null {
  return seconds.reduce((most, one) => (most === null || one === null ? null : Math.max(most, one)), 0);
}

/** Progress accounting of one run: what was asked, what is foreseen, how far each company is. Retries count as done, not as planned. */
export class RunProgressAccount implements CaptureObserver {
  readonly #started: number;
  readonly #remaining = new Map<Operation, number>();
  readonly #phases = new Map<number, CompanyPhase>();
  #phase: RunPhase = 'preparing';
  #done = 0;
  #failures = 0;
  #promised: number | null = null;
  #siegAway: SiegAway | null = null;
  readonly #asked = new Flow();
  readonly #archived = new Flow();
  readonly #delivered = new Flow();

  constructor(private readonly options: ProgressOptions) {
    this.#started = options.clock.now();
    for (const company of options.companies) this.#phases.set(company.id, 'waiting');
  }

  requestEnded(operation: Operation): void {
    this.#done += 1;
    const remaining = this.#remaining.get(operation);
    if (remaining !== undefined) this.#remaining.set(operation, Math.max(0, remaining - 1));
  }

  foresee(operation: Operation, remaining: number): void {
    this.#remaining.set(operation, remaining);
  }

  phase(name: RunPhase): void {
    this.#phase = name;
    const reached = COMPANY_PHASE[name];
    if (reached === undefined) return;
    for (const [id, phase] of this.#phases) if (isAtWork(phase)) this.#phases.set(id, reached);
  }

  promised(documents: number): void {
    this.#promised = documents;
  }

  companiesTouched(companyIds: readonly number[]): void {
    for (const id of companyIds) if (this.#phases.get(id) === 'waiting') this.#phases.set(id, 'capturing');
  }

  companyCompared(companyId: number): void {
    if (this.#phases.get(companyId) !== 'aside') this.#phases.set(companyId, 'comparing');
  }

  companySettled(companyId: number, state: VerdictState): void {
    this.#phases.set(companyId, state);
  }

  failed(subject: FailedQuestion, notice: FailureNotice): void {
    this.#failures += 1;
    this.options.onFailure?.(notice.error);
    const reason = notice.error instanceof Error ? notice.error.message : String(notice.error);
    const code = (notice.error as { code?: unknown }).code;
    const waitSeconds = notice.waitMs === null ? null : Math.ceil(notice.waitMs / 1000);
    const text = words.failed(words.questions[subject.operation], subject.kind, reason, waitSeconds);
    this.options.onNotice('warning', text, typeof code === 'string' ? code : null);
  }

  notice(text: string): void {
    this.options.onNotice('info', text, null);
  }

  unanswered(question: string, error: MaloteError): void {
    this.options.onNotice('warning', `${question}: ${error.message}`, error.code);
  }

  siegAway(away: SiegAway | null): void {
    this.#siegAway = away;
    this.options.onNotice(away === null ? 'info' : 'warning', siegAwaySentence(away), away?.code ?? null);
    this.options.onSiegAway?.(away);
  }

  companySetAside({ id, folder }: CompanyRow, error: MaloteError): void {
    this.#phases.set(id, 'aside');
    this.options.onNotice('warning', words.companySetAside(folder, error.message), error.code);
  }

  companyTakenUp({ id, folder }: CompanyRow): void {
    this.#phases.set(id, 'comparing');
    this.options.onNotice('info', words.companyTakenUp(folder), null);
  }

  snapshot(): RunProgress {
    const { runId, month, clock, facts, paused } = this.options;
    const waitingFor = this.#phase === 'done' ? [] : this.options.waitingFor(this.#phase);
    const now = facts();
    const { archived, delivered, pending, events } = now;
    const remaining = new Map(this.#remaining).set('page', this.#pagesLeft(archived, events));
    const planned = [...remaining.values()].reduce((sum, count) => sum + count, 0);
    const at = clock.now();
    this.#asked.note(at, this.#done);
    this.#archived.note(at, archived);
    this.#delivered.note(at, delivered);
    return {
      runId,
      month,
      phase: this.#phase,
      paused: paused(),
      waitingFor,
      siegAway: this.#phase === 'done' ? undefined : (this.#siegAway ?? undefined),
      requests: { done: this.#done, planned: this.#promised === null ? null : this.#done + planned },
      documents: { expected: this.#promised, archived, delivered, pending },
      events,
      failures: this.#failures,
      elapsedSeconds: (at - this.#started) / 1000,
      etaSeconds:
        paused() || waitingFor.length > 0 || this.#siegAway !== null
          ? null
          : longest([this.#secondsToAsk(remaining, archived), this.#secondsToDeliver(now)]),
    };
  }

  /** What is foreseen, and the documents that it is to bring, at their paces of late, but no faster than SIEG allows. */
  #secondsToAsk(remaining: ReadonlyMap<Operation, number>, archived: number): number | null {
    if (this.#phase === 'delivering') return 0;
    if (this.#promised === null || this.#phase === 'done' || this.#done < PACE_AFTER) return null;
    const short = this.#short(archived);
    if (short > 0 && !this.#knowsItsWay) return null;
    const { requestsPerMinute, sharedLimit, clock } = this.options;
    const planned = [...remaining.values()].reduce((sum, count) => sum + count, 0);
    return longest([
      budgetSeconds(remaining, requestsPerMinute, sharedLimit) / clock.speed,
      this.#asked.secondsFor(planned),
      this.#phase === 'sweeping' ? this.#archived.secondsFor(short) : 0,
    ]);
  }

  /** Whether it is foreseen how what is short comes, or that it does not: else somebody still looks for a way to it. */
  get #knowsItsWay(): boolean {
    if (this.#phase === 'singles') return (this.#remaining.get('document') ?? 0) > 0;
    return this.#phase === 'sweeping' || ASKS_NO_MORE.has(this.#phase);
  }

  /** What waits, and what is to come as far as it is handed over, by what became of the documents before. */
  #secondsToDeliver({ archived, delivered, pending }: LiveFacts): number | null {
    const share = archived === 0 ? 1 : Math.min(1, (delivered + pending) / archived);
    const toCome = ASKS_NO_MORE.has(this.#phase) ? 0 : this.#short(archived) * share;
    return this.#delivered.secondsFor(pending + toCome);
  }

  /** Documents that SIEG counts and nobody has brought. */
  #short(archived: number): number {
    return Math.max(0, (this.#promised ?? 0) - archived);
  }

  /** What is still to come, at the share of event files seen so far. Only a sweep has pages to come. */
  #pagesLeft(archived: number, events: number): number {
    if (this.#phase !== 'sweeping' || this.#promised === null) return 0;
    const filesPerDocument = archived === 0 ? 1 : (archived + events) / archived;
    return Math.ceil((this.#short(archived) * filesPerDocument) / this.options.filesAPage);
  }

  companies(documents: ReadonlyMap<number, number>): CompanyProgress[] {
    return this.options.companies.map(({ id, taxId, folder }) => ({
      taxId,
      folder,
      phase: this.#phases.get(id) ?? 'waiting',
      documents: documents.get(id) ?? 0,
    }));
  }
}
