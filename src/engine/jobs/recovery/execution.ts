import { MaloteError } from '../../../shared/errors';
import type { RecoveryOptions } from '../../../shared/ipc/recovery';
import type { ShareRoot } from '../../../shared/ipc/shares';
import { monotonicMs } from '../../base';
import type { SettledItem } from '../../ledger';
import type { JobContext, JobEntry } from '../runner';
import { RecoveryAccount } from './account';
import { logLine, type RecoveryLog } from './log-file';
import type { RecoveryServices, RecoveryServiceOptions } from './place';

/** The time at work is put on record this often. */
const TICK_MS = 1_000;

/** The recovery that is at work in this process: what its parts share. */
export class Execution {
  readonly account = new RecoveryAccount();
  #pause = new AbortController();
  #waitingFor: readonly ShareRoot[] = [];
  #tickedAt = monotonicMs();

  constructor(
    readonly id: number,
    readonly options: RecoveryOptions,
    readonly log: RecoveryLog,
    readonly place: RecoveryServices,
    readonly service: RecoveryServiceOptions,
    private readonly context: JobContext,
  ) {
    // before it ends, while its items can still be taken back
    context.signal.addEventListener('abort', () => this.withdraw(), { once: true });
    this.account.restart(service.ledger.recoveryWork.totals(id));
  }

  /** Aborted by a stop. */
  get signal(): AbortSignal {
    return this.context.signal;
  }

  /** Aborted by a stop or a pause: for work that is simply begun again. */
  get atWork(): AbortSignal {
    return AbortSignal.any([this.signal, this.#pause.signal]);
  }

  get gate(): JobContext['gate'] {
    return this.context.gate;
  }

  /** Fetches, while nobody else takes documents in. @throws MaloteError RUN_IN_PROGRESS */
  takingIn(work: () => Promise<void>): Promise<void> {
    return this.context.alone('intake', work);
  }

  /** Roots that it waits for. */
  get waitingFor(): readonly ShareRoot[] {
    return this.#waitingFor;
  }

  waitFor(roots: readonly ShareRoot[]): void {
    if (roots.join() === this.#waitingFor.join()) return;
    this.#waitingFor = roots;
    this.tell();
  }

  /** Told that it is held now, or goes on. */
  paused(isPaused: boolean): JobEntry {
    this.#account(isPaused);
    this.service.ledger.recoveryWork.setState(this.id, isPaused ? 'paused' : 'running');
    if (isPaused) this.#pause.abort(new MaloteError('CANCELLED'));
    else this.#pause = new AbortController();
    if (isPaused) this.withdraw();
    return { action: isPaused ? 'recovery.paused' : 'recovery.resumed', subject: `recovery ${String(this.id)}` };
  }

  /** What nobody has begun leaves the outbox: a dispatcher that works by itself would deliver it in spite of a stop or a pause. */
  withdraw(): void {
    if (this.context.lost) return;
    const { ledger } = this.service;
    ledger.transaction(() => {
      const items = this.place.outbox.withdrawRecovery(this.id);
      if (items > 0) ledger.journal.write('recovery.withdrawn', `recovery ${String(this.id)}`, { items });
    });
  }

  /** Waits while paused. @throws MaloteError CANCELLED after a stop */
  async pass(): Promise<void> {
    if (monotonicMs() - this.#tickedAt >= TICK_MS) this.tick();
    await this.gate.pass(this.signal);
  }

  /** Puts outcomes on record, in the ledger and in the log, together or not at all. @returns how many there were. */
  settle(work: () => readonly SettledItem[]): number {
    const { ledger, clock } = this.service;
    const before = this.log.bytes;
    try {
      const items = ledger.transaction(() => {
        const settled = work();
        if (settled.length === 0) return settled;
        const at = new Date(clock.now()).toISOString();
        this.log.append(settled.map((item) => logLine(item, at)));
        ledger.recoveryWork.logged(this.id, this.log.bytes);
        return settled;
      });
      this.account.settled(items, monotonicMs());
      if (items.length > 0) this.tell();
      return items.length;
    } catch (error) {
      this.log.cutBack(before);
      throw error;
    }
  }

  /** Lines that are no outcome of a file. */
  note(lines: readonly string[]): void {
    this.log.append(lines);
    this.service.ledger.recoveryWork.logged(this.id, this.log.bytes);
  }

  tell(): void {
    const { total } = this.account.progress().files;
    this.context.tell({ phase: null, done: total - this.account.left, total });
  }

  /** Puts the time at work on record, without that of pauses. */
  tick(): void {
    this.#account(!this.gate.paused);
  }

  #account(wasAtWork: boolean): void {
    const now = monotonicMs();
    if (wasAtWork) this.service.ledger.recoveryWork.worked(this.id, now - this.#tickedAt);
    this.#tickedAt = now;
  }
}
