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
import { ConfirmedServers } from '../../../src/main/dialogs/confirmed-servers';
import { EngineHost } from '../../../src/engine-process/host';
import { MainLink } from '../../../src/engine-process/main-link';
import { createSecretHandlers } from '../../../src/main/secrets/handlers';
import { keyState } from '../../../src/main/secrets/key-state';
import { KeyVault } from '../../../src/main/secrets/key-vault';
import { SecretVault } from '../../../src/main/secrets/secret-vault';
import { answerRequest } from '../../../src/shared/ipc/answer';
import { contract, type EngineRequest, type Handlers } from '../../../src/shared/ipc/contract';
import { settingsInputSchema } from '../../../src/shared/ipc/settings';
import { asMaloteError } from '../../../src/shared/errors';
import type { Answer } from '../../../src/shared/ipc/bridge';
import { hostMessageSchema, type HostAnswers } from '../../../src/shared/ipc/host-link';
import { READER } from '../../support/ledger-reader';
import { fitting } from '../../support/arbitrary-of';
import { encryption } from './encryption';

const REQUESTS = 100_000;
/** At once on the line, as a page that wants to break it would have them. */
const BATCH = 1_000;
const SEED = 20_261_129;
const SECRETS = ['canario-da-chave-7f3a', 'canario-da-senha-91bc', 'canario-do-webhook-55e0'] as const;
const IN_A_FILE = 'canario-de-um-arquivo-c0de';
/** Where nobody listens. */
const SAVED = 'http://127.0.0.1:1';
const SAVED_MAIL = 'smtp://127.0.0.1:1';
const NAMES = Object.keys(contract.engine.requests) as EngineRequest[];
/** What a page may ask of main's vaults. */
const VAULT_NAMES = ['storeKey', 'offerKey', 'forgetKey', 'storeSecret', 'offerSecret', 'forgetSecret'] as const;

interface Request {
  readonly name: unknown;
  readonly input: unknown;
}

let home: string;
let host: EngineHost;
let bait: Server;
let reached: string[];
/** Servers that a person was asked about, who confirms none. */
let asked: Set<string>;
let person: ConfirmedServers;
let main: MainsVaults;

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

interface MainsVaults {
  readonly vault: KeyVault;
  readonly secrets: SecretVault;
  /** What the page was told to name its last typed key and secret by; it would name them well. */
  offered: { key: string; secret: string };
}

/** Main's vaults with what the office has saved in them, as of a start of the program. */
async function vaultsOfTheOffice(): Promise<MainsVaults> {
  const [apiKey, password, webhook] = SECRETS;
  const folder = join(home, 'user-data');
  const keys = (): KeyVault => new KeyVault(folder, encryption(), () => undefined);
  const others = (confirm: (server: string, address: string) => Promise<boolean>): SecretVault =>
    new SecretVault(folder, encryption(), () => undefined, confirm);
  await keys().store({ generation: 'legacy', address: SAVED, apiKey });
  const office = others(() => Promise.resolve(true));
  await office.store({ name: 'smtp-password', value: password, address: SAVED_MAIL });
  await office.store({ name: 'webhook-url', value: `${SAVED}/${webhook}`, address: null });
  return {
    vault: keys(),
    secrets: others((server, address) => person.confirm(server, address)),
    offered: { key: '', secret: '' },
  };
}

/** A page's request of main's vaults, answered as main answers it. */
async function askMain(name: string, input: unknown): Promise<string> {
  const vaults = main;
  const answer = await answerRequest(
    'main',
    createSecretHandlers(vaults) as Handlers<'main'>,
    { name, input },
    () => undefined,
  );
  if (answer.ok && name === 'offerKey') vaults.offered.key = (answer.value as { id: string }).id;
  if (answer.ok && name === 'offerSecret') vaults.offered.secret = (answer.value as { id: string }).id;
  return JSON.stringify(answer);
}

/** The engine's process on a saved office, with main's secrets, and a person who confirms nothing. */
async function openHost(): Promise<EngineHost> {
  asked = new Set();
  person = new ConfirmedServers((server) => {
    asked.add(server);
    return Promise.resolve(false);
  });
  main = await vaultsOfTheOffice();
  const answers: HostAnswers = {
    credentials: ({ generation, address }) => main.vault.read(generation, address),
    keyState: () => keyState(main),
    offeredKey: ({ generation, address }) => main.vault.offered(main.offered.key, generation, address),
    secret: ({ name, address }) => main.secrets.read(name, address),
    offeredSecret: ({ address }) => main.secrets.offered(main.offered.secret, address),
    systemProxy: () => null,
    mayReach: ({ server }) => person.confirm(server),
    pickedPath: () => null,
  };
  const link = new MainLink({
    post: (message) => {
      const said = hostMessageSchema.parse(structuredClone(message));
      if (said.type === 'desktop') queueMicrotask(() => host.desktop.shown(said.alert.id, null));
      if (said.type !== 'ask') return;
      void answerOf(() => (answers[said.name] as (input: unknown) => unknown)(said.input)).then((answer) =>
        link.receive({ type: 'answer', id: said.id, answer }),
      );
    },
  });
  const opened = new EngineHost({
    link,
    version: '0.0.0',
    role: 'window',
    epoch: 'fuzz',
    openRoot: openLocalRoot,
    reader: READER,
    demonstration: null,
    userData: join(home, 'user-data'),
    surroundings: { env: { MALOTE_WORKSPACE: join(home, 'workspace') }, platform: process.platform, home: homedir() },
  });
  await opened.start();
  return opened;
}

async function answerOf(give: () => unknown): Promise<Answer> {
  try {
    return { ok: true, value: await give() };
  } catch (error) {
    return { ok: false, error: asMaloteError(error).toEnvelope() };
  }
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
  const vaults = new Map(VAULT_NAMES.map((name) => [name, fitting(contract.main.requests[name].input, texts)]));
  const ofVaults = fc.oneof(
    fc.constantFrom(...VAULT_NAMES).chain((name) => vaults.get(name)!.map((input): Request => ({ name, input }))),
    fc.record({
      name: fc.constantFrom('storeSecret', 'offerSecret'),
      input: fc.record({ name: fc.constant('webhook-url'), value: texts, address: fc.constant(null) }),
    }),
  );
  const sends = forms.map((form) => ({ ...(form as object), 'webhook.enabled': true, 'webhook.format': 'slack' }));
  const aimed = fc.oneof(
    fc.record({
      name: fc.constant('test'),
      input: fc.record({ what: fc.constantFrom('sieg', 'workbook'), settings: forms }),
    }),
    fc.record({
      name: fc.constant('testAlert'),
      input: fc.record({ channel: fc.constantFrom('email', 'webhook'), settings: forms, offered: texts }),
    }),
    fc.record({
      name: fc.constant('testAlert'),
      input: fc.record(
        { channel: fc.constant('webhook'), settings: sends, offered: texts },
        { requiredKeys: ['channel', 'settings'] },
      ),
    }),
  );
  return fc
    .oneof(
      { weight: 1, arbitrary: fit },
      { weight: 1, arbitrary: aimed },
      { weight: 1, arbitrary: ofVaults },
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
      this.#handle(message);
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
    if (VAULT_NAMES.some((one) => one === name)) {
      this.#askMain(id, { name, input });
      return;
    }
    const message = cloneable({ id, name, input });
    this.#port.postMessage(message);
    if (message !== null && typeof name === 'string' && name.length <= 100) this.#waiting.set(id, { name, input });
  }

  /** Over the other line, which main serves. */
  #askMain(id: number, request: Request): void {
    this.#waiting.set(id, request);
    void askMain(String(request.name), cloneable(request.input)).then((answer) => {
      this.#handle({ id, answer });
    });
  }

  /** Everything that came in until all is answered. */
  async words(): Promise<string> {
    await expect.poll(() => [...this.#waiting.values()], { timeout: 60_000, interval: 5 }).toEqual([]);
    return this.#heard.splice(0).join('\n');
  }

  close(): void {
    this.#port.close();
  }

  #handle({ id, answer, ...rest }: { readonly id?: number; readonly answer?: string }): void {
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
      // what the page has taken the place of must be there for it to get at
      main = await vaultsOfTheOffice();
    }
    page.close();
    // it came through to what it is about: much was done, and a person was asked about the servers
    expect(page.outcomes.get('ok')).toBeGreaterThan(REQUESTS / 100);
    expect(page.faults).toEqual([]);
    expect([...asked]).toContain(baitAddress());
    expect(page.outcomes.get('SHELL_ADDRESS_UNCONFIRMED')).toBeGreaterThan(REQUESTS / 10_000);
    for (const file of ['malote.db', 'settings.json']) {
      const bytes = await readFile(join(home, 'workspace', file));
      for (const canary of SECRETS) expect(bytes.includes(canary)).toBe(false);
    }
  }, 600_000);
});
