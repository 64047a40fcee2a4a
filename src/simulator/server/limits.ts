/** Calls per minute and key. */
export interface Limits {
  /** All calls of the legacy API together. */
  readonly legacy: number;
  /** v1 baixar-xmls. */
  readonly v1Pages: number;
  /** v1 contar-xmls. */
  readonly v1Counts: number;
  /** Every other v1 endpoint, each for itself. */
  readonly v1Others: number;
}

/** As the public clients of the API met them. */
export const SIEG_LIMITS: Limits = { legacy: 30, v1Pages: 2, v1Counts: 5, v1Others: 30 };

const MINUTE = 60_000;
/** Calls spaced exactly at the limit may arrive this much closer because of the machine, and are let through. */
const JITTER = 50;

/** A sliding window per bucket. Refused calls do not count. */
export class RateLimits {
  readonly #windowMs: number;
  readonly #speed: number;
  readonly #calls = new Map<string, number[]>();

  constructor(speed: number) {
    this.#speed = speed;
    const window = MINUTE / speed;
    this.#windowMs = window - Math.min(JITTER, window / 2);
  }

  /** @returns null when the call may pass, else the seconds to wait, in the client's own (unhurried) time. */
  admit(bucket: string, limit: number, now: number): number | null {
    const calls = (this.#calls.get(bucket) ?? []).filter((time) => now - time < this.#windowMs);
    this.#calls.set(bucket, calls);
    const oldest = calls[0];
    if (calls.length < limit || oldest === undefined) {
      calls.push(now);
      return null;
    }
    return Math.max(1, Math.ceil(((oldest + this.#windowMs - now) * this.#speed) / 1_000));
  }

  reset(): void {
    this.#calls.clear();
  }
}
