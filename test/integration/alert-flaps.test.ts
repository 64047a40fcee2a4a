import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHookServer, type HookServer } from '../support/hook-server';
import { alertSettings, openAlertOffice, type AlertOffice } from '../support/alert-office';
import { openMailServer, type MailServer } from '../support/mail-server';
import { shareEvent } from '../unit/alerts/book';
import { databaseOf } from '../../src/engine/ledger/ledger';

const PASSWORD = 'senha-canario-4417-xyz';
const SIGNATURE = 'assinatura-canario-9921-abc';
const FLAPS = 20;

let mail: MailServer;
let hook: HookServer;
let office: AlertOffice;

beforeEach(async () => {
  mail = await openMailServer({ account: { user: 'malote', password: PASSWORD } });
  hook = await openHookServer(SIGNATURE);
  const email = {
    enabled: true,
    host: '127.0.0.1',
    port: mail.port,
    security: 'none',
    user: 'malote',
    from: 'malote@escritorio.example',
    to: 'operacao@escritorio.example',
  } as const;
  office = await openAlertOffice(alertSettings({ email, webhook: { enabled: true } }));
});

afterEach(async () => {
  await office.dispose();
  await Promise.all([mail.close(), hook.close()]);
});

function secrets(name: string): Promise<string | null> {
  return Promise.resolve(name === 'smtp-password' ? PASSWORD : hook.url);
}

/** Moves the clock on until nothing waits any more; it stands while a message is on its way, which takes real time. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 5_000; turn += 1) {
    const { waiting, underWay } = databaseOf(office.ledger).get<{ waiting: number; underWay: number }>(
      `SELECT count(*) AS waiting, coalesce(sum(attempts > 0 AND error IS NULL), 0) AS underWay
       FROM alert_sends WHERE state = 'waiting'`,
    )!;
    if (waiting === 0) return;
    if (underWay === 0) await office.clock.advance(5_000);
    else await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('messages still wait');
}

/** The title that leads the card. */
function heading({ body }: HookServer['posts'][number]): string {
  const { attachments } = body as { attachments: { content: { fallbackText: string } }[] };
  return attachments[0]?.content.fallbackText ?? '';
}

const ALTERNATING = Array.from({ length: FLAPS }, () => ['Fora do ar', 'De volta']).flat();
const kindOf = (title: string): string | undefined => /Fora do ar|De volta/.exec(title)?.[0];

describe('a share that flaps', () => {
  it('is one e-mail, one post and one notification per outage and per recovery, 20 times in a row', async () => {
    const center = office.open({ secrets });
    for (let flap = 0; flap < FLAPS; flap += 1) {
      center.notify(shareEvent('import', 'ok', 'down', office.clock.now()));
      await settle();
      await office.clock.advance(300_000);
      center.notify(shareEvent('import', 'down', 'recovering', office.clock.now()));
      center.notify(shareEvent('import', 'recovering', 'ok', office.clock.now(), 300_000));
      await office.clock.advance(5_000);
      center.notify({ type: 'drained', root: 'import', delivered: flap + 2 });
      await settle();
    }
    expect(mail.mails.map(({ subject }) => kindOf(subject))).toEqual(ALTERNATING);
    expect(hook.posts.map((post) => kindOf(heading(post)))).toEqual(ALTERNATING);
    expect(office.desktop.shown.map(({ title }) => kindOf(title))).toEqual(ALTERNATING);
    expect(new Set(mail.mails.map(({ messageId }) => messageId)).size).toBe(2 * FLAPS);
    const recoveries = mail.mails.filter(({ subject }) => subject.includes('De volta'));
    for (const [flap, { text }] of recoveries.entries())
      expect(text).toContain(`${String(flap + 2)} arquivos que esperavam foram entregues e conferidos.`);
    expect(center.view().lines).toHaveLength(2 * FLAPS);
    const kept = JSON.stringify([center.view(), office.ledger.journal.last(1_000)]);
    expect(kept).not.toContain(PASSWORD);
    expect(kept).not.toContain(SIGNATURE);
  });

  it('is as many messages when the flaps outrun the messages, and when the program is restarted in between', async () => {
    let center = office.open({ secrets });
    for (let flap = 0; flap < FLAPS; flap += 1) {
      center.notify(shareEvent('import', 'ok', 'down', office.clock.now()));
      await office.clock.advance(700);
      if (flap % 5 === 2) {
        await center.close();
        center = office.open({ secrets });
        // the monitor of a new process finds the share as it was left
        center.notify(shareEvent('import', 'unknown', 'down', office.clock.now()));
      }
      center.notify(shareEvent('import', 'recovering', 'ok', office.clock.now(), 700));
      await office.clock.advance(700);
    }
    await settle();
    expect(mail.mails.map(({ subject }) => kindOf(subject))).toEqual(ALTERNATING);
    expect(hook.posts.map((post) => kindOf(heading(post)))).toEqual(ALTERNATING);
    expect(office.desktop.shown.map(({ title }) => kindOf(title))).toEqual(ALTERNATING);
  });

  it('is told once by two processes that both see it', async () => {
    const centers = [office.open({ secrets }), office.open({ secrets })];
    for (const center of centers) center.notify(shareEvent('import', 'ok', 'down', office.clock.now()));
    await settle();
    for (const center of centers) center.notify(shareEvent('import', 'recovering', 'ok', office.clock.now(), 60_000));
    await settle();
    expect(mail.mails).toHaveLength(2);
    expect(hook.posts).toHaveLength(2);
    expect(office.desktop.shown).toHaveLength(2);
  });

  it('is told once when the process that sees it first has neither a window nor a secret', async () => {
    const bare = office.openBare();
    const window = office.open({ secrets });
    for (const center of [bare, window]) center.notify(shareEvent('import', 'ok', 'down', office.clock.now()));
    await office.clock.advance(5_000);
    // a command that ends must neither lose nor hurry what it cannot send
    await bare.close();
    expect(
      databaseOf(office.ledger).value("SELECT count(*) FROM alert_sends WHERE state = 'waiting' AND attempts = 0"),
    ).toBe(3);
    expect(office.desktop.shown).toHaveLength(0);
    await settle();
    const later = office.openBare();
    for (const center of [later, window])
      center.notify(shareEvent('import', 'recovering', 'ok', office.clock.now(), 60_000));
    await later.close();
    await settle();
    const once = ['Fora do ar', 'De volta'];
    expect(mail.mails.map(({ subject }) => kindOf(subject))).toEqual(once);
    expect(hook.posts.map((post) => kindOf(heading(post)))).toEqual(once);
    expect(office.desktop.shown.map(({ title }) => kindOf(title))).toEqual(once);
    expect(window.view().lines.map(({ kind }) => kind)).toEqual(['share-back', 'share-down']);
  });

  it('waits for a mail server that is away, and the webhook does not wait with it', async () => {
    mail.refuseWith(451);
    const center = office.open({ secrets });
    center.notify(shareEvent('import', 'ok', 'down', office.clock.now()));
    await office.clock.advance(25_000);
    await expect
      .poll(() => center.view().lines[0]?.sends.find(({ channel }) => channel === 'email')?.error)
      .toContain('451');
    await expect.poll(() => hook.posts.length).toBe(1);
    mail.refuseWith(null);
    await settle();
    expect(mail.mails).toHaveLength(1);
    expect(center.view().lines.map(({ kind }) => kind)).toEqual(['share-down']);
  });
});
