import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AlertCenter, type AlertChannel, type AlertCenterOptions, type AlertSettings } from '../../src/engine/alerts';
import { openLedger, type Ledger } from '../../src/engine/ledger';
import { settingsSchema } from '../../src/engine/settings';
import type { AlertLine } from '../../src/shared/ipc/alerts';
import { testFolder } from './test-folder';
import { manualClock, type ManualClock } from './manual-clock';

/** A notification centre that remembers what it was given, or fails as it is told. */
export interface FakeDesktop extends AlertChannel {
  readonly shown: AlertLine[];
  failure: Error | null;
}

/** A ledger of its own and the alerts over it, with a clock that a test moves. */
export interface AlertOffice {
  readonly ledger: Ledger;
  readonly clock: ManualClock;
  readonly desktop: FakeDesktop;
  /** May be exchanged while the alerts are open. */
  settings: AlertSettings;
  /** Alerts on the same ledger, as another process or the same after a restart has them. */
  open(changes?: Partial<AlertCenterOptions>): AlertCenter;
  dispose(): Promise<void>;
}

export const NOON = new Date(2026, 3, 2, 12, 0).getTime();

export function alertSettings(
  changes: { readonly [Group in keyof AlertSettings]?: Partial<AlertSettings[Group]> } = {},
): AlertSettings {
  const { alerts, email, webhook } = settingsSchema.shape;
  return {
    alerts: alerts.parse({ reminderMinutes: 0, ...changes.alerts }),
    email: email.parse({ ...changes.email }),
    webhook: webhook.parse({ ...changes.webhook }),
  };
}

export async function openAlertOffice(settings = alertSettings()): Promise<AlertOffice> {
  const folder = await mkdtemp(join(await testFolder(), 'malote-avisos-'));
  const clock = manualClock(NOON);
  const ledger = openLedger(join(folder, 'malote.db'), { now: () => clock.now() });
  const opened: AlertCenter[] = [];
  const desktop: FakeDesktop = {
    name: 'desktop',
    shown: [],
    failure: null,
    send(alert) {
      if (this.failure !== null) return Promise.reject(this.failure);
      this.shown.push(alert);
      return Promise.resolve();
    },
  };
  const office: AlertOffice = {
    ...{ ledger, clock, desktop, settings },
    open: (changes = {}) => {
      const center = new AlertCenter({
        ...{ ledger, clock, desktop },
        settings: () => office.settings,
        secrets: () => Promise.resolve(null),
        ...changes,
      });
      opened.push(center);
      return center;
    },
    dispose: async () => {
      for (const center of opened) await center.close();
      ledger.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return office;
}
