/** What the operating system does for secrets. Each of these may fail. */
export interface Encryption {
  /** False where it would only pretend to (Linux without a key ring). */
  available(): Promise<boolean>;
  encrypt(text: string): Promise<Buffer>;
  /** `isStale`: the system has changed its key and wants the text to be encrypted anew. */
  decrypt(encrypted: Buffer): Promise<{ readonly text: string; readonly isStale: boolean }>;
}
