import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  AlertCenter,
  type AlertChannel,
  type AlertCenterOptions,
  type AlertSettings,
  type ConfiguredRoot,
} from '../../src/engine/alerts';
import { openLedger, type Ledger } from '../../src/engine/ledger';
import { settingsSchema } from '../../src/engine/settings';
import { SETTABLE_CHANNELS } from '../../src/shared/alert-channels';
import type { AlertLine } from '../../src/shared/ipc/alerts';
import { shareRootSchema } from '../../src/shared/ipc/shares';
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
  /** The roots of every process that says nothing else: all of them, and each was looked at. */
  roots: readonly ConfiguredRoot[];
  /** Alerts on the same ledger, as another process or the same after a restart has them. */
  open(changes?: Partial<AlertCenterOptions>): AlertCenter;
  /** The same in a process that has neither a window nor a secret. */
  openBare(): AlertCenter;
  dispose(): Promise<void>;
}

export const NOON = new Date(2026, 3, 2, 12, 0).getTime();

export function alertSettings(
  changes: { readonly [Group in keyof AlertSettings]?: Partial<AlertSettings[Group]> } = {},
): AlertSettings {
  const { alerts } = settingsSchema.shape;
  const channels = SETTABLE_CHANNELS.map((name) => [name, settingsSchema.shape[name].parse({ ...changes[name] })]);
  return {
    alerts: alerts.parse({ reminderMinutes: 0, ...changes.alerts }),
    ...(Object.fromEntries(channels) as Omit<AlertSettings, 'alerts'>),
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
  const open = (options: Partial<AlertCenterOptions>): AlertCenter => {
    const center = new AlertCenter({
      ledger,
      clock,
      settings: () => office.settings,
      roots: () => office.roots,
      rootsSince: () => Number.POSITIVE_INFINITY,
      secrets: () => Promise.resolve(null),
      ...options,
    });
    opened.push(center);
    return center;
  };
  const office: AlertOffice = {
    ledger,
    clock,
    desktop,
    settings,
    roots: shareRootSchema.options.map((root) => ({ root, looked: true })),
    open: (changes = {}) => open({ desktop, ...changes }),
    openBare: () => open({}),
    dispose: async () => {
      for (const center of opened) await center.close();
      ledger.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return office;
}
