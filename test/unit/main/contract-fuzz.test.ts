import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import fc, { type Arbitrary } from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLocalRoot } from '../../../src/engine/shares';
import { EngineHost } from '../../../src/main/engine-host/host';
import { MainLink } from '../../../src/main/engine-host/main-link';
import { contract, type EngineRequest } from '../../../src/shared/ipc/contract';
import { hostMessageSchema, type HostAnswers } from '../../../src/shared/ipc/host-link';
import { READER } from '../../support/ledger-reader';
import { fitting } from '../../support/arbitrary-of';

const REQUESTS = 20_000;
/** At once on the line, as a page that wants to break it would have them. */
const BATCH = 2_000;
const SEED = 20_261_129;
const SECRETS = ['canario-da-chave-7f3a', 'canario-da-senha-91bc', 'canario-do-webhook-55e0'] as const;
const IN_A_FILE = 'canario-de-um-arquivo-c0de';
const NAMES = Object.keys(contract.engine.requests) as EngineRequest[];

let home: string;
let host: EngineHost;
let bait: Server;
let reached: string[];
let asked: Set<string>;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'malote-fuzz-'));
  for (const folder of ['workspace', 'acervo', 'import']) await mkdir(join(home, folder));
  await writeFile(join(home, 'segredo.txt'), IN_A_FILE);
  const saved = { generation: 'legacy', baseUrl: 'http://127.0.0.1:1' };
  const folders = { archive: { root: join(home, 'acervo') }, importShare: { root: join(home, 'import') } };
  await writeFile(join(home, 'workspace', 'settings.json'), JSON.stringify({ sieg: saved, ...folders }));
  reached = [];
  bait = createServer((request, response) => {
    reached.push(request.url ?? '');
    response.end(IN_A_FILE);
  });
  bait.on('connection', () => reached.push('connection'));
  await once(bait.listen(0, '127.0.0.1'), 'listening');
  host = await openHost();
});
afterAll(async () => {
  await host.close();
  bait.close();
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
});

/** The engine's process on a saved office, with main's secrets, and a person who confirms nothing. */
async function openHost(): Promise<EngineHost> {
  asked = new Set();
  const [apiKey, password, webhook] = SECRETS;
  const answers: HostAnswers = {
    credentials: () => ({ apiKey }),
    keyState: () => ({
      generation: 'legacy',
      kept: 'disk',
      secrets: ['smtp-password', 'webhook-url'],
      audience: { sieg: null, mail: null },
    }),
    offeredKey: () => ({ apiKey }),
    secret: ({ name }) => (name === 'smtp-password' ? password : `http://127.0.0.1:1/${webhook}`),
    offeredSecret: () => `${baitAddress()}/${webhook}`,
    systemProxy: () => null,
    mayReach: ({ server }) => {
      asked.add(server);
      return false;
    },
    pickedPath: () => null,
  };
  const link = new MainLink({
    post: (message) => {
      const said = hostMessageSchema.parse(structuredClone(message));
      if (said.type !== 'ask') return;
      const value = (answers[said.name] as (input: unknown) => unknown)(said.input);
      queueMicrotask(() => link.receive({ type: 'answer', id: said.id, answer: { ok: true, value } }));
    },
  });
  const opened = new EngineHost({
    ...{ link, version: '0.0.0', epoch: 'fuzz', openRoot: openLocalRoot, reader: READER, demonstration: null },
    userData: join(home, 'user-data'),
    surroundings: { env: { MALOTE_WORKSPACE: join(home, 'workspace') }, platform: process.platform, home: homedir() },
  });
  await opened.start();
  return opened;
}

const baitAddress = (): string => `http://127.0.0.1:${String((bait.address() as AddressInfo).port)}`;

/** What a page of ill will would write where a text goes. */
function poison(): Arbitrary<string> {
  const { port } = bait.address() as AddressInfo;
  const places = [
    ...[
      baitAddress(),
      `http://localhost:${String(port)}/x`,
      `https://127.0.0.1:${String(port)}/lista.xlsx`,
      '127.0.0.1',
    ],
    ...[join(home, 'segredo.txt'), `file://${home}/segredo.txt`, '../../segredo.txt', '\\\\127.0.0.1\\c$', home],
    ...['__proto__', 'constructor', '2026-10', '', '\0', '..', 'smtp-password', 'webhook-url', 'offered-1'],
  ];
  return fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...places) }, fc.string({ maxLength: 40 }));
}

/** A request that fits, one that nearly fits, or anything at all. */
function request(): Arbitrary<{ readonly name: unknown; readonly input: unknown }> {
  const texts = poison();
  const fits = new Map(NAMES.map((name) => [name, fitting(contract.engine.requests[name].input, texts)]));
  const fit = fc
    .constantFrom(...NAMES)
    .chain((name) => fits.get(name)!.map((input) => ({ name, input: harmless(name, input) })));
  const near = fc.tuple(fit, fc.nat(), fc.oneof(texts, fc.anything())).map(([{ name, input }, at, value]) => {
    const fields = typeof input === 'object' && input !== null ? Object.keys(input) : [];
    const field = fields[at % fields.length];
    return { name, input: field === undefined ? value : harmless(name, { ...input, [field]: value }) };
  });
  const odd = fc.record({
    name: fc.oneof(texts, fc.constantFrom<string>(...NAMES), fc.anything()),
    input: fc.anything(),
  });
  return fc.oneof({ weight: 1, arbitrary: fit }, { weight: 100, arbitrary: near }, { weight: 100, arbitrary: odd });
}

/** What a page may ask for, and gets, but which would take a test too long; and what the office saves is its own. */
function harmless(name: EngineRequest, input: unknown): unknown {
  if (name === 'beginDemonstration') return { companies: 1, documents: 1, seed: 1, quirks: 'none' };
  if (name !== 'saveSettings' || typeof input !== 'object') return input;
  return {
    ...input,
    'companies.workbook': { use: 'none' },
    'sieg.baseUrl': 'http://127.0.0.1:1',
    'email.host': '', 'email.on': false,
    'webhook.on': false,
  };
}

function cloneable(message: unknown): unknown {
  try {
    return structuredClone(message);
  } catch {
    return null;
  }
}

describe('a page that asks for everything with any payload', () => {
  it(`gets no secret, no file and no connection to a server that the office has not saved (${String(REQUESTS)} requests)`, async () => {
    const { port1, port2 } = new MessageChannel();
    const heard: string[] = [];
    let answered = 0;
    const waiting = new Map<number, unknown>();
    const outcomes = new Map<string, number>();
    port2.on('message', (message: { readonly id?: number; readonly answer?: string }) => {
      heard.push(JSON.stringify(message));
      if (message.answer === undefined) return;
      answered += 1;
      waiting.delete(message.id!);
      const { ok, error } = JSON.parse(message.answer) as { ok: boolean; error?: { code: string } };
      const outcome = ok ? 'ok' : (error?.code ?? '?');
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    });
    host.connect({
      post: (message) => port1.postMessage(message),
      listen: (listener) => port1.on('message', listener),
      onClose: (listener) => port1.on('close', listener),
      close: () => port1.close(),
    });
    const all = fc.sample(request(), { numRuns: REQUESTS, seed: SEED });
    let sent = 0;
    for (let from = 0; from < all.length; from += BATCH) {
      const expected = all.slice(from, from + BATCH).filter(({ name, input }, at) => {
        port2.postMessage(cloneable({ id: from + at, name, input }));
        const r = typeof name === 'string' && name.length <= 100 && cloneable({ input }) !== null;
        if (r) waiting.set(from + at, { name, input });
        return r;
      });
      sent += expected.length;
      const t = Date.now();
      await expect.poll(() => answered, { timeout: 60_000, interval: 5 }).toBeGreaterThanOrEqual(sent).catch((e) => { console.log([...waiting]); throw e; });
      console.log(from, Date.now() - t);
      const words = heard.splice(0).join('\n');
      for (const canary of [...SECRETS, IN_A_FILE]) expect(words).not.toContain(canary);
      expect(reached).toEqual([]);
    }
    console.log(Object.fromEntries(outcomes), [...asked]);
    // it came through to what it is about: something was done, and a person was asked about the servers
    expect(outcomes.get('ok')).toBeGreaterThan(1_000);
    expect([...asked]).toContain(baitAddress());
    for (const file of ['malote.db', 'settings.json']) {
      const bytes = await readFile(join(home, 'workspace', file));
      for (const canary of SECRETS) expect(bytes.includes(canary)).toBe(false);
    }
    port2.close();
  }, 600_000);
});
