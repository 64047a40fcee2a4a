import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AlertCenter } from '../../../src/engine/alerts';
import { databaseOf } from '../../../src/engine/ledger/ledger';
import { MaloteError } from '../../../src/shared/errors';
import { alertsSchema } from '../../../src/shared/ipc/alerts';
import { alertSettings, NOON, openAlertOffice, type AlertOffice } from '../../support/alert-office';
import { shareEvent } from './book';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
let office: AlertOffice;
let center: AlertCenter;

beforeEach(async () => {
  office = await openAlertOffice();
  center = office.open();
});
afterEach(async () => {
  await office.dispose();
});

function fall(root: 'archive' | 'import' = 'import', by = center): void {
  by.notify(shareEvent(root, 'ok', 'down', office.clock.now()));
}

function sendsOf(index: number): unknown {
  return center.view().lines[index]?.sends.map(({ channel, state }) => `${channel} ${state}`);
}

describe('the alerts of a workspace', () => {
  it('are in the list at once, leave when their time has come, and are told to whoever listens', async () => {
    let changes = 0;
    const stop = center.subscribe(() => (changes += 1));
    fall();
    expect(alertsSchema.parse(center.view())).toMatchObject({
      unread: 1,
      mutedUntil: null,
      lines: [{ kind: 'share-down', root: 'import', read: false, screen: 'shares' }],
    });
    expect(sendsOf(0)).toEqual(['desktop waiting']);
    expect(changes).toBe(1);
    await office.clock.advance(20_000);
    expect(sendsOf(0)).toEqual(['desktop sent']);
    expect(office.desktop.shown).toHaveLength(1);
    expect(changes).toBe(2);
    stop();
    center.markRead();
    expect(changes).toBe(2);
    expect(office.ledger.journal.last(10).map(({ action }) => action)).toEqual(['alert.raised', 'alert.sent']);
  });

  it('are read one by one or all at once', () => {
    fall('archive');
    fall('import');
    const [first, second] = center.view().lines;
    center.markRead([second!.id]);
    expect(center.view()).toMatchObject({ unread: 1, lines: [{ id: first!.id, read: false }, { read: true }] });
    center.markRead();
    expect(center.view().unread).toBe(0);
  });

  it('show the newest 200', () => {
    fall();
    const [line] = center.view().lines;
    office.ledger.transaction(() => {
      for (let time = 0; time < 239; time += 1) office.ledger.alerts.add(line!);
    });
    const { lines, unread } = center.view();
    expect(lines.map(({ id }) => id)).toEqual(Array.from({ length: 200 }, (_, index) => 240 - index));
    expect(unread).toBe(240);
  });

  it('leave before the program ends, and what an outage told is not told again after a restart', async () => {
    fall();
    await center.close();
    expect(office.desktop.shown).toHaveLength(1);
    center = office.open();
    center.notify(shareEvent('import', 'unknown', 'down', office.clock.now()));
    await office.clock.advance(10 * MINUTE);
    expect(office.desktop.shown).toHaveLength(1);
    center.notify(shareEvent('import', 'recovering', 'ok', office.clock.now(), MINUTE));
    await office.clock.advance(10 * MINUTE);
    expect(office.desktop.shown.map(({ kind }) => kind)).toEqual(['share-down', 'share-back']);
  });

  it('that a killed program was sending are sent by the next one, but not while it might still be at it', async () => {
    await center.close();
    let die = (_: Error): void => undefined;
    const hanging = new Promise<void>((_, reject) => (die = reject));
    fall('import', office.open({ desktop: { name: 'desktop', send: () => hanging } }));
    await office.clock.advance(20_000);
    center = office.open();
    await office.clock.advance(MINUTE);
    expect(office.desktop.shown).toHaveLength(0);
    await office.clock.advance(2 * MINUTE);
    expect(office.desktop.shown).toHaveLength(1);
    die(new Error('killed'));
  });

  it('that are older than a day at the start no longer leave', async () => {
    await center.close();
    const [at, notBefore] = [NOON - DAY - MINUTE, NOON].map((instant) => new Date(instant).toISOString());
    office.ledger.alerts.add(
      {
        at: at!,
        kind: 'spool-full',
        severity: 'critical',
        root: 'archive',
        title: 'Cheio',
        text: 'Cheio.',
        screen: 'shares',
      },
      [{ channel: 'desktop', state: 'waiting', notBefore: notBefore! }],
    );
    center = office.open();
    await office.clock.advance(MINUTE);
    expect(sendsOf(0)).toEqual(['desktop held']);
    expect(office.desktop.shown).toHaveLength(0);
  });

  it('are left to the process that has a window, and lose their time when there is none', async () => {
    await center.close();
    const bare = office.openBare();
    fall('import', bare);
    await office.clock.advance(DAY + MINUTE);
    expect(bare.view().lines[0]?.sends).toEqual([{ channel: 'desktop', state: 'waiting', error: null }]);
    office.roots = [];
    office.ledger.alerts.add({
      at: new Date(office.clock.now()).toISOString(),
      kind: 'share-back',
      severity: 'info',
      root: 'import',
      title: 'De volta: X',
      text: 'X.',
      screen: 'shares',
    });
    center = office.open();
    await office.clock.advance(MINUTE);
    expect(center.view().lines[1]?.sends).toMatchObject([
      { state: 'held', error: expect.stringContaining('perdeu a hora') as string },
    ]);
    expect(office.desktop.shown).toEqual([]);
  });

  it('bring nothing to mind before the settings are known, and no root that this process has not looked at', async () => {
    fall();
    await center.close();
    office.settings = alertSettings({ alerts: { reminderMinutes: 30 } });
    office.roots = office.roots.map((root) => ({ ...root, looked: false }));
    await office.clock.advance(14 * 60 * MINUTE);
    let known = false;
    center = office.open({ settings: () => (known ? office.settings : null) });
    await office.clock.advance(5 * MINUTE);
    known = true;
    await office.clock.advance(5 * MINUTE);
    expect(center.view().lines).toHaveLength(1);
    office.roots = office.roots.map((root) => ({ ...root, looked: true }));
    await office.clock.advance(MINUTE);
    expect(center.view().lines.map(({ kind }) => kind)).toEqual(['share-still-down', 'share-down']);
  });

  it('remember a mute over a restart, and tell what still lasts when it ends', async () => {
    const until = new Date(NOON + 30 * MINUTE).toISOString();
    center.mute(until);
    fall();
    await center.close();
    center = office.open();
    expect(center.view().mutedUntil).toBe(until);
    await office.clock.advance(29 * MINUTE);
    expect(office.desktop.shown).toHaveLength(0);
    expect(sendsOf(0)).toEqual(['desktop held']);
    await office.clock.advance(2 * MINUTE);
    expect(office.desktop.shown).toHaveLength(1);
    expect(center.view().mutedUntil).toBeNull();
  });

  it('bring an outage to mind while it lasts', async () => {
    office.settings = alertSettings({ alerts: { reminderMinutes: 30 } });
    fall();
    await office.clock.advance(95 * MINUTE);
    expect(office.desktop.shown.map(({ kind }) => kind)).toEqual([
      'share-down',
      ...Array<string>(3).fill('share-still-down'),
    ]);
  });
});

describe('a channel that fails', () => {
  const EMAIL = {
    enabled: true,
    host: '127.0.0.1',
    port: 1,
    security: 'none',
    from: 'a@b.example',
    to: 'c@d.example',
  } as const;

  it('shows itself once until it works again, and holds nothing else up', async () => {
    office.desktop.failure = new Error('segredo-do-sistema');
    fall('archive');
    await office.clock.advance(MINUTE);
    fall('import');
    await office.clock.advance(MINUTE);
    const failures = () => center.view().lines.filter(({ kind }) => kind === 'channel-failed');
    expect(failures()).toHaveLength(1);
    expect(failures()[0]).toMatchObject({
      title: 'O aviso por notificação na tela não saiu',
      sends: [],
      screen: 'settings',
    });
    expect(JSON.stringify(center.view())).not.toContain('segredo-do-sistema');
    expect(center.view().lines.at(-1)?.sends[0]).toMatchObject({ state: 'failed' });

    office.desktop.failure = null;
    center.notify({ type: 'spool-full', pages: 3 });
    await office.clock.advance(MINUTE);
    expect(office.desktop.shown).toHaveLength(1);
    office.desktop.failure = new Error('de novo');
    center.notify({ type: 'credentials-refused', words: 'Recusada.' });
    await office.clock.advance(MINUTE);
    expect(failures()).toHaveLength(2);
  });

  it('is tried five times in half an hour when it may get better, and then given up', async () => {
    office.settings = alertSettings({ email: EMAIL });
    fall();
    const email = () =>
      center
        .view()
        .lines.at(-1)
        ?.sends.find(({ channel }) => channel === 'email');
    await office.clock.advance(20_000);
    for (const minutes of [1, 4, 10, 15]) {
      await expect.poll(() => email()?.error).toContain('127.0.0.1');
      expect(email()?.state).toBe('waiting');
      databaseOf(office.ledger).run("UPDATE alert_sends SET error = NULL WHERE channel = 'email'");
      await office.clock.advance(minutes * MINUTE);
    }
    await expect.poll(() => email()?.state).toBe('failed');
    expect(office.desktop.shown).toHaveLength(1);
    expect(center.view().lines[0]?.kind).toBe('channel-failed');
    expect(databaseOf(office.ledger).value("SELECT attempts FROM alert_sends WHERE channel = 'email'")).toBe(5);
  });

  it('is given up at once when only a person can mend it', async () => {
    office.settings = alertSettings({ email: { ...EMAIL, host: '' } });
    fall();
    await office.clock.advance(21_000);
    expect(center.view().lines.at(-1)?.sends[1]).toMatchObject({ channel: 'email', state: 'failed' });
    expect(center.view().lines[0]?.text).toContain('falta o servidor de e-mail');
  });

  it('that lacks its secret keeps what waits, says so once in the window, and sends it when the secret is there', async () => {
    await center.close();
    office.settings = alertSettings({ email: { ...EMAIL, user: 'malote' }, webhook: { enabled: true } });
    let password: string | null = null;
    center = office.open({ secrets: (name) => Promise.resolve(name === 'smtp-password' ? password : null) });
    fall();
    await office.clock.advance(10 * MINUTE);
    const lines = () => center.view().lines;
    expect(
      lines()
        .at(-1)
        ?.sends.map(({ channel, state }) => `${channel} ${state}`),
    ).toEqual(['desktop sent', 'email waiting', 'webhook waiting']);
    expect(
      lines()
        .filter(({ kind }) => kind === 'channel-failed')
        .map(({ title }) => title)
        .sort(),
    ).toEqual(['O aviso por e-mail não saiu', 'O aviso por webhook não saiu']);
    password = 'senha';
    await office.clock.advance(MINUTE);
    await expect.poll(() => lines().at(-1)?.sends[1]?.error).toContain('127.0.0.1');
  });

  it('keeps what waits while it is switched off', async () => {
    office.settings = alertSettings({ email: EMAIL });
    fall();
    office.settings = alertSettings();
    await office.clock.advance(10 * MINUTE);
    expect(sendsOf(0)).toEqual(['desktop sent', 'email waiting']);
  });
});

describe('a test of a channel', () => {
  it('enters no list, and what fails is a result', async () => {
    expect(await center.test('desktop')).toMatchObject({ ok: true });
    expect(office.desktop.shown[0]).toMatchObject({ title: 'Teste de aviso', screen: 'alerts' });
    office.desktop.failure = new MaloteError('ALERT_DESKTOP_UNAVAILABLE');
    expect(await center.test('desktop')).toMatchObject({
      ok: false,
      words: expect.stringContaining('janela') as string,
    });
    expect(await center.test('email')).toMatchObject({
      ok: false,
      words: expect.stringContaining('falta o servidor') as string,
    });
    expect(
      await center.test('webhook', office.settings, () => Promise.reject(new Error('cofre fechado'))),
    ).toMatchObject({ ok: false });
    expect(center.view().lines).toEqual([]);
  });
});
