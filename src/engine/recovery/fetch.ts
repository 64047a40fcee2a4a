import { isMaloteError, MaloteError } from '../../shared/errors';
import { DEFAULT_TUNING, pagesOfDay, Refetch, type CaptureContext, type CaptureObserver } from '../capture';
import { decodeAccessKey, SIEG_KINDS, type Month, type SiegKind } from '../domain';
import { isWhole, restoreFiled } from '../intake';
import { HeldLock, type ItemToFetch, type SettledItem } from '../ledger';
import type { SiegApi, SiegFile } from '../sieg';
import type { Execution } from './execution';

const BATCH = 200;

/**
 * Asks SIEG again for what is missing, gone or altered, through capture's own means: each request is on record under a run of its
 * own, what comes enters through intake, and a filed document whose file is gone is written again at its place.
 */
export class FetchPart {
  constructor(private readonly execution: Execution) {}

  /** @throws MaloteError RUN_IN_PROGRESS, SIEG_* that every request would meet, SHARE_*, CANCELLED */
  async run(): Promise<void> {
    const { room, id, place } = this.execution;
    const { ledger } = room;
    const months = ledger.recoveryWork.months(id);
    if (months.length === 0) return;
    await room.beforeIntake?.();
    const lock = new HeldLock(ledger.lock('run'), () => {
      this.execution.stop();
    });
    lock.takeOr('RUN_IN_PROGRESS');
    try {
      ledger.transaction(() => {
        ledger.runs.markInterrupted();
        ledger.requests.abandonOpen();
      });
      const sieg = await room.openSieg(place.settings);
      place.reception.start();
      try {
        for (const month of months) await this.#month(month, sieg.api);
      } finally {
        await place.reception.stop();
        sieg.close();
      }
    } finally {
      lock.release();
    }
  }

  async #month(of: Month | null, api: SiegApi): Promise<void> {
    const { id, room } = this.execution;
    const { ledger } = room;
    const month = of ?? this.#monthOfKeys() ?? new Date(room.clock.now()).toISOString().slice(0, 7);
    const runId = ledger.runs.start(month, { recovery: id }, [], null);
    ledger.journal.write('recovery.fetching', `recovery ${String(id)}`, { month, run: runId });
    const context = this.#context(runId, month, api);
    const refetch = new Refetch(context);
    try {
      await this.#days(refetch, of, api.capabilities.maxTake);
      await context.intake.allFiled(context.signal);
      await this.#keys(refetch, of, context.signal);
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
    const [first] = this.execution.room.ledger.recoveryWork.nextToFetch(this.execution.id, null, 0, 1);
    return first === undefined ? null : (decodeAccessKey(first.identity)?.month ?? null);
  }

  /** Days whose pages are fewer requests than their keys. */
  async #days(refetch: Refetch, month: Month | null, maxTake: number): Promise<void> {
    if (month === null) return;
    const days = this.execution.room.ledger.recoveries.fetchDays(this.execution.id);
    for (const { kind, day, wanted, held } of days) {
      const siegKind = SIEG_KINDS.find((one) => one === kind);
      if (siegKind === undefined || !day.startsWith(month) || pagesOfDay(held, maxTake) >= wanted) continue;
      await this.execution.pass();
      await refetch.day(siegKind satisfies SiegKind, day);
    }
  }

  async #keys(refetch: Refetch, month: Month | null, signal: AbortSignal): Promise<void> {
    const { id, room } = this.execution;
    for (let after = 0; ;) {
      const items = room.ledger.recoveryWork.nextToFetch(id, month, after, BATCH);
      if (items.length === 0) return;
      for (const item of items) {
        await this.execution.pass();
        await this.#key(refetch, item, signal);
        after = item.id;
      }
    }
  }

  async #key(refetch: Refetch, item: ItemToFetch, signal: AbortSignal): Promise<void> {
    if (await this.#isWhole(item.identity, signal)) {
      this.#settle((work) => work.fetched(item.id, item.category === 'missing' ? 'fetched' : 'same', this.#target));
      return;
    }
    const answer = await refetch.one({
      identity: item.documentIdentity ?? item.identity,
      kind: item.kind,
      issueDay: item.issueDay,
    });
    if (await this.#isWhole(item.identity, signal)) {
      this.#settle((work) => work.fetched(item.id, 'fetched', this.#target));
      return;
    }
    this.#settle((work) => {
      switch (answer.is) {
        case 'failed':
          return work.settleOne(item.id, 'failed', answer.error.code);
        case 'nothing':
          return work.settleOne(item.id, 'unavailable', 'RECOVERY_NOT_AT_SIEG');
        case 'given':
          return work.settleOne(item.id, 'unavailable', 'RECOVERY_OTHER_BYTES');
      }
    });
    this.#noteAnswer(item, answer);
  }

  /** Beside the promise too, where there is one: the month's evidence shows it. */
  #noteAnswer(item: ItemToFetch, answer: Awaited<ReturnType<Refetch['one']>>): void {
    const code = answer.is === 'nothing' ? 'RECOVERY_NOT_AT_SIEG' : 'RECOVERY_OTHER_BYTES';
    const error = answer.is === 'failed' ? answer.error : new MaloteError(code, { identity: item.identity });
    this.execution.room.ledger.expectations.noteAnswer(item.identity, error.message);
  }

  #settle(work: (ledger: Execution['room']['ledger']['recoveryWork']) => readonly SettledItem[]): void {
    const { room, account, id } = this.execution;
    const before = account.left;
    this.execution.settle(() => work(room.ledger.recoveryWork));
    // what was fetched may be to be delivered now
    if (account.left >= before - 1) account.restart(room.ledger.recoveryWork.totals(id));
  }

  readonly #target = (kind: Parameters<Execution['place']['outbox']['documentTarget']>[0], identity: string): string =>
    this.execution.place.outbox.documentTarget(kind, identity);

  #isWhole(identity: string, signal: AbortSignal): Promise<boolean> {
    const { room, place } = this.execution;
    const { archive } = place.roots;
    return place.reception.patiently(() => isWhole({ ledger: room.ledger, archive }, identity, signal), signal);
  }

  #context(runId: number, month: Month, api: SiegApi): CaptureContext {
    const { room, place, signal, gate } = this.execution;
    const { ledger, clock } = room;
    return {
      ...{ runId, month, ledger, api, clock, gate, signal },
      chain: [runId],
      companies: [],
      archive: place.roots.archive,
      random: room.random ?? Math.random,
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
        if (page.result !== null) await this.#restore(batch.files, signal);
        return page;
      },
      accept: async (batch, signal, alongside) => {
        const result = await reception.accept(batch, signal, alongside);
        await this.#restore(batch.files, signal);
        return result;
      },
    };
  }

  async #restore(files: readonly SiegFile[], signal: AbortSignal): Promise<void> {
    const { id, room, place } = this.execution;
    const { ledger } = room;
    const options = { ledger, archive: place.roots.archive };
    const isWanted = (identity: string): boolean => ledger.recoveryWork.wanted(id, identity) !== null;
    await place.reception.patiently(() => restoreFiled(options, files, isWanted, signal), signal);
  }

  #observer(): CaptureObserver {
    const { onChange, onNotice } = this.execution.room;
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
    };
  }
}
