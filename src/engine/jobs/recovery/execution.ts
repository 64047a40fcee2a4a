import { MaloteError } from '../../../shared/errors';
import type { RecoveryOptions } from '../../../shared/ipc/recovery';
import type { ShareRoot } from '../../../shared/ipc/shares';
import { monotonicMs } from '../../base';
import type { SettledItem } from '../../ledger';
import { RunGate } from '../run';
import { RecoveryAccount } from './account';
import { logLine, type RecoveryLog } from './log-file';
import type { RecoveryServices, RecoveryServiceOptions } from './place';

/** The time at work is put on record this often. */
const TICK_MS = 1_000;

/** The recovery that is at work in this process: what its parts share. */
export class Execution {
  readonly gate = new RunGate();
  readonly account = new RecoveryAccount();
  readonly #stop = new AbortController();
  #pause = new AbortController();
  #waitingFor: readonly ShareRoot[] = [];
  #tickedAt = monotonicMs();
  #lost = false;

  constructor(
    readonly id: number,
    readonly options: RecoveryOptions,
    readonly log: RecoveryLog,
    readonly place: RecoveryServices,
    readonly service: RecoveryServiceOptions,
  ) {
    this.account.restart(service.ledger.recoveryWork.totals(id));
  }

  /** Aborted by a stop. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** Aborted by a stop or a pause: for work that is simply begun again. */
  get atWork(): AbortSignal {
    return AbortSignal.any([this.#stop.signal, this.#pause.signal]);
  }

  /** Roots that it waits for. */
  get waitingFor(): readonly ShareRoot[] {
    return this.#waitingFor;
  }

  waitFor(roots: readonly ShareRoot[]): void {
    if (roots.join() === this.#waitingFor.join()) return;
    this.#waitingFor = roots;
    this.service.onChange();
  }

  pause(): void {
    if (this.gate.paused || this.gate.closed) return;
    this.tick();
    this.gate.pause();
    this.#pause.abort(new MaloteError('CANCELLED'));
    this.#say('paused');
    this.withdraw();
  }

  resume(): void {
    if (!this.gate.paused || this.gate.closed) return;
    this.#pause = new AbortController();
    this.#say('running');
    this.gate.resume();
  }

  stop(): void {
    if (this.gate.closed) return;
    this.#end();
    this.withdraw();
  }

  /** Another process has taken this recovery over: nothing of it is touched any more. */
  lose(): void {
    this.#lost = true;
    this.#end();
  }

  get lost(): boolean {
    return this.#lost;
  }

  #end(): void {
    this.gate.close();
    this.#stop.abort(new MaloteError('CANCELLED'));
  }

  /** What nobody has begun leaves the outbox: a dispatcher that works by itself would deliver it in spite of a stop or a pause. */
  withdraw(): void {
    if (this.#lost) return;
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
      if (items.length > 0) this.service.onChange();
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

  /** Puts the time at work on record, without that of pauses. */
  tick(): void {
    const now = monotonicMs();
    if (!this.gate.paused) this.service.ledger.recoveryWork.worked(this.id, now - this.#tickedAt);
    this.#tickedAt = now;
  }

  #say(state: 'paused' | 'running'): void {
    const { ledger, onChange } = this.service;
    this.tick();
    ledger.transaction(() => {
      ledger.recoveryWork.setState(this.id, state);
      ledger.journal.write(state === 'paused' ? 'recovery.paused' : 'recovery.resumed', `recovery ${String(this.id)}`);
    });
    onChange();
  }
}
