import type { WorkspaceLock } from '../ledger';

/** The lock is kept this long (real time) after the last delivery, so that a busy outbox does not take it for every batch. */
const HOLD_MS = 5_000;
const HEARTBEAT_MS = 5_000;

/** Sees to it that one process at a time empties the outbox. Taken again while it is held, it stays held. */
export class DeliveryLock {
  #held = false;
  #heartbeat: ReturnType<typeof setInterval> | undefined;
  #letGo: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly lock: WorkspaceLock,
    /** Called when it has just been taken: nobody else is at work. */
    private readonly onTaken: () => void,
  ) {}

  /** Whether another process holds it now. */
  get isElsewhere(): boolean {
    return !this.#held && this.lock.holder() !== null;
  }

  /** @returns false while another process holds it. */
  take(): boolean {
    clearTimeout(this.#letGo);
    if (this.#held) return true;
    if (this.lock.take() !== null) return false;
    this.#held = true;
    this.onTaken();
    this.#heartbeat = setInterval(() => {
      // somebody took it over while this machine slept: their looking settles what was under way here
      if (!this.lock.heartbeat()) this.#forget();
    }, HEARTBEAT_MS);
    this.#heartbeat.unref();
    return true;
  }

  releaseSoon(): void {
    clearTimeout(this.#letGo);
    this.#letGo = setTimeout(() => {
      this.release();
    }, HOLD_MS);
    this.#letGo.unref();
  }

  release(): void {
    const held = this.#held;
    this.#forget();
    if (held) this.lock.release();
  }

  #forget(): void {
    clearTimeout(this.#letGo);
    clearInterval(this.#heartbeat);
    this.#held = false;
  }
}
