import { MaloteError } from '../shared/errors';
import type { AlertLine } from '../shared/ipc/alerts';
import type { AlertChannel } from '../engine';
import type { DesktopAlert } from '../shared/ipc/host-link';

interface Waiting {
  readonly shown: () => void;
  readonly failed: (error: MaloteError) => void;
}

/** Who shows notifications of the operating system, and answers through `shown`. */
export interface NotificationPlace {
  /** Whether there is anybody now. */
  isThere(): boolean;
  show(alert: DesktopAlert): void;
}

/** Notifications of the operating system, which only the main process of a window can show. */
export class DesktopChannel implements AlertChannel {
  readonly name = 'desktop';
  readonly #waiting = new Map<number, Waiting>();

  constructor(private readonly place: NotificationPlace) {}

  isThere(): boolean {
    return this.place.isThere();
  }

  /** @throws MaloteError ALERT_DESKTOP_FAILED, CANCELLED */
  async send({ id, severity, title, text, screen }: AlertLine, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const onAbort = (): void => {
        this.#waiting.delete(id);
        reject(new MaloteError('CANCELLED'));
      };
      const done = (): void => {
        signal.removeEventListener('abort', onAbort);
      };
      this.#waiting.set(id, {
        shown: () => {
          done();
          resolve();
        },
        failed: (error) => {
          done();
          reject(error);
        },
      });
      signal.addEventListener('abort', onAbort, { once: true });
      this.place.show({ id, severity, title, text, screen });
    });
  }

  /** It was shown, or could not be. The first answer counts. */
  shown(id: number, error: string | null): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === null) waiting?.shown();
    else waiting?.failed(new MaloteError('ALERT_DESKTOP_FAILED', { reason: error }));
  }
}
