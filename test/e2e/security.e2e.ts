import { readFile, readdir } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { contractNames } from '../../src/shared/ipc/contract';
import { WATCH_DEFAULTS } from '../../src/shared/ipc/settings';
import { ask, openApp, root, type OpenApp } from './support/app';
import { answerDialogs, asked } from './support/dialogs';

let app: OpenApp;
let server: Server;
/** What reached a server on this machine that no page of ours may speak to. */
let reached: string[] = [];
let outside: string;

test.beforeAll(async () => {
  server = createServer((request, response) => {
    reached.push(request.url ?? '');
    response.setHeader('access-control-allow-origin', '*').end('fora');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  outside = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  app = await openApp();
  await expect(app.page.locator('#root')).not.toBeEmpty();
});
test.afterAll(async () => {
  await app.close();
  await new Promise((done) => server.close(done));
});
test.beforeEach(() => {
  reached = [];
});
test.afterEach(async () => {
  expect(app.page.url()).toBe('app://malote/index.html');
  expect(reached).toEqual([]);
  expect(await app.application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('the page has nothing of Node or Electron', async () => {
  const found = await app.page.evaluate(() =>
    [
      'require',
      'process',
      'module',
      'exports',
      'Buffer',
      'global',
      'electron',
      'ipcRenderer',
      '__dirname',
      '__electronLog',
    ].filter((name) => name in globalThis),
  );
  expect(found).toEqual([]);
});

test('the window is isolated, sandboxed, without Node or webviews', async () => {
  const preferences = await app.application.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]!.webContents as unknown as { getLastWebPreferences(): object };
    return contents.getLastWebPreferences();
  });
  expect(preferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
  });
});

test('the bridge is frozen, and holds the requests of the contract and one way to listen', async () => {
  const bridge = await app.page.evaluate(() => {
    const malote = Reflect.get(globalThis, 'malote') as Record<string, object>;
    const before = malote['engine'];
    try {
      malote['engine'] = {};
      Reflect.set(globalThis, 'malote', {});
      Reflect.deleteProperty(malote, 'main');
      Reflect.set(malote['main']!, 'storeKey', () => 'forjado');
    } catch {
      // strict code is told, sloppy code is not: what counts is what is there afterwards
    }
    return {
      same: Reflect.get(globalThis, 'malote') === malote && malote['engine'] === before,
      frozen: [malote, malote['engine']!, malote['main']!].every((one) => Object.isFrozen(one)),
      keys: Object.keys(malote).sort(),
      engine: Object.keys(malote['engine']!),
      main: Object.keys(malote['main']!),
      forged: String(Reflect.get(malote['main']!, 'storeKey')).includes('forjado'),
    };
  });
  expect(bridge).toEqual({
    same: true,
    frozen: true,
    forged: false,
    keys: ['engine', 'main', 'on'],
    engine: contractNames.requests.engine,
    main: contractNames.requests.main,
  });
});

test('the preload script requires electron and nothing else, and carries no schemas', async () => {
  const folder = join(root, 'out', 'preload');
  // beside it lies the build's account of what packages it is made of: none
  const scripts = (await readdir(folder)).filter((name) => !/\.map$|^licences\.json$/.test(name));
  expect(scripts).toEqual(['index.cjs']);
  expect(JSON.parse(await readFile(join(folder, 'licences.json'), 'utf8'))).toEqual([]);
  const code = await readFile(join(folder, 'index.cjs'), 'utf8');
  const required = [...code.matchAll(/\brequire\(\s*["'`]([^"'`]+)["'`]\s*\)/g)].map(([, name]) => name);
  expect([...new Set(required)]).toEqual(['electron']);
  expect(code).not.toMatch(/\bimport\s*\(|\bimport\s+[\w{*"']|zod|CONTRACT_NAMES/);
  expect(code.length).toBeLessThan(20_000);
});

test('events come without their event objects', async () => {
  const payload = await app.page.evaluate(
    () =>
      new Promise((resolve) => {
        const malote = Reflect.get(globalThis, 'malote') as {
          on: (event: string, listener: (...all: unknown[]) => void) => void;
        };
        malote.on('engineStatus', (...all) => {
          resolve(all);
        });
      }),
  );
  expect(payload).toEqual([expect.stringMatching(/^{"state":"(starting|ready)"}$/) as unknown]);
});

test('the page cannot go elsewhere', async () => {
  const attempts = [
    `${outside}/link`,
    'file:///etc/passwd',
    'app://outro/index.html',
    'javascript:void(0)',
    'data:text/html,x',
  ];
  for (const address of attempts) {
    await app.page.evaluate((href) => {
      const link = document.createElement('a');
      link.href = href;
      document.body.append(link);
      link.click();
      link.remove();
    }, address);
    await app.page.evaluate((href) => {
      try {
        globalThis.location.assign(href);
      } catch {
        // refused even earlier
      }
    }, address);
  }
  await app.page.evaluate((action) => {
    const form = document.createElement('form');
    form.action = `${action}/form`;
    form.method = 'post';
    document.body.append(form);
    form.submit();
    form.remove();
  }, outside);
  await app.page.waitForTimeout(300);
});

test('the page opens no windows', async () => {
  const opened = await app.page.evaluate(
    (address) =>
      [window.open(address), window.open('about:blank'), window.open('app://malote/index.html', 'x', 'popup')].map(
        (one) => one === null,
      ),
    outside,
  );
  expect(opened).toEqual([true, true, true]);
});

test('the page frames nothing and embeds no webview', async () => {
  const loaded = await app.page.evaluate(async (address) => {
    const tries = [`${address}/frame`, 'app://malote/index.html', 'about:blank', 'file:///etc/passwd'].map(
      (source) =>
        new Promise<boolean>((resolve) => {
          const frame = document.createElement('iframe');
          frame.src = source;
          frame.onload = () => {
            let text = '';
            try {
              text = frame.contentDocument?.body.innerText ?? '';
            } catch {
              text = 'another origin';
            }
            resolve('malote' in (frame.contentWindow ?? {}) || text.includes('fora') || text.includes('root:'));
          };
          frame.onerror = () => resolve(false);
          setTimeout(() => resolve(false), 1_000);
          document.body.append(frame);
        }),
    );
    const view = document.createElement('webview');
    view.setAttribute('src', `${address}/webview`);
    document.body.append(view);
    const reachable = await Promise.all(tries);
    for (const frame of document.querySelectorAll('iframe, webview')) frame.remove();
    return { reachable, isWebview: 'getWebContentsId' in view };
  }, outside);
  expect(loaded).toEqual({ reachable: [false, false, false, false], isWebview: false });
});

test('the page reaches no network, by whatever means', async () => {
  const outcome = await app.page.evaluate(async (address) => {
    const failed = (work: Promise<unknown>): Promise<boolean> =>
      work.then(
        () => false,
        () => true,
      );
    const element = (tag: 'img' | 'script' | 'link', name: 'src' | 'href', path: string): Promise<boolean> =>
      new Promise((resolve) => {
        const made = document.createElement(tag);
        made.onload = () => resolve(false);
        made.onerror = () => resolve(true);
        if (tag === 'link') made.setAttribute('rel', 'stylesheet');
        made.setAttribute(name, `${address}/${path}`);
        document.head.append(made);
      });
    const socket = new Promise<boolean>((resolve) => {
      try {
        const opened = new WebSocket(address.replace('http', 'ws'));
        opened.onopen = () => resolve(false);
        opened.onerror = () => resolve(true);
      } catch {
        resolve(true);
      }
    });
    navigator.sendBeacon(`${address}/beacon`, 'x');
    return Promise.all([
      failed(fetch(`${address}/fetch`)),
      failed(fetch('https://example.com/')),
      failed(fetch('file:///etc/passwd')),
      element('img', 'src', 'img'),
      element('script', 'src', 'script'),
      element('link', 'href', 'style'),
      socket,
    ]);
  }, outside);
  expect(outcome).toEqual(Array(7).fill(true));
});

test('requests of a page are cancelled even where no policy of the page stands in the way', async () => {
  // main's own net module asks through the same session as a page whose policy was lost would
  const outcome = await app.application.evaluate(async ({ session }, address) => {
    const ask_ = (url: string): Promise<string> =>
      session.defaultSession.fetch(url).then(
        () => 'reached',
        () => 'refused',
      );
    return [await ask_(address), await ask_('app://malote/index.html')];
  }, `${outside}/session`);
  expect(outcome).toEqual(['refused', 'reached']);
});

test('the page runs no inline script, no eval, no worker from text', async () => {
  const ran = await app.page.evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'globalThis.inlineRan = true';
    document.head.append(script);
    const image = document.createElement('div');
    image.innerHTML = '<img src="x" onerror="globalThis.inlineRan = true">';
    document.body.append(image);
    const worker = await new Promise<boolean>((resolve) => {
      try {
        const made = new Worker(URL.createObjectURL(new Blob(['postMessage(1)'])));
        made.onmessage = () => resolve(true);
        made.onerror = () => resolve(false);
      } catch {
        resolve(false);
      }
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    image.remove();
    return { inline: 'inlineRan' in globalThis, worker };
  });
  expect(ran).toEqual({ inline: false, worker: false });
});

test('app:// serves the application’s files and nothing beside them, under its policy', async () => {
  const answers = await app.page.evaluate(async () => {
    const look = async (path: string) => {
      const answer = await fetch(`app://malote${path}`).catch(() => null);
      return answer === null ? 'refused' : answer.status;
    };
    const own = await fetch('app://malote/index.html');
    return {
      own: own.status,
      policy: own.headers.get('content-security-policy'),
      sniff: own.headers.get('x-content-type-options'),
      others: await Promise.all(
        [
          '/..%2f..%2fpackage.json',
          '/%2e%2e/%2e%2e/package.json',
          '/..%5c..%5cpackage.json',
          '/%00index.html',
          '/../main/index.js',
          '/..%2fmain%2findex.js',
          '//etc/passwd',
          '/C:/Windows/win.ini',
          '/nada.html',
        ].map(look),
      ),
    };
  });
  expect(answers).toMatchObject({ own: 200, sniff: 'nosniff' });
  expect(answers.policy).toContain("default-src 'none'");
  expect(answers.others).toEqual(Array(9).fill(404));
});

test('every permission is denied, asked for or checked', async () => {
  const outcome = await app.page.evaluate(async () => {
    const states = await Promise.all(
      ['geolocation', 'notifications', 'camera', 'microphone', 'midi', 'clipboard-read', 'persistent-storage'].map(
        (name) =>
          navigator.permissions.query({ name: name as PermissionName }).then(
            ({ state }) => state,
            () => 'denied',
          ),
      ),
    );
    const media = await navigator.mediaDevices.getUserMedia({ audio: true }).then(
      () => 'granted',
      () => 'denied',
    );
    const display = await navigator.mediaDevices.getDisplayMedia().then(
      () => 'granted',
      () => 'denied',
    );
    const place = await new Promise((resolve) => {
      navigator.geolocation.getCurrentPosition(
        () => resolve('granted'),
        () => resolve('denied'),
      );
    });
    return { states, media, display, place, notify: await Notification.requestPermission() };
  });
  expect(outcome.states.filter((state) => state === 'granted')).toEqual([]);
  expect(outcome).toMatchObject({ media: 'denied', display: 'denied', place: 'denied', notify: 'denied' });
});

test('the page downloads nothing', async () => {
  const downloads = app.application.evaluate(
    ({ session }) =>
      new Promise<string>((resolve) => {
        session.defaultSession.once('will-download', (_event, item) => {
          item.once('done', (_done, state) => resolve(state));
          setTimeout(() => resolve(item.getState()), 1_000);
        });
        setTimeout(() => resolve('cancelled'), 2_000);
      }),
  );
  await app.page.evaluate(() => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob(['x']));
    link.download = 'x.exe';
    link.click();
  });
  expect(['cancelled', 'interrupted']).toContain(await downloads);
});

test('a forged message changes nothing', async () => {
  const before = await ask(app.page, 'engine', 'snapshot');
  const heard = await app.page.evaluate(async () => {
    const delta = { epoch: 'forjada', revision: 1, set: { month: '1999-01' } };
    const events: unknown[] = [];
    const malote = Reflect.get(globalThis, 'malote') as {
      on: (event: string, listener: (payload: unknown) => void) => void;
    };
    malote.on('delta', (payload) => events.push(payload));
    malote.on('notice', (payload) => events.push(payload));
    const channel = new MessageChannel();
    for (const message of [
      delta,
      { event: 'delta', payload: delta },
      { channel: 'malote:engine-port' },
      'malote:engine-port',
    ]) {
      window.postMessage(message, '*');
      window.postMessage(message, '*', [new MessageChannel().port1]);
      window.dispatchEvent(new MessageEvent('message', { data: message, ports: [channel.port1] }));
    }
    channel.port2.postMessage({ event: 'delta', payload: delta });
    channel.port2.postMessage({ id: 1, name: 'snapshot' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    return JSON.stringify(events);
  });
  expect(heard).not.toContain('forjada');
  const after = await ask(app.page, 'engine', 'snapshot');
  expect(after).toMatchObject({ ok: true, value: { month: (before as { value: { month: string } }).value.month } });
});

test('content out of its schema is refused by main and by the engine, and by neither looked at', async () => {
  const circular: Record<string, unknown> = {};
  circular['self'] = circular;
  const bad = [
    undefined,
    null,
    7,
    'x',
    [],
    {},
    { what: '/etc' },
    { month: "2026-10' OR 1=1" },
    { folder: '../..' },
    { link: 'https://mau.exemplo' },
  ];
  for (const input of bad) {
    for (const name of ['pickPath', 'storeKey', 'openFolder', 'openLink'] as const)
      expect(await ask(app.page, 'main', name, input)).toMatchObject({ ok: false, error: { code: 'IPC_BAD_REQUEST' } });
    for (const name of ['startJob', 'stopJob', 'showMonth', 'saveSettings', 'test', 'journal'] as const)
      expect(await ask(app.page, 'engine', name, input)).toMatchObject({
        ok: false,
        error: { code: 'IPC_BAD_REQUEST' },
      });
  }
});

test('a path of the page’s making is never taken', async () => {
  const settings = {
    'sieg.generation': 'v1',
    'sieg.baseUrl': 'https://api.sieg.com',
    'sieg.requestsPerMinute': null,
    'archive.root': { use: 'picked', id: '/etc' },
    'importShare.root': { use: 'stored' },
    'importShare.layout': 'flat',
    'importShare.cancelledRoot': { use: 'address', address: 'https://exemplo/x' },
    'companies.workbook': { use: 'address', address: 'file:///etc/passwd' },
    'backup.folder': { use: 'stored' },
    'previousMonth.days': 0,
    'capture.reports': 'always',
    'capture.reportsAtOnce': 6,
    'capture.graceDays': 10,
    'capture.dailyByUpload': true,
    'capture.rescanPreviousMonth': true,
    ...WATCH_DEFAULTS,
  };
  const saved = await ask(app.page, 'engine', 'saveSettings', settings);
  expect(saved).toMatchObject({ ok: true, value: { saved: false } });
  const { problems } = (saved as { value: { problems: object } }).value;
  expect(Object.keys(problems)).toEqual(
    expect.arrayContaining(['archive.root', 'importShare.cancelledRoot', 'companies.workbook']),
  );
  const written = { ...settings, 'archive.root': '/etc' };
  expect(await ask(app.page, 'engine', 'saveSettings', written)).toMatchObject({
    ok: false,
    error: { code: 'IPC_BAD_REQUEST' },
  });
  expect(await ask(app.page, 'main', 'openFolder', { folder: 'archive' })).toMatchObject({
    ok: false,
    error: { code: 'SHELL_PLACE_UNSET' },
  });
});

test('the native picker gives an id, and the path behind it is the one that was chosen', async () => {
  const chosen = join(app.home, 'escolhida');
  await app.application.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
  }, chosen);
  const picked = await ask(app.page, 'main', 'pickPath', { what: 'archive.root' });
  expect(picked).toEqual({
    ok: true,
    value: { id: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown, shown: chosen },
  });
  await app.application.evaluate(({ dialog }) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: true, filePaths: [] });
  });
  expect(await ask(app.page, 'main', 'pickPath', { what: 'archive.root' })).toEqual({ ok: true, value: null });
});

test('only listed https addresses leave for the browser', async () => {
  await app.application.evaluate(({ shell }) => {
    const opened: string[] = [];
    Reflect.set(globalThis, 'opened', opened);
    shell.openExternal = (address) => {
      opened.push(address);
      return Promise.resolve();
    };
  });
  expect(await ask(app.page, 'main', 'openLink', { link: 'sieg' })).toMatchObject({ ok: true });
  expect(await ask(app.page, 'main', 'openLink', { link: 'sieg', address: 'https://mau.exemplo/' })).toMatchObject({
    ok: true,
  });
  await app.page.evaluate(() => window.open('https://mau.exemplo/'));
  expect(await app.application.evaluate(() => Reflect.get(globalThis, 'opened') as string[])).toEqual([
    'https://cofre.sieg.com/',
    'https://cofre.sieg.com/',
  ]);
});

test('keys and secrets go in, and never out: not to the page, not to the disk, not to the log', async () => {
  const secret = {
    generation: 'v1',
    address: 'https://api.sieg.com',
    apiKey: 'canary-key/0123456789==',
    clientId: 'canary-id-0123456789',
    clientSecret: 'canary-secret-0123456789',
  };
  const stored = await ask(app.page, 'main', 'storeKey', secret);
  expect(stored).toMatchObject({ ok: true, value: { generation: 'v1' } });
  const webhook = { name: 'webhook-url', value: 'https://canary.example/hook', address: null };
  await answerDialogs(app.application, 0);
  const kept = await ask(app.page, 'main', 'storeSecret', webhook);
  expect(await asked(app.application)).toEqual(['Conectar a https://canary.example?']);
  expect(kept).toMatchObject({ ok: true, value: { secrets: ['webhook-url'] } });
  const shown = await ask(app.page, 'engine', 'readSettings');
  expect(shown).toMatchObject({ ok: true, value: { key: { generation: 'v1', secrets: ['webhook-url'] } } });
  expect(JSON.stringify([stored, kept, shown, await ask(app.page, 'engine', 'snapshot')])).not.toContain('canary');
  await app.page.evaluate(() =>
    console.error('o SIEG recusou canary-key/0123456789== em https://x/?api_key=canary-key%2F0123456789%3D%3D'),
  );
  await app.page.evaluate(() => console.error('não chegou a https://canary.example/hook'));
  await expect
    .poll(() => readFile(join(app.home, 'user-data', 'logs', 'malote.log'), 'utf8'))
    .toContain('[page] o SIEG recusou ••• em https://x/');
  await expect
    .poll(() => readFile(join(app.home, 'user-data', 'logs', 'malote.log'), 'utf8'))
    .toContain('[page] não chegou a •••');
  for (const file of await filesBelow(app.home)) expect((await readFile(file)).includes('canary'), file).toBe(false);
  expect(await ask(app.page, 'main', 'forgetKey')).toMatchObject({ ok: true, value: { generation: null } });
  const forgotten = await ask(app.page, 'main', 'forgetSecret', { name: 'webhook-url' });
  expect(forgotten).toMatchObject({ ok: true, value: { secrets: [] } });
});

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
