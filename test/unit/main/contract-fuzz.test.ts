import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import fc, { type Arbitrary } from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLocalRoot } from '../../../src/engine/shares';
import { EngineHost } from '../../../src/main/engine-host/host';
import { MainLink } from '../../../src/main/engine-host/main-link';
import { contract, type EngineRequest } from '../../../src/shared/ipc/contract';
import { settingsInputSchema } from '../../../src/shared/ipc/settings';
import { hostMessageSchema, type HostAnswers } from '../../../src/shared/ipc/host-link';
import { READER } from '../../support/ledger-reader';
import { fitting } from '../../support/arbitrary-of';

const REQUESTS = 100_000;
/** At once on the line, as a page that wants to break it would have them. */
const BATCH = 1_000;
const SEED = 20_261_129;
const SECRETS = ['canario-da-chave-7f3a', 'canario-da-senha-91bc', 'canario-do-webhook-55e0'] as const;
const IN_A_FILE = 'canario-de-um-arquivo-c0de';
/** Where nobody listens. */
const SAVED = 'http://127.0.0.1:1';
const NAMES = Object.keys(contract.engine.requests) as EngineRequest[];

interface Request {
  readonly name: unknown;
  readonly input: unknown;
}

let home: string;
let host: EngineHost;
let bait: Server;
let reached: string[];
let asked: Set<string>;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'malote-fuzz-'));
  for (const folder of ['workspace', 'acervo', 'import']) await mkdir(join(home, folder));
  await writeFile(join(home, 'segredo.txt'), IN_A_FILE);
  const saved = { generation: 'legacy', baseUrl: SAVED };
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
    secret: ({ name }) => (name === 'smtp-password' ? password : `${SAVED}/${webhook}`),
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
      if (said.type === 'desktop') queueMicrotask(() => host.desktop.shown(said.alert.id, null));
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
function request(): Arbitrary<Request> {
  const texts = poison();
  const fits = new Map(NAMES.map((name) => [name, fitting(contract.engine.requests[name].input, texts)]));
  const fit = fc.constantFrom(...NAMES).chain((name) => fits.get(name)!.map((input): Request => ({ name, input })));
  const near = fc.tuple(fit, fc.nat(), fc.oneof(texts, fc.anything())).map(([{ name, input }, at, value]): Request => {
    const fields = Object.keys(Object(input) as object);
    const field = fields[at % fields.length];
    return { name, input: field === undefined ? value : { ...(input as object), [field]: value } };
  });
  const names = fc.oneof(texts, fc.constantFrom<unknown>(...NAMES), fc.anything());
  const odd = fc.record<Request>({ name: names, input: fc.anything() });
  const forms = fitting(settingsInputSchema, texts);
  const aimed = fc.oneof(
    fc.record({
      name: fc.constant('test'),
      input: fc.record({ what: fc.constantFrom('sieg', 'workbook'), settings: forms }),
    }),
    fc.record({
      name: fc.constant('testAlert'),
      input: fc.record({ channel: fc.constantFrom('email', 'webhook'), settings: forms, offered: texts }),
    }),
  );
  return fc
    .oneof(
      { weight: 1, arbitrary: fit },
      { weight: 1, arbitrary: aimed },
      { weight: 20, arbitrary: near },
      { weight: 20, arbitrary: odd },
    )
    .map(harmless);
}

/** What a page may ask for, and gets, but which would take a test too long. */
function harmless({ name, input }: Request): Request {
  return name === 'beginDemonstration' || name === 'leaveDemonstration' ? { name, input: 'harmless' } : { name, input };
}

function cloneable(message: unknown): unknown {
  try {
    return structuredClone(message);
  } catch {
    return null;
  }
}

/** A page on the engine's port, as raw as it can be. */
class BadPage {
  readonly outcomes = new Map<string, number>();
  /** What no code of ours names, each with its answer. */
  readonly faults: (readonly [asked: Request | undefined, answer: string])[] = [];
  readonly #waiting = new Map<number, Request>();
  #heard: string[] = [];
  readonly #port: MessagePort;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.#port = port2;
    port2.on('message', (message: { readonly id?: number; readonly answer?: string }) => {
      this.#hear(message);
    });
    host.connect({
      post: (message) => port1.postMessage(message),
      listen: (listener) => port1.on('message', listener),
      onClose: (listener) => port1.on('close', listener),
      close: () => port1.close(),
    });
  }

  /** What has no name of a sane length is dropped without an answer. */
  ask(id: number, { name, input }: Request): void {
    const message = cloneable({ id, name, input });
    this.#port.postMessage(message);
    if (message !== null && typeof name === 'string' && name.length <= 100) this.#waiting.set(id, { name, input });
  }

  /** Everything that came in until all is answered. */
  async words(): Promise<string> {
    await expect.poll(() => [...this.#waiting.values()], { timeout: 60_000, interval: 5 }).toEqual([]);
    return this.#heard.splice(0).join('\n');
  }

  close(): void {
    this.#port.close();
  }

  #hear({ id, answer, ...rest }: { readonly id?: number; readonly answer?: string }): void {
    this.#heard.push(answer ?? JSON.stringify(rest));
    if (id === undefined || answer === undefined) return;
    const asked = this.#waiting.get(id);
    this.#waiting.delete(id);
    const { ok, error } = JSON.parse(answer) as { readonly ok: boolean; readonly error?: { readonly code: string } };
    if (error?.code === 'INTERNAL') this.faults.push([asked, answer]);
    const outcome = ok ? 'ok' : (error?.code ?? '?');
    this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1);
  }
}

describe('a page that asks for everything with any payload', () => {
  it(`gets no secret, no file and no connection to a server that the office has not saved (${String(REQUESTS)} requests)`, async () => {
    const page = new BadPage();
    const all = fc.sample(request(), { numRuns: REQUESTS, seed: SEED });
    for (let from = 0; from < all.length; from += BATCH) {
      all.slice(from, from + BATCH).forEach((one, at) => page.ask(from + at, one));
      const words = await page.words();
      for (const canary of [...SECRETS, IN_A_FILE]) expect(words).not.toContain(canary);
      expect(reached).toEqual([]);
    }
    page.close();
    // it came through to what it is about: much was done, and a person was asked about the servers
    expect(page.outcomes.get('ok')).toBeGreaterThan(REQUESTS / 100);
    expect(page.faults).toEqual([]);
    expect([...asked]).toContain(baitAddress());
    for (const file of ['malote.db', 'settings.json']) {
      const bytes = await readFile(join(home, 'workspace', file));
      for (const canary of SECRETS) expect(bytes.includes(canary)).toBe(false);
    }
  }, 600_000);
});
