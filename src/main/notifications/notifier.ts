import type { DesktopAlert } from '../../shared/ipc/host-link';
import type { Screen } from '../../shared/ipc/alerts';
import type { Preferences } from '../../shared/ipc/shell';
import { shellMessages } from '../../shared/messages/pt-BR/desktop/shell';

/** How long the system may take to say that a notification is there. */
export const SHOWN_WITHIN_MS = 10_000;

export interface NotificationWords {
  readonly title: string;
  readonly body: string;
  readonly critical: boolean;
  readonly silent: boolean;
}

/** What becomes of a notification; each of these may never happen. */
export interface NotificationEvents {
  readonly shown: () => void;
  readonly clicked: () => void;
  readonly failed: (reason: string) => void;
}

export interface NotifierOptions {
  /** Hands a notification to the system. */
  readonly show: (words: NotificationWords, events: NotificationEvents) => void;
  readonly preferences: () => Pick<Preferences, 'notifications' | 'sound'>;
  readonly openScreen: (screen: Screen) => void;
  /** How it went: null when it was shown, or when nobody wants notifications; else why not. Once for each alert. */
  readonly report: (id: number, reason: string | null) => void;
}

/** Shows alerts as notifications of the operating system. */
export class Notifier {
  constructor(private readonly options: NotifierOptions) {}

  show({ id, title, text, severity, screen }: DesktopAlert): void {
    const { notifications, sound } = this.options.preferences();
    const critical = severity === 'critical';
    const report = this.#once(id);
    if (!notifications) {
      report(null);
      return;
    }
    try {
      this.options.show(
        { title, body: text, critical, silent: !(sound && critical) },
        {
          shown: () => {
            report(null);
          },
          clicked: () => {
            this.options.openScreen(screen);
          },
          failed: report,
        },
      );
    } catch (error) {
      report(error instanceof Error ? error.message : String(error));
    }
  }

  /** Tells the first thing that becomes of an alert, and silence as a failure. */
  #once(id: number): (reason: string | null) => void {
    let isTold = false;
    const report = (reason: string | null): void => {
      if (isTold) return;
      isTold = true;
      clearTimeout(timer);
      this.options.report(id, reason);
    };
    const timer = setTimeout(() => {
      report(shellMessages.notifications.silent);
    }, SHOWN_WITHIN_MS);
    return report;
  }
}
