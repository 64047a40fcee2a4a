import { after, type StopTimer } from '../base';
import { HeldLock, type WorkspaceLock } from '../ledger';

/** The lock is kept this long (real time) after the last delivery, so that a busy outbox does not take it for every batch. */
const HOLD_MS = 5_000;

/** Sees to it that one process at a time empties the outbox. Taken again while it is held, it stays held. */
export class DeliveryLock {
  readonly #lock: HeldLock;
  #letGo: StopTimer | undefined;

  constructor(
    lock: WorkspaceLock,
    /** Called when it has just been taken: nobody else is at work. */
    private readonly onTaken: () => void,
  ) {
    // whoever took it over settles by looking what was under way here
    this.#lock = new HeldLock(lock, () => {
      this.#letGo?.();
    });
  }

  /** Whether another process holds it now. */
  get isElsewhere(): boolean {
    return this.#lock.holder() !== null;
  }

  /** @returns false while another process holds it. */
  take(): boolean {
    this.#letGo?.();
    if (this.#lock.held) return true;
    if (this.#lock.take() !== null) return false;
    this.onTaken();
    return true;
  }

  releaseSoon(): void {
    this.#letGo?.();
    this.#letGo = after(
      HOLD_MS,
      () => {
        try {
          this.release();
        } catch {
          // it heals itself, as the lock of a dead process does
        }
      },
      { keepsProcess: false },
    );
  }

  release(): void {
    this.#letGo?.();
    this.#lock.release();
  }
}
