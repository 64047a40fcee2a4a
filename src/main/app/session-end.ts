/** What a window tells, on Windows alone, when the user logs off or the computer is shut down. */
export interface SessionWindow {
  on(event: 'query-session-end', listener: (event: { preventDefault(): void }) => void): unknown;
  on(event: 'session-end', listener: () => void): unknown;
  /** Nothing is asked, and no event can refuse it. */
  destroy(): void;
}

export interface SessionEndOptions {
  /** Whether there is work that has to be put away in order. */
  readonly running: () => boolean;
  /** Ends the program without a question; may be called more than once. */
  readonly end: () => void;
  /** A window that shows nothing, to hear of the session's end; null where windows do not tell of it. */
  readonly silentWindow: () => SessionWindow | null;
}

/**
 * The end of the session (log-off, shutdown, an installer that wants the program gone): the run stops at once and in order, and nobody is
 * asked. Windows first asks every window, and ends the program some five seconds after it has agreed: a program at work holds its
 * agreement back, ends by itself, and the shutdown goes on then. Windows asks windows only: a program without one keeps a silent one.
 */
export class SessionEnd {
  #silent: SessionWindow | null = null;

  constructor(private readonly options: SessionEndOptions) {}

  /** The program has a window again, or for the first time. */
  attach(window: SessionWindow): void {
    this.#listen(window);
    this.#silent?.destroy();
    this.#silent = null;
  }

  /** The program goes on without a window. */
  goOnWithoutWindow(): void {
    if (this.#silent !== null) return;
    this.#silent = this.options.silentWindow();
    if (this.#silent !== null) this.#listen(this.#silent);
  }

  /** The system ends the session, and waits a while when it is asked to. */
  ends(event?: { preventDefault(): void }): void {
    if (this.options.running()) event?.preventDefault();
    this.options.end();
  }

  #listen(window: SessionWindow): void {
    window.on('query-session-end', (event) => {
      // somebody else may still refuse: a program without work has nothing to put away before
      if (this.options.running()) this.ends(event);
    });
    window.on('session-end', () => {
      this.ends();
    });
  }
}
