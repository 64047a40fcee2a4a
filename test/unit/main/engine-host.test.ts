import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { openLedger } from '../../../src/engine/ledger';
import { openLocalRoot } from '../../../src/engine/shares';
import { databaseOf } from '../../../src/engine/ledger/ledger';
import { KeyVault } from '../../../src/main/secrets/key-vault';
import { encryption } from './encryption';
import { EngineHost } from '../../../src/engine-process/host';
import { MainLink } from '../../../src/engine-process/main-link';
import { EngineConnection, type LinePort } from '../../../src/preload/engine-connection';
import { createClient, type ConsoleClient } from '../../../src/shared/ipc/client';
import { createBridgeDouble } from '../../../src/shared/ipc/double';
import { followConsole } from '../../../src/shared/ipc/follow';
import {
  hostMessageSchema,
  type DemonstrationMemory,
  type HostAnswers,
  type HostMessage,
} from '../../../src/shared/ipc/host-link';
import { contractNames } from '../../../src/shared/ipc/contract';
import type { BridgeCalls } from '../../../src/shared/ipc/bridge';
import { WATCH_DEFAULTS, type SettingsInput } from '../../../src/shared/ipc/settings';
import { ASKED_DELIVERY } from '../../../src/shared/messages/pt-BR/delivery';
import type { ConsoleState } from '../../../src/shared/ipc/state';
import { createOffice, parseQuirks, startSimulator, type Simulator } from '../../../src/simulator';
import { eventually } from '../../support/eventually';
import { READER } from '../../support/ledger-reader';
import { nodePort } from '../../support/node-port';

const WAIT = { timeout: 20_000 };
const SMALL: DemonstrationMemory = { active: true, companies: 3, documents: 15, seed: 2, quirks: 'none' };

let home: string;
let told: HostMessage[];
let picked: Record<string, string>;
/** Keys that were typed and are only tried, as main holds them. */
let offered: Record<string, { readonly apiKey: string }>;
/** Servers that a person was asked about, and what he says. */
let reached: string[];
let confirms: boolean;
/** Where main keeps the key, in tests that have one. */
let vault: KeyVault | null;
let hosts: EngineHost[];
let ports: MessagePort[];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'malote-host-'));
  [told, picked, offered, vault, hosts, ports] = [[], {}, {}, null, [], []];
  [reached, confirms] = [[], true];
});
afterEach(async () => {
  for (const host of hosts) await host.close();
  for (const port of ports) port.close();
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
});

/** A host with main played by the test. */
async function startHost(
  demonstration: DemonstrationMemory | null = null,
  role: 'window' | 'service' = 'window',
): Promise<EngineHost> {
  const answers: HostAnswers = {
    credentials: ({ generation, address }) => vault?.read(generation, address) ?? null,
    keyState: () => ({ generation: null, kept: 'session', secrets: [], audience: { sieg: null, mail: null } }),
    offeredKey: ({ id }) => offered[id] ?? null,
    secret: () => null,
    offeredSecret: () => null,
    systemProxy: () => null,
    mayReach: ({ server }) => {
      reached.push(server);
      return confirms;
    },
    pickedPath: ({ id }) => picked[id] ?? null,
  };
  const link = new MainLink({
    post: (message) => {
      const said = hostMessageSchema.parse(structuredClone(message));
      told.push(said);
      if (said.type !== 'ask') return;
      const value = (answers[said.name] as (input: unknown) => unknown)(said.input);
      queueMicrotask(() => link.receive({ type: 'answer', id: said.id, answer: { ok: true, value } }));
    },
  });
  const surroundings = { env: { MALOTE_WORKSPACE: join(home, 'workspace') }, platform: process.platform, home };
  const host = new EngineHost({
    version: '0.0.0',
    link,
    surroundings,
    demonstration,
    role,
    againMs: 200,
    openRoot: openLocalRoot,
    userData: join(home, 'user-data'),
    epoch: 'a',
    reader: READER,
  });
  hosts.push(host);
  await host.start();
  return host;
}

/** A page on a real channel to the host, through the same code as in the window. */
function openPage(host: EngineHost): ConsoleClient {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  const double = createBridgeDouble();
  const line = new EngineConnection((event, payload) => {
    double.emit(event as 'delta', JSON.parse(payload) as never);
  });
  const page: LinePort = {
    onmessage: null,
    postMessage: (message) => {
      port2.postMessage(message);
    },
    close: () => {
      port2.close();
    },
  };
  port2.on('message', (data: unknown) => page.onmessage?.({ data }));
  line.attach(page);
  host.connect(nodePort(port1));
  const engine = Object.fromEntries(
    contractNames.requests.engine.map((name) => [name, (input?: unknown) => line.ask(name, input)]),
  ) as unknown as BridgeCalls<'engine'>;
  return createClient({ ...double.bridge, engine });
}

function form(changes: Partial<SettingsInput> = {}): SettingsInput {
  return {
    'sieg.generation': 'v1',
    'sieg.baseUrl': 'https://api.sieg.com',
    'sieg.requestsPerMinute': null,
    'archive.root': { use: 'stored' },
    'importShare.root': { use: 'stored' },
    'importShare.layout': 'flat',
    'importShare.cancelledRoot': { use: 'none' },
    'companies.workbook': { use: 'stored' },
    'backup.folder': { use: 'none' },
    'previousMonth.days': 0,
    'capture.reports': 'always',
    'capture.reportsAtOnce': 6,
    'capture.graceDays': 10,
    'capture.dailyByUpload': true,
    'capture.rescanPreviousMonth': true,
    ...WATCH_DEFAULTS,
    ...changes,
  };
}

async function folder(name: string): Promise<string> {
  const path = join(home, name);
  await mkdir(path, { recursive: true });
  return path;
}

describe('a fresh workspace', () => {
  it('is opened, not configured, and offers nothing to go on with', async () => {
    const { engine } = openPage(await startHost());
    const state = await engine.snapshot();
    expect(state).toMatchObject({
      epoch: 'a',
      workspace: { shown: join(home, 'workspace'), configured: false, demonstration: null },
      run: null,
      resumable: null,
      lastSummary: null,
      companies: [],
    });
    expect(told.filter(({ type }) => type === 'ready')).toHaveLength(1);
    expect(await engine.probeRuntime()).toMatchObject({ electron: null, journalMode: 'wal' });
  });

  it('shows a form with defaults, its problems, and no key', async () => {
    const { engine } = openPage(await startHost());
    const shown = await engine.readSettings();
    expect(shown).toMatchObject({ key: { generation: null, kept: 'session' }, readOnly: false, warnings: [] });
    expect(shown.values).toMatchObject({ 'sieg.generation': 'v1', 'archive.root': null, 'capture.reports': 'always' });
    expect(Object.keys(shown.problems).sort()).toEqual(['archive.root', 'companies.workbook', 'importShare.root']);
  });

  it('tells why a run cannot begin, and is then as before', async () => {
    const { engine } = openPage(await startHost());
    await expect(engine.startJob({ kind: 'run', month: '2026-10' })).rejects.toMatchObject({
      code: 'SETTINGS_INCOMPLETE',
    });
    await eventually(async () => expect((await engine.snapshot()).run).toBeNull());
    expect(told.filter(({ type }) => type === 'activity').at(-1)).toEqual({
      type: 'activity',
      running: false,
      month: null,
    });
  });
});

describe('settings', () => {
  it('are saved from picked places, told to main, and read back', async () => {
    const { engine } = openPage(await startHost());
    picked = { a: await folder('arquivo'), i: await folder('import'), w: join(home, 'empresas.xlsx') };
    const saved = await engine.saveSettings(
      form({
        'sieg.requestsPerMinute': 20,
        'archive.root': { use: 'picked', id: 'a' },
        'importShare.root': { use: 'picked', id: 'i' },
        'companies.workbook': { use: 'picked', id: 'w' },
      }),
    );
    expect(saved).toEqual({ saved: true });
    const shown = await engine.readSettings();
    expect(shown.problems).toEqual({});
    expect(shown.values).toMatchObject({
      'sieg.requestsPerMinute': 20,
      'archive.root': picked['a'],
      'importShare.cancelledRoot': null,
    });
    expect(told.filter(({ type }) => type === 'places').at(-1)).toMatchObject({
      places: { archive: picked['a'], cancelled: null },
    });
    await eventually(async () => expect((await engine.snapshot()).workspace.configured).toBe(true));
    expect(await engine.saveSettings(form({ 'previousMonth.days': 5 }))).toEqual({ saved: true });
    expect((await engine.readSettings()).values).toMatchObject({
      'previousMonth.days': 5,
      'archive.root': picked['a'],
    });
  });

  it('let a delivery be asked for in the window and in the tray, and a notice says what it came to', async () => {
    const host = await startHost();
    const { engine } = openPage(host);
    picked = { a: await folder('arquivo'), i: await folder('import'), w: join(home, 'empresas.xlsx') };
    await engine.saveSettings(
      form({
        'archive.root': { use: 'picked', id: 'a' },
        'importShare.root': { use: 'picked', id: 'i' },
        'companies.workbook': { use: 'picked', id: 'w' },
      }),
    );
    const said = async (): Promise<string[]> =>
      (await engine.snapshot()).notices.filter(({ code }) => code === ASKED_DELIVERY).map(({ text }) => text);
    await engine.deliverNow();
    await vi.waitFor(async () => expect(await said()).toEqual(['Nada esperava para ser entregue.']), WAIT);
    const other = openLedger(join(home, 'workspace', 'malote.db'), { now: () => Date.now() });
    try {
      expect(other.lock('delivery').take()).toBeNull();
      host.command('deliver-now');
      await vi.waitFor(async () => expect((await said())[1]).toMatch(/^Outro programa já está entregando/), WAIT);
    } finally {
      other.close();
    }
  });

  it('never take a path of the page’s making', async () => {
    const { engine } = openPage(await startHost());
    const outcome = await engine.saveSettings(
      form({
        'archive.root': { use: 'picked', id: '/etc' },
        'importShare.root': { use: 'address', address: 'https://exemplo/pasta' },
        'companies.workbook': { use: 'address', address: '/etc/passwd' },
      }),
    );
    expect(outcome).toMatchObject({ saved: false });
    expect(Object.keys((outcome as { problems: object }).problems).sort()).toEqual([
      'archive.root',
      'companies.workbook',
      'importShare.root',
    ]);
    await expect(readFile(join(home, 'workspace', 'settings.json'))).rejects.toThrow('ENOENT');
  });

  it.each(['http://exemplo/x.xlsx', 'file:///etc/passwd', 'ftp://exemplo/x', 'https://'])(
    'refuse a workbook at %s',
    async (address) => {
      const { engine } = openPage(await startHost());
      const outcome = await engine.saveSettings(form({ 'companies.workbook': { use: 'address', address } }));
      expect(outcome).toMatchObject({ saved: false, problems: { 'companies.workbook': expect.any(String) as string } });
    },
  );

  it('say field by field what is wrong, and save nothing', async () => {
    const { engine } = openPage(await startHost());
    picked = { a: await folder('arquivo') };
    const outcome = await engine.saveSettings(
      form({
        'sieg.baseUrl': 'http://exemplo',
        'sieg.requestsPerMinute': 0.5,
        'archive.root': { use: 'picked', id: 'a' },
      }),
    );
    expect(outcome).toMatchObject({ saved: false });
    const { problems } = outcome as { problems: Record<string, string> };
    expect(Object.keys(problems).sort()).toEqual([
      'companies.workbook',
      'importShare.root',
      'sieg.baseUrl',
      'sieg.requestsPerMinute',
    ]);
    for (const sentence of Object.values(problems)) expect(sentence).toMatch(/^[A-Z].*\.$/);
  });

  it('that are not complete are kept for the next process, and are not in force', async () => {
    const first = openPage(await startHost()).engine;
    picked = { a: await folder('arquivo'), i: await folder('import'), w: join(home, 'empresas.xlsx') };
    const begun = form({ 'sieg.generation': 'legacy', 'archive.root': { use: 'picked', id: 'a' } });
    expect(await first.saveSettings(begun)).toMatchObject({ saved: false });
    await hosts.pop()!.close();

    const { engine } = openPage(await startHost());
    expect(await engine.snapshot()).toMatchObject({ workspace: { configured: false } });
    const shown = await engine.readSettings();
    expect(shown.unfinished).toBe(true);
    expect(shown.values).toMatchObject({ 'sieg.generation': 'legacy', 'archive.root': picked['a'] });
    expect(Object.keys(shown.problems).sort()).toEqual(['companies.workbook', 'importShare.root']);
    const rest = form({
      'importShare.root': { use: 'picked', id: 'i' },
      'companies.workbook': { use: 'picked', id: 'w' },
    });
    expect(await engine.saveSettings(rest)).toEqual({ saved: true });
    expect(await engine.readSettings()).toMatchObject({ unfinished: false, values: { 'archive.root': picked['a'] } });
  });

  it('that are in force are not given up for wrong ones', async () => {
    const { engine } = openPage(await startHost());
    picked = { a: await folder('arquivo'), i: await folder('import') };
    const here = { use: 'picked', id: 'a' } as const;
    const whole = form({
      'archive.root': here,
      'importShare.root': { use: 'picked', id: 'i' },
      'companies.workbook': here,
    });
    expect(await engine.saveSettings(whole)).toEqual({ saved: true });
    const one = form({ 'importShare.root': here });
    expect(await engine.saveSettings(one)).toMatchObject({
      saved: false,
      problems: { 'importShare.root': expect.stringContaining('é a pasta do acervo') as string },
    });
    expect(await engine.test({ what: 'import', settings: one })).toMatchObject({ ok: false });
    expect(await engine.test({ what: 'archive', settings: one })).toMatchObject({ ok: true });
    expect(await engine.saveSettings(form({ 'archive.root': { use: 'none' } }))).toMatchObject({ saved: false });
    expect(await engine.readSettings()).toMatchObject({ unfinished: false, values: { 'archive.root': picked['a'] } });
    expect(await readdir(join(home, 'workspace'))).not.toContain('settings-draft.json');
  });

  it('can be tried before they are saved', async () => {
    const { engine } = openPage(await startHost());
    const office = createOffice({ seed: 3, month: '2026-03', companies: 4, documentsPerCompany: 1 });
    picked = {
      a: await folder('arquivo'),
      n: join(home, 'nada'),
      w: join(home, 'empresas.xlsx'),
      p: join(home, 'x.csv'),
    };
    await writeFile(picked['w']!, await office.workbook());
    await writeFile(picked['p']!, 'nada;que;sirva\n');
    const settingsTest = (
      what: 'archive' | 'import' | 'cancelled' | 'workbook' | 'sieg',
      changes: Partial<SettingsInput> = {},
    ) => engine.test({ what, settings: form(changes) });
    expect(await settingsTest('archive', { 'archive.root': { use: 'picked', id: 'a' } })).toMatchObject({ ok: true });
    expect(await settingsTest('import', { 'importShare.root': { use: 'picked', id: 'n' } })).toMatchObject({
      ok: false,
      action: expect.any(String) as string,
    });
    expect(await settingsTest('cancelled')).toMatchObject({ ok: false });
    expect(await settingsTest('workbook', { 'companies.workbook': { use: 'picked', id: 'w' } })).toEqual({
      ok: true,
      words: 'A aba "Empresas" da planilha tem 4 empresas.',
    });
    expect(await settingsTest('workbook', { 'companies.workbook': { use: 'picked', id: 'p' } })).toMatchObject({
      ok: false,
    });
    expect(await settingsTest('sieg')).toMatchObject({ ok: false, words: expect.stringContaining('chave') as string });
    expect(await engine.test({ what: 'archive' })).toMatchObject({ ok: false });
  });
});

/** SIEG's side, which knows one key; it ends with the test. */
async function siegThatWants(apiKey: string): Promise<Simulator> {
  const office = createOffice({ seed: 3, month: '2026-03', companies: 2, documentsPerCompany: 1 });
  const credentials = { apiKey, clientId: '', clientSecret: '' };
  const simulator = await startSimulator(office, { quirks: parseQuirks('none'), credentials });
  onTestFinished(() => simulator.close());
  return simulator;
}

describe('a key that was typed', () => {
  it('is tried as it is, and neither held nor needed afterwards', async () => {
    const { engine } = openPage(await startHost());
    const simulator = await siegThatWants('certa');
    offered = { good: { apiKey: 'certa' }, bad: { apiKey: 'errada' } };
    const settings = form({ 'sieg.generation': 'legacy', 'sieg.baseUrl': simulator.url });
    const settingsTest = (id: string) => engine.test({ what: 'sieg', settings, offered: id });
    expect(await settingsTest('good')).toMatchObject({ ok: true });
    expect(await settingsTest('bad')).toMatchObject({ ok: false });
    expect(await settingsTest('gone')).toMatchObject({
      ok: false,
      words: expect.stringContaining('A chave digitada') as string,
    });
    expect(await engine.test({ what: 'sieg', settings })).toMatchObject({ ok: false });
  });
});

describe('a server that the settings do not have yet', () => {
  it('is reached by a trial once a person has confirmed it in a window of main', async () => {
    const { engine } = openPage(await startHost());
    const connections: string[] = [];
    const other = createServer((request, response) => {
      connections.push(request.url ?? '');
      response.end('CnpjCpf;Nome Tratado\n');
    });
    await once(other.listen(0, '127.0.0.1'), 'listening');
    onTestFinished(() => void other.close());
    const address = `http://127.0.0.1:${String((other.address() as AddressInfo).port)}`;
    offered = { typed: { apiKey: 'uma' } };
    const settings = form({ 'sieg.generation': 'legacy', 'sieg.baseUrl': `${address}/api` });
    confirms = false;
    expect(await engine.test({ what: 'sieg', settings, offered: 'typed' })).toEqual({
      ok: false,
      words: expect.stringContaining(address) as string,
      action: expect.stringContaining('confirme') as string,
    });
    expect([reached, connections]).toEqual([[address], []]);
    const mail = form({
      'email.enabled': true,
      'email.host': 'correio.exemplo.test',
      'email.from': 'a@b.test',
      'email.to': 'a@b.test',
    });
    expect(await engine.testAlert({ channel: 'email', settings: mail })).toMatchObject({ ok: false });
    expect(reached).toEqual([address, 'smtp://correio.exemplo.test:587']);
    picked = { a: await folder('arquivo'), i: await folder('import') };
    const whole = form({
      'sieg.baseUrl': address,
      'archive.root': { use: 'picked', id: 'a' },
      'importShare.root': { use: 'picked', id: 'i' },
      'companies.workbook': { use: 'picked', id: 'a' },
    });
    // neither by saving it, whole or begun, does a page come past the question
    expect(await engine.saveSettings({ ...whole, 'archive.root': { use: 'none' } })).toMatchObject({ saved: false });
    expect(await engine.saveSettings(whole)).toEqual({
      saved: false,
      problems: { 'sieg.baseUrl': expect.stringContaining(address) as string },
    });
    expect(await engine.test({ what: 'sieg', settings, offered: 'typed' })).toMatchObject({ ok: false });
    expect(connections).toEqual([]);
    confirms = true;
    expect(await engine.saveSettings(whole)).toEqual({ saved: true });
    confirms = false;
    await engine.test({ what: 'sieg', settings, offered: 'typed' });
    expect(connections.length).toBeGreaterThan(0);
  });
});

describe('a key that is held', () => {
  it('goes to the server that it was given for; a page that names another one gets neither the key nor a connection', async () => {
    const { engine } = openPage(await startHost());
    const simulator = await siegThatWants('certa');
    const connections: string[] = [];
    const other = createServer((request, response) => {
      connections.push(request.url ?? '');
      response.end('{}');
    });
    await once(other.listen(0, '127.0.0.1'), 'listening');
    onTestFinished(() => void other.close());
    vault = new KeyVault(home, encryption(), () => undefined);
    await vault.store({ generation: 'legacy', address: simulator.url, apiKey: 'certa' });
    const settingsTest = (address: string) =>
      engine.test({ what: 'sieg', settings: form({ 'sieg.generation': 'legacy', 'sieg.baseUrl': address }) });
    expect(await settingsTest(simulator.url)).toMatchObject({ ok: true });
    const { port } = other.address() as AddressInfo;
    const answer = await settingsTest(`http://127.0.0.1:${String(port)}`);
    expect(answer).toMatchObject({ ok: false, words: expect.stringContaining('nada foi enviado') as string });
    expect(connections).toEqual([]);
  });
});

describe('the demonstration', () => {
  it('is audited, and what is missing on its disk is brought back through the same page', async () => {
    const host = await startHost(SMALL);
    const client = openPage(host);
    const { engine } = client;
    const states: ConsoleState[] = [];
    followConsole(client, (state) => states.push(state)).refresh();
    const until = (state: object): Promise<void> =>
      vi.waitFor(() => expect(states.at(-1)).toMatchObject(state), { timeout: 60_000, interval: 50 });
    await until({ workspace: { configured: true } });
    const { month } = states.at(-1)!;
    await engine.startJob({ kind: 'run', month });
    await until({ run: null, lastSummary: { run: { status: 'complete' } }, outbox: { draining: null } });
    const places = told.findLast((message) => message.type === 'places')?.places;
    const archive = places?.archive ?? '';
    expect(places?.reports).toBe(join(places?.workspace ?? '', 'relatorios'));
    const files = await readdir(archive, { recursive: true });
    const lost = files.find((file) => /NFe.\w+.\d{44}\.xml$/u.test(file.normalize())) ?? '';
    await rm(join(archive, lost));

    const scope = { months: null, companies: null };
    await engine.startJob({ kind: 'audit', scope });
    await until({ audit: { running: null, last: { outcome: 'complete' } } });
    const [audit] = await engine.listAudits({ limit: 5 });
    expect(audit?.counts).toMatchObject({ ghost: 1, orphan: 0 });
    const query = { auditId: audit!.id, categories: ['ghost' as const] };
    expect(await engine.auditGroups({ auditId: audit!.id })).toContainEqual(
      expect.objectContaining({ category: 'ghost', count: 1 }),
    );
    const found = await engine.auditFindings({ query, after: 0, limit: 200 });
    expect(found).toMatchObject({ total: 1, next: null, lines: [{ identity: /\d{44}/.exec(lost)?.[0] }] });

    const nothing = engine.planRecovery({ auditId: audit!.id, categories: ['orphan'] });
    await expect(nothing).rejects.toMatchObject({ code: 'RECOVERY_NOTHING_TO_DO' });
    const plan = await engine.planRecovery(query);
    expect(plan).toMatchObject({ state: 'planned', fetch: { items: 1 } });
    expect((await engine.jobItems({ kind: 'recovery', subject: plan.id, after: 0, limit: 10 })).total).toBe(1);
    const written = await engine.exportRecovery({ recoveryId: plan.id, format: 'csv' });
    expect(await readdir(places?.reports ?? '')).toContain(written.name);
    await engine.startJob({ kind: 'recovery', recoveryId: plan.id });
    await until({ recovery: { id: plan.id, state: 'complete' } });
    expect(await readdir(archive, { recursive: true })).toContain(lost);

    await engine.startJob({ kind: 'audit', scope });
    await vi.waitFor(async () => expect((await engine.listAudits({ limit: 1 }))[0]?.counts.ghost).toBe(0), {
      timeout: 60_000,
    });
    const [newer] = await engine.listAudits({ limit: 1 });
    const changes = await engine.compareAudits({ older: audit!.id, newer: newer!.id });
    expect(changes.categories).toContainEqual({ category: 'ghost', same: 0, gone: 1, fresh: 0 });
    expect(await engine.listRecoveries({ limit: 5 })).toHaveLength(1);
  });

  it('shows what has been: journal, runs, a company and its documents, reports', async () => {
    const host = await startHost(SMALL);
    const { engine } = openPage(host);
    const { month, companies } = await engine.snapshot();
    await engine.startJob({ kind: 'run', month });
    await vi.waitFor(() => expect(host.console.running).toBe(false), { timeout: 60_000 });
    const journal = await engine.journalPage({ query: { topics: ['run'] }, before: null, limit: 200 });
    expect(journal.lines.map(({ action }) => action)).toContain('run.ended');
    expect(await engine.listRuns({ limit: 5 })).toMatchObject([{ month, outcome: 'complete' }]);
    const company = companies[0]?.taxId ?? (await engine.snapshot()).companies[0]!.taxId;
    const view = await engine.companyMonth({ company, month });
    const held = view.kinds.reduce((sum, { ledger }) => sum + ledger, 0);
    expect(held).toBeGreaterThan(0);
    const documents = await engine.companyDocuments({ query: { company, month }, after: null, limit: 5 });
    expect(documents.lines.length).toBe(Math.min(5, documents.total));
    const exported = await engine.exportJournal({ query: {}, format: 'csv' });
    const report = await engine.writeReport({ month, format: 'html' });
    const places = told.findLast((message) => message.type === 'places')?.places;
    expect(await readdir(places?.reports ?? '')).toEqual(expect.arrayContaining([exported.name, report.name]));
    await expect(engine.startJob({ kind: 'legacy-import', pathId: 'unknown', dryRun: true })).rejects.toMatchObject({
      code: 'SHELL_PLACE_UNKNOWN',
    });
  });

  it('runs a month to its end while a page follows, and shows the same to a page that comes later', async () => {
    const host = await startHost(SMALL);
    const client = openPage(host);
    const states: ConsoleState[] = [];
    const following = followConsole(client, (state) => states.push(state));
    following.refresh();
    await eventually(() => expect(states.at(-1)?.workspace.demonstration).toMatchObject({ companies: 3 }));
    const { month } = states.at(-1)!;
    await client.engine.startJob({ kind: 'run', month });
    await expect(client.engine.startJob({ kind: 'run', month })).rejects.toMatchObject({ code: 'SHELL_RUN_UNDER_WAY' });
    await expect(client.engine.leaveDemonstration()).rejects.toMatchObject({ code: 'SHELL_RUN_UNDER_WAY' });
    await vi.waitFor(
      () => expect(states.at(-1)).toMatchObject({ run: null, lastSummary: { run: { status: 'complete' } } }),
      {
        timeout: 30_000,
      },
    );
    await eventually(() =>
      expect(states.at(-1)!.companies.map(({ phase }) => phase)).toEqual(Array(3).fill('complete')),
    );
    const state = states.at(-1)!;
    expect(state.shares.map(({ root, state: health }) => [root, health])).toEqual([
      ['archive', expect.stringMatching(/^(?:ok|degraded)$/)],
      ['import', expect.stringMatching(/^(?:ok|degraded)$/)],
      ['workbook', expect.stringMatching(/^(?:ok|degraded)$/)],
    ]);
    expect(state.totals).toMatchObject({ expected: 45, archived: 45, delivered: 45, missing: 0, pending: 0 });
    expect(state.companies.every(({ archived, delivered }) => archived > 0 && archived === delivered)).toBe(true);
    expect(state.journal.map(({ text }) => text).slice(-3)).toContainEqual(expect.stringMatching(/^Execução completa/));
    expect(states.some(({ run }) => run !== null && run.runId > 0)).toBe(true);
    // whoever follows and whoever comes later end with the same; a look at a share may come in between
    const late = openPage(host).engine;
    await eventually(async () => {
      const seen = await late.snapshot();
      expect(seen).toEqual({ ...states.at(-1)!, engine: { state: 'ready' } });
    });
    expect((await client.engine.journal({ limit: 3 })).map(({ action }) => action)).toContain('run.ended');
    following.stop();
  });

  it('is begun and left, keeps the office’s own workspace apart, and is remembered', async () => {
    const { engine } = openPage(await startHost());
    await engine.beginDemonstration({ companies: 2, documents: 4, quirks: 'none' });
    expect(await engine.snapshot()).toMatchObject({
      workspace: { configured: true, demonstration: { companies: 2, documents: 4, seed: 1 } },
    });
    expect(await engine.readSettings()).toMatchObject({ readOnly: true, problems: {} });
    await expect(engine.saveSettings(form())).rejects.toMatchObject({ code: 'SHELL_DEMONSTRATION' });
    expect(await engine.importCompanies()).toMatchObject({ total: 2, added: 2 });
    expect(await engine.test({ what: 'sieg' })).toMatchObject({ ok: true });
    await eventually(async () => expect((await engine.snapshot()).companies).toHaveLength(2));
    await engine.leaveDemonstration();
    expect(await engine.snapshot()).toMatchObject({
      workspace: { shown: join(home, 'workspace'), configured: false, demonstration: null },
      companies: [],
    });
    expect(told.filter(({ type }) => type === 'remember').at(-1)).toEqual({
      type: 'remember',
      demonstration: { active: false, companies: 2, documents: 4, seed: 1, quirks: 'none' },
    });
  });

  it('stopped in the middle, is offered to go on with by the next process', async () => {
    const first = openPage(await startHost({ ...SMALL, documents: 120, quirks: 'all' }));
    const { month } = await first.engine.snapshot();
    await first.engine.startJob({ kind: 'run', month });
    await vi.waitFor(async () => expect((await first.engine.snapshot()).totals.archived).toBeGreaterThan(0), {
      timeout: 30_000,
    });
    await first.engine.stopJob({ kind: 'run', how: 'now' });
    await vi.waitFor(async () => expect((await first.engine.snapshot()).run).toBeNull(), { timeout: 30_000 });
    const stopped = await first.engine.snapshot();
    expect(stopped.resumable).toMatchObject({ month, outcome: 'stopped', only: null });
    await hosts.pop()!.close();

    const second = openPage(await startHost({ ...SMALL, documents: 120, quirks: 'all' }));
    const found = await second.engine.snapshot();
    // what waited to be delivered goes out by itself as soon as somebody watches: those figures may be ahead
    const { expected, archived, missing, events } = stopped.totals;
    const totals = { expected, archived, missing, events };
    expect(found).toMatchObject({ month, run: null, resumable: stopped.resumable, totals });
    await second.engine.startJob({ kind: 'run', month });
    await vi.waitFor(
      async () =>
        expect(await second.engine.snapshot()).toMatchObject({ run: null, totals: { archived: 360, missing: 0 } }),
      { timeout: 60_000, interval: 200 },
    );
    expect((await second.engine.snapshot()).resumable).toBeNull();
  });
});

describe('what is forged', () => {
  it('gets nowhere: no request, a request of no name, content out of its schema', async () => {
    const host = await startHost();
    const { port1, port2 } = new MessageChannel();
    ports.push(port1, port2);
    const heard: { id: number; ok: boolean; error?: { code: string } }[] = [];
    port2.on('message', (message: { id?: number; answer: string }) => {
      if (message.id !== undefined) heard.push({ id: message.id, ...(JSON.parse(message.answer) as { ok: boolean }) });
    });
    host.connect(nodePort(port1));
    for (const noise of [
      null,
      'snapshot',
      { name: 'snapshot' },
      { id: 'x', name: 'snapshot' },
      [1],
      { id: 1, name: 'x', y: 1 },
    ])
      port2.postMessage(noise);
    port2.postMessage({ id: 1, name: 'close', input: undefined });
    port2.postMessage({ id: 2, name: '__proto__', input: undefined });
    port2.postMessage({ id: 3, name: 'showMonth', input: { month: '2026-10; DROP TABLE journal' } });
    port2.postMessage({ id: 4, name: 'probeRuntime', input: undefined });
    await eventually(() => expect(heard).toHaveLength(4));
    expect(heard.toSorted((a, b) => a.id - b.id).map(({ id, ok, error }) => [id, ok, error?.code])).toEqual([
      [1, false, 'IPC_BAD_REQUEST'],
      [2, false, 'IPC_BAD_REQUEST'],
      [3, false, 'IPC_BAD_REQUEST'],
      [4, true, undefined],
    ]);
    expect(told.filter(({ type }) => type === 'log')).toHaveLength(9);
  });
});

describe('a notification', () => {
  const ALERT = { severity: 'info', title: 'título', text: 'texto', screen: 'shares' } as const;
  const heard: string[] = [];

  /** A window of another process. */
  function attachWindow(host: EngineHost): void {
    const { port1, port2 } = new MessageChannel();
    ports.push(port1, port2);
    port2.on('message', ({ event, payload }: { event?: string; payload: string }) => {
      if (event === 'desktop') heard.push(payload);
    });
    host.connect(nodePort(port1), { version: '0.0.0', pid: 1, role: 'window' });
  }

  it('of a window is shown by itself, whoever is attached to it', async () => {
    const host = await startHost();
    attachWindow(host);
    const sent = host.desktop.send({ ...ALERT, id: 7 } as never, new AbortController().signal);
    await eventually(() => expect(told).toContainEqual({ type: 'desktop', alert: { ...ALERT, id: 7 } }));
    host.desktopShown(7, null);
    await sent;
    expect(heard).toEqual([]);
  });

  it('of a service is shown by the windows that are attached, and waits for one', async () => {
    const host = await startHost(null, 'service');
    expect(host.desktop.isThere()).toBe(false);
    attachWindow(host);
    expect(host.desktop.isThere()).toBe(true);
    const sent = host.desktop.send({ ...ALERT, id: 8 } as never, new AbortController().signal);
    await eventually(() => expect(heard.map((text) => JSON.parse(text) as unknown)).toEqual([{ ...ALERT, id: 8 }]));
    host.desktop.shown(8, null);
    await sent;
    expect(told.filter(({ type }) => type === 'desktop')).toEqual([]);
  });
});

describe('a workspace that cannot be opened', () => {
  it('is said with its reason, and opened once it can be', async () => {
    await writeFile(join(home, 'workspace'), 'não é uma pasta');
    const { engine } = openPage(await startHost());
    await expect(engine.snapshot()).rejects.toMatchObject({ code: 'CLI_CANNOT_WRITE' });
    await rm(join(home, 'workspace'));
    expect(await engine.snapshot()).toMatchObject({ workspace: { shown: join(home, 'workspace') } });
  });
});

describe('a workspace that a service cannot open', () => {
  it('is tried again by itself, since nobody asks', async () => {
    await writeFile(join(home, 'workspace'), 'não é uma pasta');
    await startHost(null, 'service');
    await rm(join(home, 'workspace'));
    await eventually(() => expect(existsSync(join(home, 'workspace', 'malote.db'))).toBe(true));
  });
});

describe('a damaged ledger', () => {
  const ledger = (): string => join(home, 'workspace', 'malote.db');
  const damage = (): Promise<void> => writeFile(ledger(), 'isto não é um banco de dados '.repeat(200));

  it('opens nothing until the person accepts a fresh one, and is told and kept', async () => {
    await mkdir(join(home, 'workspace'));
    await damage();
    const { engine } = openPage(await startHost());
    for (const _again of [1, 2]) await expect(engine.snapshot()).rejects.toMatchObject({ code: 'LEDGER_DAMAGED' });
    await eventually(() => expect(told.find(({ type }) => type === 'desktop')).toBeDefined());
    await engine.acceptFreshLedger();
    const { notices, workspace } = await engine.snapshot();
    expect(workspace.shown).toBe(join(home, 'workspace'));
    expect(notices.at(-1)).toMatchObject({ code: 'LEDGER_SET_ASIDE' });
    expect((await readdir(join(home, 'workspace'))).filter((name) => name.includes('danificado'))).toHaveLength(1);
    await expect(engine.acceptFreshLedger()).rejects.toMatchObject({ code: 'LEDGER_SOUND' });
  });

  it('that is gone is told of as such, and nothing begun until the person accepts it', async () => {
    const first = await startHost();
    await openPage(first).engine.snapshot();
    await first.close();
    await rm(ledger());
    const { engine } = openPage(await startHost());
    for (const _again of [1, 2]) await expect(engine.snapshot()).rejects.toMatchObject({ code: 'LEDGER_GONE' });
    await eventually(() => expect(told.find(({ type }) => type === 'desktop')).toBeDefined());
    expect(existsSync(ledger())).toBe(false);
    await engine.acceptFreshLedger();
    expect((await engine.snapshot()).notices.at(-1)).toMatchObject({ code: 'LEDGER_BEGUN_ANEW' });
    await expect(engine.acceptFreshLedger()).rejects.toMatchObject({ code: 'LEDGER_SOUND' });
  });

  it('is closed when the look of every day finds it, and the page is told', async () => {
    const first = await startHost(SMALL);
    await openPage(first).engine.snapshot();
    const { folder: place } = await first.workspace();
    await first.close();
    const file = join(place, 'malote.db');
    const ledger = openLedger(file, { now: () => Date.now() });
    ledger.transaction(() => {
      for (let one = 0; one < 2_000; one += 1)
        ledger.journal.write('run.healed', String(one), { text: 'x'.repeat(200) });
    });
    databaseOf(ledger).run("UPDATE upkeep SET value = '2026-01-01' WHERE name = 'checked_at'");
    ledger.close();
    const bytes = await readFile(file);
    await writeFile(file, bytes.fill(0xa5, bytes.length - 300_000, bytes.length - 200_000));
    const host = await startHost(SMALL);
    const { engine } = openPage(host);
    const { notices } = host.console.state;
    await eventually(() => {
      expect([...notices, ...host.console.state.notices].some(({ code }) => code === 'LEDGER_DAMAGED')).toBe(true);
    });
    await expect(engine.snapshot()).rejects.toMatchObject({ code: 'LEDGER_DAMAGED' });
    await engine.acceptFreshLedger();
    expect((await engine.snapshot()).notices.some(({ code }) => code === 'LEDGER_DAMAGED')).toBe(false);
  });
});
