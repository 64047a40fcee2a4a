import { behaviourOf, isMaloteError, MaloteError } from '../../shared/errors';
import type { SiegAway } from '../../shared/views';
import {
  afterFailure,
  cancellation,
  CircuitBreakers,
  CLOSED,
  DEFAULT_BREAKER_RULE,
  sleepUntil,
  trialAt,
  type BreakerRule,
  type BreakerState,
} from '../base';
import type { TaxId } from '../domain';
import { WHOLE_SIEG, type CompanyRow } from '../ledger';
import type { CaptureContext } from './context';

/** SIEG as a whole: after a minute it is asked again, then after longer and longer, a quarter of an hour at most. */
const SIEG_RULE: BreakerRule = { threshold: 3, coolDownMs: 60_000, factor: 2, longestMs: 15 * 60_000 };
/** One that has answered just now is not suspected again sooner, whatever fails: then it is the question, not SIEG. */
const TRUSTED_MS = 15 * 60_000;
const ACCOUNT_ITSELF = '';

/** What a failed request comes to: another attempt by its class; asked again once SIEG answers; no further attempt for its company. */
export type Fate = 'again' | 'when-sieg-is-back' | 'company-aside';

/** Nobody answered: no SIEG was there, or it broke down over the question. */
function isAway({ code }: MaloteError): boolean {
  return behaviourOf(code).scope === 'sieg';
}

/** SIEG, and nobody before it, has given this for an answer. */
function isAnswer(error: MaloteError): boolean {
  return !isAway(error) && behaviourOf(error.code).class !== 'api_error';
}

/**
 * Keeps requests from being wasted. A company on which three in a row fail is set aside: nothing more is asked about it until a
 * quarter of an hour is over or the others have had their turn, and then one request decides. Where failures in a row are not one
 * company's, one cheap question tells whether SIEG is away; while it is, everybody waits, and one request at a time looks after it.
 * What is set aside stands in the ledger, so that a restart asks no sooner.
 *
 * A run that SIEG has never answered holds nobody back: an address that is wrong is to be told soon.
 */
export class SiegBreakers {
  readonly #companies: CircuitBreakers;
  readonly #errors = new Map<string, MaloteError>();
  readonly #trials = new Map<string, { readonly ended: Promise<void>; readonly end: () => void }>();
  readonly #mayTry = new Set<string>();
  readonly #setAside = new Set<TaxId>();
  readonly #rule: BreakerRule;
  #sieg: BreakerState = CLOSED;
  #hasAnswered = false;
  #seenAnsweringAt = Number.NEGATIVE_INFINITY;
  /** Failures in a row, whoever was asked about; companies by tax id. */
  #row: { failures: number; since: number; readonly about: Set<string> } = noRow();
  #look: Promise<void> | null = null;
  #hold: Promise<void> | null = null;
  #back = new AbortController();
  #isAwayTold = false;

  /** @param probe asks SIEG the cheapest question there is. @throws what it fails with */
  constructor(
    private readonly context: CaptureContext,
    private readonly probe: () => Promise<unknown>,
  ) {
    const { ledger, clock } = context;
    const stored = ledger.breakers.all();
    for (const [subject, { code, details }] of stored) this.#errors.set(subject, new MaloteError(code, details));
    const sieg = stored.get(WHOLE_SIEG);
    if (sieg !== undefined) this.#sieg = sieg;
    this.#hasAnswered = sieg !== undefined || ledger.requests.anyAnswered(context.runId);
    stored.delete(WHOLE_SIEG);
    this.#rule = scaled(SIEG_RULE, clock.speed);
    this.#companies = new CircuitBreakers(scaled(DEFAULT_BREAKER_RULE, clock.speed), stored);
  }

  /** Companies of which something was not asked in this run because they were set aside. */
  get setAside(): readonly TaxId[] {
    return [...this.#setAside];
  }

  isSetAside(taxId: TaxId): boolean {
    return this.#companies.stateOf(taxId).openedAt !== null;
  }

  /** The others have had their turn: the next request about this company may leave. */
  letTry(taxId: TaxId): void {
    this.#setAside.delete(taxId);
    if (this.isSetAside(taxId)) this.#mayTry.add(taxId);
  }

  /**
   * Before a request: waits while SIEG is away, or while another request decides over the company.
   * @returns why nothing is asked about the company; null: the request may leave. Whoever got null says how it ended.
   * @throws MaloteError CANCELLED
   */
  async pass(about: TaxId | null): Promise<MaloteError | null> {
    for (;;) {
      await this.#untilSiegAnswers();
      const trial = about === null ? undefined : this.#trials.get(about);
      if (trial === undefined) break;
      await trial.ended;
    }
    return about === null ? null : this.#refusal(about);
  }

  #refusal(taxId: TaxId): MaloteError | null {
    const position = this.#companies.positionOf(taxId, this.context.clock.now());
    if (this.#companies.stateOf(taxId).failures === 0) return null;
    if (position === 'open' && !this.#mayTry.delete(taxId)) {
      this.#setAside.add(taxId);
      const { failures } = this.#companies.stateOf(taxId);
      const reason = (this.#errors.get(taxId)?.message ?? '').replace(/\.$/, '');
      return new MaloteError('SIEG_COMPANY_ASIDE', { failures, reason });
    }
    // one at a time from the first failure on, so that it is never asked more often than the rule says
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    this.#trials.set(taxId, { ended, end });
    return null;
  }

  /** A request about it is over, however it ended. */
  ended(about: TaxId | null): void {
    if (about === null) return;
    this.#trials.get(about)?.end();
    this.#trials.delete(about);
  }

  /** @param begunAt when the request left: what was asked before SIEG went silent says nothing of now */
  answered(about: TaxId | null, begunAt = this.context.clock.now()): void {
    this.#siegAnswered(begunAt);
    if (about === null || this.#companies.stateOf(about).failures === 0) return;
    const wasAside = this.isSetAside(about);
    this.#closeCompany(about);
    if (!wasAside) return;
    const { ledger, observer } = this.context;
    const company = this.#companyOf(about);
    ledger.journal.write('capture.company-resumed', company?.folder ?? about);
    if (company !== undefined) observer.companyTakenUp(company);
  }

  /** A request has failed. @throws MaloteError CANCELLED */
  async failed(about: TaxId | null, error: unknown, begunAt = this.context.clock.now()): Promise<Fate> {
    if (!isMaloteError(error) || !error.code.startsWith('SIEG_')) return 'again';
    if (isAway(error)) {
      this.#note(about, error);
      if (await this.#isSiegAway(error)) return 'when-sieg-is-back';
    } else if (isAnswer(error)) this.#siegAnswered(begunAt);
    return about !== null && behaviourOf(error.code).isolates ? this.#companyFailed(about, error) : 'again';
  }

  #note(about: TaxId | null, error: MaloteError): void {
    if (this.#row.failures === 0) this.#row = { ...noRow(), since: this.context.clock.now() };
    this.#row.failures += 1;
    this.#row.about.add(about ?? ACCOUNT_ITSELF);
    this.#errors.set(WHOLE_SIEG, error);
  }

  async #isSiegAway(error: MaloteError): Promise<boolean> {
    if (this.#isOpen) return true;
    const { failures, about } = this.#row;
    const isOneCompanys = about.size === 1 && !about.has(ACCOUNT_ITSELF);
    const trusted = this.context.clock.now() < this.#seenAnsweringAt + TRUSTED_MS / this.context.clock.speed;
    if (failures >= SIEG_RULE.threshold && !isOneCompanys && this.#hasAnswered && !trusted) {
      this.#look ??= this.#probe(error).finally(() => {
        this.#look = null;
      });
    }
    await this.#look;
    return this.#isOpen;
  }

  get #isOpen(): boolean {
    return this.#sieg.openedAt !== null;
  }

  async #untilSiegAnswers(): Promise<void> {
    while (this.#look !== null || this.#isOpen) {
      if (this.#look === null) {
        this.#hold ??= this.#waitAndLook().finally(() => {
          this.#hold = null;
        });
      }
      await (this.#look ?? this.#hold);
    }
  }

  async #waitAndLook(): Promise<void> {
    const { clock, signal, gate } = this.context;
    if (!this.#isAwayTold) this.#tellAway();
    const ends = AbortSignal.any([signal, gate.closing]);
    try {
      await sleepUntil(clock, this.#nextAttemptAt(), AbortSignal.any([ends, this.#back.signal]));
    } catch {
      if (ends.aborted) throw cancellation(ends);
      return;
    }
    await this.#probe(this.#errors.get(WHOLE_SIEG) ?? new MaloteError('SIEG_CONNECTION'));
  }

  /** One request tells whether anybody is there. @param because what led to it */
  async #probe(because: MaloteError): Promise<void> {
    const { clock, gate, signal } = this.context;
    try {
      await gate.pass(signal);
      await this.probe();
      this.#seenAnsweringAt = clock.now();
      this.#siegAnswered(clock.now());
    } catch (error) {
      if (!isMaloteError(error) || !error.code.startsWith('SIEG_')) throw error;
      // whatever else it says, it is there: who asks meets it himself
      if (isAway(error)) this.#siegFailed(error);
      else if (isAnswer(error)) this.#siegAnswered(clock.now());
      else this.#siegFailed(because);
    }
  }

  #siegFailed(error: MaloteError): void {
    const { ledger, clock } = this.context;
    const now = clock.now();
    this.#errors.set(WHOLE_SIEG, error);
    const before = this.#isOpen ? this.#sieg : { ...CLOSED, failures: SIEG_RULE.threshold - 1, since: this.#row.since };
    this.#sieg = afterFailure(before, now, this.#rule);
    const { code, details } = error;
    ledger.transaction(() => {
      ledger.breakers.set(WHOLE_SIEG, { ...this.#sieg, code, details });
      // what failed while nobody answered speaks against no company
      for (const taxId of this.#row.about) if (taxId !== ACCOUNT_ITSELF) this.#closeCompany(taxId);
      const { since, nextAttemptAt } = this.#away();
      ledger.journal.write('capture.sieg-away', 'SIEG', { since, nextAttemptAt, code });
    });
    this.#tellAway();
  }

  #siegAnswered(begunAt: number): void {
    this.#hasAnswered = true;
    if (this.#row.failures > 0 && begunAt < this.#row.since) return;
    this.#row = noRow();
    if (!this.#isOpen) return;
    const { ledger, observer } = this.context;
    const { since } = this.#away();
    this.#sieg = CLOSED;
    ledger.transaction(() => {
      ledger.breakers.closed(WHOLE_SIEG);
      ledger.journal.write('capture.sieg-back', 'SIEG', { since });
    });
    this.#back.abort();
    this.#back = new AbortController();
    observer.siegAway(null);
  }

  #tellAway(): void {
    this.#isAwayTold = true;
    this.context.observer.siegAway(this.#away());
  }

  #nextAttemptAt(): number {
    const now = this.context.clock.now();
    return trialAt(this.#sieg, now, this.#rule) ?? now;
  }

  #away(): SiegAway {
    const { code, message } = this.#errors.get(WHOLE_SIEG) ?? new MaloteError('SIEG_CONNECTION');
    const iso = (instant: number): string => new Date(instant).toISOString();
    return {
      since: iso(this.#sieg.since ?? this.context.clock.now()),
      nextAttemptAt: iso(this.#nextAttemptAt()),
      attempts: this.#sieg.failures - SIEG_RULE.threshold + 1,
      code,
      reason: message,
    };
  }

  #companyFailed(taxId: TaxId, error: MaloteError): Fate {
    const { ledger, clock, observer } = this.context;
    const wasAside = this.isSetAside(taxId);
    this.#companies.failed(taxId, clock.now());
    this.#errors.set(taxId, error);
    const { code, details } = error;
    const state = this.#companies.stateOf(taxId);
    const company = this.#companyOf(taxId);
    ledger.transaction(() => {
      ledger.breakers.set(taxId, { ...state, code, details });
      if (state.openedAt === null || wasAside) return;
      ledger.journal.write('capture.company-aside', company?.folder ?? taxId, { failures: state.failures, code });
    });
    if (state.openedAt === null) return 'again';
    this.#setAside.add(taxId);
    if (company !== undefined && !wasAside) observer.companySetAside(company, error);
    return 'company-aside';
  }

  #closeCompany(taxId: TaxId): void {
    if (this.#companies.stateOf(taxId).failures === 0) return;
    this.#companies.succeeded(taxId);
    this.context.ledger.breakers.closed(taxId);
  }

  #companyOf(taxId: TaxId): CompanyRow | undefined {
    return this.context.companies.find((company) => company.taxId === taxId);
  }
}

function noRow(): { failures: number; since: number; readonly about: Set<string> } {
  return { failures: 0, since: 0, about: new Set() };
}

function scaled(rule: BreakerRule, speed: number): BreakerRule {
  const { coolDownMs, longestMs } = rule;
  const scaledDown = { ...rule, coolDownMs: coolDownMs / speed };
  return longestMs === undefined ? scaledDown : { ...scaledDown, longestMs: longestMs / speed };
}
