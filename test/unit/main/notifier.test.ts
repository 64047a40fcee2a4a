import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  Notifier,
  SHOWN_WITHIN_MS,
  type NotificationEvents,
  type NotificationWords,
} from '../../../src/main/notifications/notifier';
import type { DesktopAlert } from '../../../src/shared/ipc/host-link';

const ALERT: DesktopAlert = {
  id: 7,
  severity: 'critical',
  title: 'A pasta de importação está fora do ar',
  text: 'O servidor não responde.',
  screen: 'shares',
};

let shown: { readonly words: NotificationWords; readonly events: NotificationEvents }[];
let reported: [number, string | null][];
let opened: string[];

function notifier(preferences = { notifications: true, sound: false }): Notifier {
  return new Notifier({
    show: (words, events) => shown.push({ words, events }),
    preferences: () => preferences,
    openScreen: (screen) => opened.push(screen),
    report: (id, error) => reported.push([id, error]),
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  [shown, reported, opened] = [[], [], []];
});
afterEach(() => {
  vi.useRealTimers();
});

describe('Notifier', () => {
  it('shows an alert, says so once, and leads a click to its screen', () => {
    notifier().show(ALERT);
    expect(shown[0]!.words).toEqual({ title: ALERT.title, body: ALERT.text, critical: true, silent: true });
    expect(reported).toEqual([]);
    const { events } = shown[0]!;
    events.shown();
    events.failed('tarde demais');
    vi.advanceTimersByTime(SHOWN_WITHIN_MS);
    expect(reported).toEqual([[7, null]]);
    events.clicked();
    expect(opened).toEqual(['shares']);
  });

  it('says why an alert could not be shown', () => {
    notifier().show(ALERT);
    shown[0]!.events.failed('sem D-Bus');
    const throwing = new Notifier({
      show: () => {
        throw new Error('quebrado');
      },
      preferences: () => ({ notifications: true, sound: false }),
      openScreen: () => undefined,
      report: (id, error) => reported.push([id, error]),
    });
    throwing.show({ ...ALERT, id: 8 });
    expect(reported).toEqual([
      [7, 'sem D-Bus'],
      [8, 'quebrado'],
    ]);
  });

  it('takes silence for a failure', () => {
    notifier().show(ALERT);
    vi.advanceTimersByTime(SHOWN_WITHIN_MS);
    expect(reported).toEqual([[7, 'o sistema não respondeu']]);
  });

  it('shows nothing to who wants nothing, which is no failure', () => {
    notifier({ notifications: false, sound: true }).show(ALERT);
    vi.advanceTimersByTime(SHOWN_WITHIN_MS);
    expect(shown).toEqual([]);
    expect(reported).toEqual([[7, null]]);
  });

  it.each([
    ['critical', true, false],
    ['critical', false, true],
    ['warning', true, true],
    ['info', true, true],
  ] as const)('sounds with a critical alert alone, where that is wished: %s, %s', (severity, sound, silent) => {
    notifier({ notifications: true, sound }).show({ ...ALERT, severity });
    expect(shown[0]!.words.silent).toBe(silent);
  });
});

it('Windows is told the same name of the program by the installer and by the program', async () => {
  const root = resolve(import.meta.dirname, '..', '..', '..');
  const installer = await readFile(resolve(root, 'electron-builder.yml'), 'utf8');
  const program = await readFile(resolve(root, 'src/main/notifications/system.ts'), 'utf8');
  const appId = /^appId: (\S+)$/m.exec(installer)![1];
  expect(program).toContain(`APP_ID = '${appId!}'`);
});
