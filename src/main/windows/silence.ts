/** How long a page may give no sign of life before it is taken for dead. */
export const SILENT_FOR_MS = 15_000;

/** Ends a page that stays silent: `begin` when it stops responding, `end` when it responds again or is gone. */
export class SilenceWatch {
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly onTooLong: () => void) {}

  begin(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.onTooLong();
    }, SILENT_FOR_MS);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
