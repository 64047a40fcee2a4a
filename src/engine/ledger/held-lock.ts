import { isMaloteError, MaloteError, type ErrorCode } from '../../shared/errors';
import { every, type StopTimer } from '../base';
import type { LockHolder, WorkspaceLock } from './lock';

const HEARTBEAT_MS = 5_000;

/** A lock with its heartbeat, from `take` to `release`. */
export class HeldLock {
  #heartbeat: StopTimer | null = null;

  /** @param onLost told when somebody took the lock over while this machine slept: the work that it stood for must end. */
  constructor(
    private readonly lock: WorkspaceLock,
    private readonly onLost: () => void,
  ) {}

  get held(): boolean {
    return this.#heartbeat !== null;
  }

  /** Who else holds it now; null when it could be taken, or is ours. */
  holder(): LockHolder | null {
    return this.held ? null : this.lock.holder();
  }

  /** Taken again while it is held, it stays held. @returns null when it is ours now, else who holds it. */
  take(): LockHolder | null {
    if (this.held) return null;
    const holder = this.lock.take();
    if (holder !== null) return holder;
    this.#heartbeat = every(
      HEARTBEAT_MS,
      () => {
        try {
          this.#beat();
        } catch {
          // a ledger that cannot be written now is tried again with the next beat
        }
      },
      { keepsProcess: false },
    );
    return null;
  }

  /** @throws MaloteError `busy`, with who holds it, when it is not ours now */
  takeOr(busy: ErrorCode): void {
    const holder = this.take();
    if (holder !== null) throw new MaloteError(busy, { pid: holder.pid, host: holder.host, since: holder.takenAt });
  }

  /** @throws MaloteError LEDGER_* */
  #beat(): void {
    if (this.lock.heartbeat()) return;
    this.#forget();
    this.onLost();
  }

  /** A lock whose row cannot be removed now heals itself, as one of a dead process does. */
  release(): void {
    if (!this.held) return;
    this.#forget();
    try {
      this.lock.release();
    } catch (error) {
      if (!isMaloteError(error)) throw error;
    }
  }

  #forget(): void {
    this.#heartbeat?.();
    this.#heartbeat = null;
  }
}
