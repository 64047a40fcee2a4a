import { isMaloteError, MaloteError } from '../../../shared/errors';
import {
  DEFAULT_TUNING,
  pagesOfDay,
  Refetch,
  type CaptureContext,
  type CaptureObserver,
  type FetchAnswer,
} from '../../capture';
import { decodeAccessKey, firstDay, lastDay, monthAt, SIEG_KINDS, type Month } from '../../domain';
import type { IntakeBatch } from '../../intake';
import { siegAwaySentence } from '../../../shared/messages/pt-BR/sieg';
import type { FetchDay, ItemToFetch, SettledItem } from '../../ledger';
import { isRootWide } from '../../shares';
import type { SiegApi } from '../../sieg';
import type { Execution } from './execution';

const BATCH = 200;

/** What the pages of days brought to their end with, by `pagesName`: null where they were walked, else what SIEG failed with. */
type WalkedPages = Map<string, MaloteError | null>;

function pagesName({ kind, month, day }: Pick<FetchDay, 'month' | 'day'> & { readonly kind: string | null }): string {
  return `${String(kind)} ${day ?? String(month)}`;
}

/**
 * Brings back what is missing, gone or altered: from a copy that lies at hand, else from SIEG, through capture's own means. Each request
 * is on record under a run of its own, what comes enters through intake, and what is filed and not whole is written again at its place.
 */
export class FetchPart {
  constructor(private readonly execution: Execution) {}

  /** @throws MaloteError RUN_IN_PROGRESS, SIEG_* that every request would meet, SHARE_*, CANCELLED */
  async run(): Promise<void> {
    const { service, id, signal } = this.execution;
    const { ledger } = service;
    if (ledger.recoveryWork.months(id).length === 0) return;
    await service.beforeIntake?.();
    await this.execution.takingIn(async () => {
      ledger.transaction(() => {
        ledger.runs.markInterrupted();
        ledger.requests.abandonOpen();
      });
      for (const month of ledger.recoveryWork.months(id))
        await this.#eachKey(month, (item) => this.#fromCopies(item, signal));
      await this.#fromSieg();
    });
  }

  /** What no copy has brought back. */
  async #fromSieg(): Promise<void> {
    const { service, id, place } = this.execution;
    const months = service.ledger.recoveryWork.months(id);
    if (months.length === 0) return;
    const sieg = await service.openSieg(place.settings);
    place.reception.start();
    try {
      for (const month of months) await this.#month(month, sieg.api);
    } finally {
      await place.reception.stop();
      sieg.close();
    }
  }

  async #month(of: Month | null, api: SiegApi): Promise<void> {
    const { id, service } = this.execution;
    const { ledger } = service;
    const month = of ?? this.#monthOfKeys() ?? monthAt(service.clock.now());
    const runId = ledger.runs.start(month, { recovery: id }, [], null);
    ledger.journal.write('recovery.fetching', `recovery ${String(id)}`, { month, run: runId });
    const context = this.#context(runId, month, api);
    const refetch = new Refetch(context);
    try {
      const walked = await this.#pages(refetch, of, api.capabilities.maxTake);
      await context.intake.allFiled(context.signal);
      await this.#eachKey(of, (item) => this.#key(refetch, item, { walked, signal: context.signal }));
      ledger.runs.end(runId, 'complete', {});
    } catch (error) {
      const stopped = isMaloteError(error, 'CANCELLED');
      ledger.runs.end(runId, stopped ? 'stopped' : 'failed', {
        error: isMaloteError(error) ? error.toEnvelope() : null,
      });
      throw error;
    } finally {
      ledger.requests.abandonOpen();
    }
  }

  /** Of findings that do not say their month: the key does. */
  #monthOfKeys(): Month | null {
    const [first] = this.execution.service.ledger.recoveryWork.nextToFetch(this.execution.id, null, 0, 1);
    return first === undefined ? null : (decodeAccessKey(first.identity)?.month ?? null);
  }

  /**
   * The pages of days where they are fewer requests than the keys, and wherever something has no key: of its day, or of its whole month where
   * the day is not known.
   */
  async #pages(refetch: Refetch, month: Month | null, maxTake: number): Promise<WalkedPages> {
    const walked: WalkedPages = new Map();
    for (const window of this.execution.service.ledger.recoveries.fetchDays(this.execution.id, 'planned')) {
      const { kind, day, keyed, keyless, held } = window;
      const siegKind = SIEG_KINDS.find((one) => one === kind);
      if (siegKind === undefined || window.month !== month) continue;
      const [from, to] = day === null ? [month && firstDay(month), month && lastDay(month)] : [day, day];
      const isWorthIt = keyless > 0 || (day !== null && pagesOfDay(held, maxTake) < keyed);
      if (!isWorthIt || from === null || to === null) continue;
      const ofMonth = walked.get(pagesName({ kind, month, day: null }));
      if (ofMonth !== undefined && day?.startsWith(month ?? '') === true) {
        walked.set(pagesName(window), ofMonth);
        continue;
      }
      await this.execution.pass();
      walked.set(pagesName(window), await refetch.days(siegKind, from, to));
    }
    return walked;
  }

  async #eachKey(month: Month | null, work: (item: ItemToFetch) => Promise<void>): Promise<void> {
    const { id, service } = this.execution;
    for (let after = 0; ;) {
      const items = service.ledger.recoveryWork.nextToFetch(id, month, after, BATCH);
      if (items.length === 0) return;
      for (const item of items) {
        await this.execution.pass();
        await this.#orItsOwnFault(item, () => work(item));
        after = item.id;
      }
    }
  }

  /** Copies cost no request: what one of them brings back is never asked of SIEG. */
  async #fromCopies(item: ItemToFetch, signal: AbortSignal): Promise<void> {
    const wasWhole = await this.#isWhole(item.identity, signal);
    const whole =
      wasWhole ||
      (await this.#patiently(() => this.execution.place.restorer.fromCopies(item.identity, signal), signal));
    if (whole) this.#settleWhole(item, wasWhole && item.category !== 'missing' ? 'same' : 'fetched');
  }

  async #key(
    refetch: Refetch,
    item: ItemToFetch,
    { walked, signal }: { readonly walked: WalkedPages; readonly signal: AbortSignal },
  ): Promise<void> {
    if (await this.#isWhole(item.identity, signal)) {
      this.#settleWhole(item, 'fetched');
      return;
    }
    const answer = await this.#ask(refetch, item, signal);
    const isBack =
      (await this.#isWhole(item.identity, signal)) ||
      (await this.#patiently(() => this.execution.place.restorer.fromOtherForm(item.identity, signal), signal));
    if (isBack) {
      this.#settleWhole(item, 'fetched');
      return;
    }
    const why = reasonOf(answer, item, walked);
    const state = why.code.startsWith('SIEG_') ? 'failed' : 'unavailable';
    this.#settle((work) => work.settleOne(item.id, state, why.code));
    // beside the promise too, where there is one: the month's evidence shows it
    this.execution.service.ledger.expectations.noteAnswer(item.identity, why.message);
  }

  /** An event is asked for as one; with its document only where that has not brought it. */
  async #ask(refetch: Refetch, item: ItemToFetch, signal: AbortSignal): Promise<FetchAnswer> {
    const { documentIdentity, kind, issueDay } = item;
    const wanted = { identity: documentIdentity ?? item.identity, kind, issueDay };
    if (documentIdentity === null) return refetch.one(wanted);
    const answer = await refetch.events(wanted);
    if (answer.is === 'given' && (await this.#isWhole(item.identity, signal))) return answer;
    const withDocument = await refetch.one(wanted);
    return withDocument.is === 'given' ? withDocument : answer;
  }

  #settleWhole(item: ItemToFetch, state: 'fetched' | 'same'): void {
    this.#settle((work) => work.fetched(item.id, state, this.#target));
  }

  /** A file that does not let itself be read or written stands against its own item alone. */
  async #orItsOwnFault(item: ItemToFetch, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!isMaloteError(error) || !error.code.startsWith('SHARE_') || isRootWide(error)) throw error;
      this.#settle((recovery) => recovery.settleOne(item.id, 'failed', error.code));
    }
  }

  #settle(work: (ledger: Execution['service']['ledger']['recoveryWork']) => readonly SettledItem[]): void {
    const { service, account, id } = this.execution;
    const before = account.left;
    this.execution.settle(() => work(service.ledger.recoveryWork));
    // what was fetched may be to be delivered now
    if (account.left >= before - 1) account.restart(service.ledger.recoveryWork.totals(id));
  }

  readonly #target = (kind: Parameters<Execution['place']['outbox']['documentTarget']>[0], identity: string): string =>
    this.execution.place.outbox.documentTarget(kind, identity);

  #isWhole(identity: string, signal: AbortSignal): Promise<boolean> {
    return this.#patiently(() => this.execution.place.restorer.isWhole(identity, signal), signal);
  }

  #patiently<Value>(work: () => Promise<Value>, signal: AbortSignal): Promise<Value> {
    return this.execution.place.reception.patiently(work, signal);
  }

  #context(runId: number, month: Month, api: SiegApi): CaptureContext {
    const { service, place, signal, gate } = this.execution;
    const { ledger, clock } = service;
    return {
      runId,
      month,
      ledger,
      api,
      clock,
      gate,
      signal,
      chain: [runId],
      companies: [],
      archive: place.roots.archive,
      random: service.random ?? Math.random,
      intake: this.#intake(),
      observer: this.#observer(),
      tuning: DEFAULT_TUNING,
    };
  }

  /** Reception, and afterwards what it does not do: a known document whose file is gone is written again. */
  #intake(): CaptureContext['intake'] {
    const { reception } = this.execution.place;
    return {
      allFiled: (signal) => reception.allFiled(signal),
      patiently: (work, signal) => reception.patiently(work, signal),
      page: async (batch, note, signal) => {
        const page = await reception.page(batch, note, signal);
        if (page.result === null) await reception.allFiled(signal);
        await this.#restore(batch, signal);
        return page;
      },
      accept: async (batch, signal, alongside) => {
        const result = await reception.accept(batch, signal, alongside);
        await this.#restore(batch, signal);
        return result;
      },
    };
  }

  async #restore(batch: Pick<IntakeBatch, 'files' | 'handedOutAs'>, signal: AbortSignal): Promise<void> {
    const { id, service } = this.execution;
    const isWanted = (identity: string): boolean => service.ledger.recoveryWork.wanted(id, identity) !== null;
    await this.#patiently(() => this.execution.place.restorer.fromFiles(batch, isWanted, signal), signal);
  }

  #observer(): CaptureObserver {
    const { onChange, onNotice } = this.execution.service;
    return {
      requestEnded: onChange,
      foresee: () => undefined,
      phase: () => undefined,
      promised: () => undefined,
      companiesTouched: () => undefined,
      companyCompared: () => undefined,
      failed: (_question, { error }) => {
        if (isMaloteError(error)) onNotice('warning', error.message, error.code);
      },
      notice: (text) => {
        onNotice('warning', text, null);
      },
      unanswered: (question, error) => {
        onNotice('warning', `${question}: ${error.message}`, error.code);
      },
      siegAway: (away) => {
        onNotice(away === null ? 'info' : 'warning', siegAwaySentence(away), away?.code ?? null);
      },
      companySetAside: () => undefined,
      companyTakenUp: () => undefined,
    };
  }
}

/** Why an item has not come back although everything was asked that can be. */
function reasonOf(answer: FetchAnswer, item: ItemToFetch, walked: WalkedPages): MaloteError {
  const { identity, kind, month, issueDay: day } = item;
  switch (answer.is) {
    case 'failed':
      return answer.error;
    case 'nothing':
      return new MaloteError('RECOVERY_NOT_AT_SIEG', { identity });
    case 'given':
      return new MaloteError('RECOVERY_OTHER_BYTES', { identity });
    case 'no-key': {
      const pages = walked.get(pagesName({ kind, month, day }));
      return pages ?? new MaloteError(pages === null ? 'RECOVERY_NOT_ON_PAGES' : 'RECOVERY_NO_KEY', { identity });
    }
  }
}
