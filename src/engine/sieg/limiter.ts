/** Where the last-call times of a key live, so that all processes with that key stay inside the limit together. */
export interface LimiterStore {
  /**
   * Atomically reserves the next free instant of `bucket` for the key with this fingerprint, `intervalMs` after the last one.
   * @returns the instant (ms since 1970) at which the caller may go.
   */
  reserve(keyFingerprint: string, bucket: string, intervalMs: number, now: number): number;
  /** Nobody with this key may call `bucket` before `until` (a 429 with Retry-After). */
  holdUntil(keyFingerprint: string, bucket: string, until: number): void;
}
