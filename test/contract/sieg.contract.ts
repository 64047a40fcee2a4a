import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/engine/base/clock';
import { firstDay, lastDay, SIEG_KINDS, type SiegKind } from '../../src/engine/domain';
import { retrying, SIEG_RETRY_POLICY } from '../../src/engine/base';
import {
  createLimiter,
  createMemoryLimiterStore,
  createSiegApi,
  fingerprintOf,
  limitsFor,
  SIEG_ROLES,
  type Page,
  type PageQuery,
  type PartyFilter,
  type SiegApi,
  type SiegApiOptions,
  type SiegFile,
  type SiegWindow,
} from '../../src/engine/sieg';
import {
  createOffice,
  DEMO_CREDENTIALS,
  QUIRK_NAMES,
  startSimulator,
  type Office,
  type QuirkName,
  type SimDocument,
  type Simulator,
  type SimulatorOptions,
} from '../../src/simulator';

const MONTH = '2026-03';
const WHOLE_MONTH: SiegWindow = { by: 'issue', from: firstDay(MONTH), to: lastDay(MONTH) };
/** Long enough a life for the vault: documents of the month entered it during the month and after. */
const AFTERWARDS = Date.UTC(2027, 0, 1);
const SPEED = 20_000;
const neverAborted = new AbortController().signal;

export type Generation = 'legacy' | 'v1';

function apiFor(simulator: Simulator, generation: Generation, options: Partial<SiegApiOptions> = {}): SiegApi {
  const clock = systemClock(SPEED);
  const limiter = createLimiter({
    store: createMemoryLimiterStore(),
    keyFingerprint: fingerprintOf(DEMO_CREDENTIALS.apiKey),
    limits: limitsFor(generation),
    clock,
  });
  return createSiegApi({
    generation,
    baseUrl: simulator.url,
    credentials: DEMO_CREDENTIALS,
    limiter,
    clock,
    ...options,
  });
}

/** Access keys of documents (or of what events speak of) by the bytes: every file of the simulator holds its key in an Id. */
function keyOf(file: SiegFile): string {
  const xml = Buffer.from(file.bytes).toString('utf8');
  return /Id="(?:NFe|CTe|CFe|NFS)(\w{44,50})"/.exec(xml)?.[1] ?? `?${xml.slice(0, 60)}`;
}

function isEvent(file: SiegFile): boolean {
  return /<(procEvento|evento|retEvento|eventoCTe|pedRegEvento)/i.test(
    Buffer.from(file.bytes).toString('utf8').slice(0, 300),
  );
}

/** Every file of a query, page by page, as a patient client fetches it. */
async function walk(api: SiegApi, query: Omit<PageQuery, 'skip' | 'take'>, take = 50): Promise<SiegFile[]> {
  const files: SiegFile[] = [];
  for (let skip = 0; skip < 100_000; skip += take) {
    const page = await patiently(() => api.page({ ...query, skip, take }, neverAborted));
    files.push(...page.files);
    if (page.files.length < take) break;
  }
  return files;
}

function patiently<T>(operation: () => Promise<T>): Promise<T> {
  return retrying(operation, {
    policy: SIEG_RETRY_POLICY,
    clock: systemClock(1_000_000),
    random: Math.random,
    signal: neverAborted,
  });
}

function plays(document: SimDocument, { role, taxId }: PartyFilter): boolean {
  const wanted = role === 'recipient' && document.kind === 'NFSe' ? 'taker' : role;
  return document.parties.some((party) => party.role === wanted && party.taxId === taxId);
}

/** What every adapter of the SIEG port has to do, against the simulator of the whole service. */
export function siegContract(generation: Generation): void {
  let office: Office;
  let simulator: Simulator;
  const others: Simulator[] = [];

  const start = async (options: Partial<SimulatorOptions>): Promise<Simulator> => {
    const started = await startSimulator(office, {
      quirks: new Set(),
      speed: SPEED,
      enforceLimits: false,
      now: () => AFTERWARDS,
      ...options,
    });
    others.push(started);
    return started;
  };

  beforeAll(async () => {
    office = createOffice({ seed: 7, month: MONTH, companies: 6, documentsPerCompany: 40 });
    simulator = await start({});
  });
  afterAll(() => Promise.all(others.map((started) => started.close())));

  const ofMonth = (kind: SiegKind): SimDocument[] =>
    office.documents.filter((document) => document.kind === kind && document.month === MONTH);
  const keys = (documents: readonly SimDocument[]): string[] => documents.map(({ key }) => key).sort();

  describe(`${generation}: what the office has`, () => {
    it('counts it', async () => {
      const counts = await apiFor(simulator, generation).count({ window: WHOLE_MONTH }, neverAborted);
      expect(counts).toEqual(Object.fromEntries(SIEG_KINDS.map((kind) => [kind, ofMonth(kind).length])));
    });

    it('counts it for one company in one role', async () => {
      const party: PartyFilter = { role: 'issuer', taxId: office.companies[0]?.taxId ?? '' };
      const counts = await apiFor(simulator, generation).count({ window: WHOLE_MONTH, party }, neverAborted);
      for (const kind of SIEG_KINDS)
        expect(counts[kind]).toBe(ofMonth(kind).filter((document) => plays(document, party)).length);
    });

    it.each(SIEG_KINDS)('brings every %s page by page, all decoded', async (kind) => {
      const files = await walk(apiFor(simulator, generation), { kind, window: WHOLE_MONTH, events: false }, 20);
      expect(files.filter((file) => file.problem !== null)).toEqual([]);
      expect(files.map(keyOf).sort()).toEqual(keys(ofMonth(kind)));
    });

    it('brings events in the same pages when asked', async () => {
      const files = await walk(apiFor(simulator, generation), { kind: 'NFe', window: WHOLE_MONTH, events: true });
      const expected = office.events.filter(({ document }) => document.kind === 'NFe' && document.month === MONTH);
      expect(files.filter(isEvent)).toHaveLength(expected.length);
      expect(
        files
          .filter((file) => !isEvent(file))
          .map(keyOf)
          .sort(),
      ).toEqual(keys(ofMonth('NFe')));
    });

    it.each(SIEG_ROLES)('filters by role: %s', async (role) => {
      const api = apiFor(simulator, generation);
      const kind = role === 'sender' || role === 'taker' ? 'CTe' : 'NFe';
      const taxId =
        ofMonth(kind)
          .flatMap(({ parties }) => parties)
          .find((party) => party.role === role)?.taxId ?? '';
      const files = await walk(api, { kind, window: WHOLE_MONTH, party: { role, taxId }, events: false });
      const expected = ofMonth(kind).filter((document) => plays(document, { role, taxId }));
      expect(expected.length).toBeGreaterThan(0);
      expect(files.map(keyOf).sort()).toEqual(keys(expected));
    });

    it('filters by issue day, both ends included', async () => {
      const window = { by: 'issue', from: `${MONTH}-10`, to: `${MONTH}-12` } as const;
      const files = await walk(apiFor(simulator, generation), { kind: 'NFe', window, events: false });
      const expected = ofMonth('NFe').filter(({ issueDay }) => issueDay >= window.from && issueDay <= window.to);
      expect(files.map(keyOf).sort()).toEqual(keys(expected));
    });

    it.each<SiegKind>(['NFe', 'NFSe'])('filters by the day of upload: %s', async (kind) => {
      const window = { by: 'upload', from: `${MONTH}-01`, to: '2026-04-25' } as const;
      const files = await walk(apiFor(simulator, generation), { kind, window, events: false });
      const end = Date.UTC(2026, 3, 26, 3);
      const begin = Date.UTC(2026, 2, 1, 3);
      const expected = office.documents.filter(
        (document) => document.kind === kind && document.uploadedAt >= begin && document.uploadedAt < end,
      );
      expect(expected.length).toBeGreaterThan(0);
      expect(files.map(keyOf).sort()).toEqual(keys(expected));
    });

    it('says when there is nothing', async () => {
      const window = { by: 'issue', from: '2020-01-01', to: '2020-01-02' } as const;
      const api = apiFor(simulator, generation);
      const page: Page = await api.page({ kind: 'NFe', window, skip: 0, take: 50, events: true }, neverAborted);
      expect(page).toEqual({ files: [], saidNothing: true });
      expect(await api.count({ window }, neverAborted)).toEqual({ NFe: 0, CTe: 0, NFSe: 0, NFCe: 0, CFe: 0 });
    });

    it('fetches one document, and none for a key that SIEG does not have', async () => {
      const api = apiFor(simulator, generation);
      const { key } = ofMonth('NFe')[0] ?? { key: '' };
      const [file] = await api.document({ kind: 'NFe', key, events: true }, neverAborted);
      expect(file === undefined ? '' : keyOf(file)).toBe(key);
      expect(await api.document({ kind: 'NFe', key: '9'.repeat(44), events: false }, neverAborted)).toEqual([]);
    });

    it('finds events by their own date and type', async () => {
      const api = apiFor(simulator, generation);
      const all = { kind: 'NFe', from: WHOLE_MONTH.from, to: WHOLE_MONTH.to, skip: 0, take: 50 } as const;
      const expected = office.events.filter(
        ({ document, day }) => document.kind === 'NFe' && day >= all.from && day <= all.to,
      );
      expect((await api.events(all, neverAborted)).files).toHaveLength(Math.min(50, expected.length));
      const cancelled = expected.filter(({ eventType }) => eventType === '110111');
      const found = await api.events({ ...all, eventType: '110111' }, neverAborted);
      expect(found.files.filter((file) => file.problem === null)).toHaveLength(Math.min(50, cancelled.length));
      const none = await api.events({ ...all, eventType: '999999' }, neverAborted);
      expect(none).toEqual({ files: [], saidNothing: true });
    });

    it('finds the events of one document, all of them or those of a type', async () => {
      const api = apiFor(simulator, generation);
      for (const kind of ['NFe', 'CTe'] as const) {
        const { document } = office.events.find((event) => event.document.kind === kind) ?? {};
        expect(document).toBeDefined();
        const { key } = document ?? { key: '' };
        const expected = office.events.filter((event) => event.document.key === key);
        const { files } = await api.eventsOf({ kind, key }, neverAborted);
        expect(files.filter((file) => file.problem === null)).toHaveLength(expected.length);
        expect(files.every((file) => Buffer.from(file.bytes).toString('utf8').includes(key))).toBe(true);
        const eventType = expected[0]?.eventType ?? '';
        const ofType = await api.eventsOf({ kind, key, eventType }, neverAborted);
        expect(ofType.files).toHaveLength(expected.filter((event) => event.eventType === eventType).length);
        expect((await api.eventsOf({ kind, key, skip: expected.length }, neverAborted)).files).toEqual([]);
      }
    });

    it('says so when a document has no event, and when SIEG does not know the key', async () => {
      const api = apiFor(simulator, generation);
      const eventful = new Set(office.events.map(({ document }) => document.key));
      const { key } = ofMonth('NFe').find((document) => !eventful.has(document.key)) ?? { key: '' };
      const none = { files: [], saidNothing: true };
      expect(await api.eventsOf({ kind: 'NFe', key }, neverAborted)).toEqual(none);
      expect(await api.eventsOf({ kind: 'NFe', key: '9'.repeat(44) }, neverAborted)).toEqual(none);
      const beyond = api.eventsOf({ kind: 'NFe', key, skip: -1 }, neverAborted);
      await expect(beyond).rejects.toMatchObject({ code: 'SIEG_QUERY_INVALID' });
    });

    it('is named by the probe', async () => {
      expect(await apiFor(simulator, generation).probe(neverAborted)).toMatchObject({
        ok: true,
        generation,
        status: 200,
      });
    });
  });

  describe(`${generation}: what goes wrong`, () => {
    const askOnce = (api: SiegApi, signal = neverAborted): Promise<unknown> =>
      api.count({ window: WHOLE_MONTH }, signal);

    it('refuses a wrong key', async () => {
      const api = apiFor(simulator, generation, {
        credentials: { ...DEMO_CREDENTIALS, apiKey: 'another-key', clientSecret: 'another-secret' },
      });
      await expect(askOnce(api)).rejects.toMatchObject({ code: 'SIEG_AUTHENTICATION' });
      expect(await api.probe(neverAborted)).toMatchObject({ ok: false, status: 401 });
    });

    it('tells a server that is none from SIEG', async () => {
      const api = apiFor(simulator, generation, { baseUrl: `${simulator.url}/elsewhere` });
      await expect(askOnce(api)).rejects.toMatchObject({ code: 'SIEG_WRONG_PATH' });
    });

    it('passes on how long a 429 asks to wait', async () => {
      const limited = await start({ enforceLimits: true, speed: 1, limits: { legacy: 1, v1Counts: 1 } });
      const api = apiFor(limited, generation);
      await askOnce(api);
      const refused: unknown = await askOnce(api).catch((error: unknown) => error);
      expect(refused).toMatchObject({ code: 'SIEG_RATE_LIMIT', details: { status: 429 } });
      expect((refused as { details: { retryAfterSeconds: number } }).details.retryAfterSeconds).toBeGreaterThan(0);
    });

    it('stays inside the limit of the service by itself', async () => {
      const limited = await start({ enforceLimits: true, speed: 600 });
      const clock = systemClock(600);
      const limiter = createLimiter({
        store: createMemoryLimiterStore(),
        keyFingerprint: 'f',
        limits: limitsFor(generation),
        clock,
      });
      const api = apiFor(limited, generation, { limiter, clock });
      const asked = await Promise.allSettled(Array.from({ length: 12 }, () => askOnce(api)));
      expect(asked.filter((outcome) => outcome.status === 'rejected')).toEqual([]);
    });

    it('stops at once when told to', async () => {
      const controller = new AbortController();
      const api = apiFor(simulator, generation);
      const asked = askOnce(api, controller.signal);
      controller.abort();
      await expect(asked).rejects.toMatchObject({ code: 'CANCELLED' });
    });

    it.each<[QuirkName, RegExp]>([
      ['rate-limit', /SIEG_RATE_LIMIT/],
      ['gateway-timeout', /SIEG_GATEWAY_TIMEOUT/],
      ['server-error', /SIEG_SERVER_ERROR/],
      ['reset', /SIEG_CONNECTION|SIEG_UNREADABLE/],
    ])('names the failure and gets through by asking again: %s', async (quirk, code) => {
      const troubled = await start({ quirks: new Set([quirk]), quirkRate: 1 });
      const api = apiFor(troubled, generation);
      const query: PageQuery = { kind: 'NFe', window: WHOLE_MONTH, skip: 0, take: 20, events: false };
      const failure: unknown = await api.page(query, neverAborted).catch((error: unknown) => error);
      expect((failure as { code?: string }).code).toMatch(code);
      expect((await patiently(() => api.page(query, neverAborted))).files).toHaveLength(20);
    });
  });

  describe(`${generation}: what SIEG does to its clients`, () => {
    const tolerated = QUIRK_NAMES.filter(
      (name) => !['deep-empty', 'late-arrivals', 'empty-pages', 'broken-xml'].includes(name),
    );

    it.each(tolerated)('brings everything in spite of %s', async (quirk) => {
      const troubled = await start({ quirks: new Set([quirk]), quirkRate: 0.3 });
      const api = apiFor(troubled, generation);
      for (const kind of SIEG_KINDS) {
        const files = await walk(api, { kind, window: WHOLE_MONTH, events: false }, 20);
        expect([...new Set(files.map(keyOf))].sort()).toEqual(keys(ofMonth(kind)));
      }
      const { key } = ofMonth('NFe')[0] ?? { key: '' };
      expect(await patiently(() => api.document({ kind: 'NFe', key, events: true }, neverAborted))).toHaveLength(1);
    });

    it('keeps the other files of a page with a broken one', async () => {
      const troubled = await start({ quirks: new Set<QuirkName>(['broken-xml']), quirkRate: 1 });
      const query: PageQuery = { kind: 'NFe', window: WHOLE_MONTH, skip: 0, take: 20, events: false };
      const page = await apiFor(troubled, generation).page(query, neverAborted);
      expect(page.files).toHaveLength(20);
      expect(page.files.filter((file) => file.problem === null).length).toBeGreaterThanOrEqual(19);
    });

    it('does not take an unexpected empty page for the word that there is nothing', async () => {
      const troubled = await start({ quirks: new Set<QuirkName>(['empty-pages', 'empty-list']), quirkRate: 1 });
      const query: PageQuery = { kind: 'NFe', window: WHOLE_MONTH, skip: 0, take: 20, events: false };
      expect((await apiFor(troubled, generation).page(query, neverAborted)).files).toEqual([]);
    });
  });

  describe(`${generation}: reports`, () => {
    if (generation === 'v1') {
      it('says that it has none', async () => {
        const asked = apiFor(simulator, generation).report(
          { taxId: office.companies[0]?.taxId ?? '', kind: 'NFe', month: MONTH },
          neverAborted,
        );
        await expect(asked).rejects.toMatchObject({ code: 'SIEG_UNSUPPORTED' });
      });
      return;
    }

    it.each<SiegKind>(['NFe', 'NFCe', 'CTe', 'NFSe'])('lists every %s of each company', async (kind) => {
      const api = apiFor(simulator, generation);
      for (const { taxId } of office.companies) {
        const expected = ofMonth(kind).filter(({ parties }) => parties.some((party) => party.taxId === taxId));
        const report = await api.report({ taxId, kind, month: MONTH }, neverAborted);
        expect((report?.rows ?? []).map(({ key }) => key).sort()).toEqual(keys(expected));
        expect(report?.badRows ?? []).toEqual([]);
        for (const row of report?.rows ?? [])
          expect(row.issueDay).toBe(expected.find(({ key }) => key === row.key)?.issueDay);
      }
    });
  });
}
