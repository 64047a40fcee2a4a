/** One end of a channel, whichever kind this process has: Electron's ports and Node's are alike but not the same. */
export interface Port {
  post(message: unknown): void;
  /** Calls `listener` with every message from now on, those that waited included. */
  listen(listener: (message: unknown) => void): void;
  /** Calls `listener` when the other end is gone. */
  onClose(listener: () => void): void;
  close(): void;
}
