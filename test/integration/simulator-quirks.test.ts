import { afterEach, describe, expect, it } from 'vitest';
import { SIEG_KINDS } from '../../src/engine/domain';
import { createOffice, type Simulator, type SimulatorOptions } from '../../src/simulator';
import {
  decodeList,
  isWellFormed,
  legacy,
  legacyPage,
  MONTH,
  nameIn,
  simulate,
  smallOffice,
  sweep,
  tokenOf,
  v1,
  WINDOW,
} from './simulator-client';

const office = smallOffice();
const nfe = office.expected(MONTH).documents.NFe;
const PAGE = { XmlType: 1, Take: 50, Skip: 0, ...WINDOW };
const open: Simulator[] = [];

async function withQuirk(quirks: string, options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  const simulator = await simulate(office, quirks, { quirkRate: 1, ...options });
  open.push(simulator);
  return simulator;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((simulator) => simulator.close()));
});

function quirksOf(simulator: Simulator): Set<string | null> {
  return new Set(simulator.requests().map((record) => record.quirk));
}

describe('quirks that pass', () => {
  /** Statuses of the same page asked three times. */
  async function thrice(simulator: Simulator): Promise<number[]> {
    const statuses: number[] = [];
    for (let i = 0; i < 3; i++) statuses.push((await legacyPage(simulator, PAGE)).status);
    return statuses;
  }

  it('rate-limit: 429, with and without Retry-After', async () => {
    const simulator = await withQuirk('rate-limit');
    expect(await thrice(simulator)).toEqual([429, 200, 200]);
    const waits = new Set<string | null>();
    for (let skip = 1; skip < 12; skip++)
      waits.add((await legacy(simulator, '/BaixarXmls', { ...PAGE, Skip: skip })).headers.get('retry-after'));
    expect(waits).toEqual(new Set([null, '5']));
  });

  it('server-error: 500 or 503', async () => {
    const simulator = await withQuirk('server-error');
    const statuses = new Set<number>();
    for (let skip = 0; skip < 12; skip++) statuses.add((await legacyPage(simulator, { ...PAGE, Skip: skip })).status);
    expect(statuses).toEqual(new Set([500, 503]));
    expect((await thrice(simulator)).at(-1)).toBe(200);
  });

  it('gateway-timeout: 504 once', async () => {
    expect(new Set((await thrice(await withQuirk('gateway-timeout'))).slice(0, 1))).toEqual(new Set([504]));
  });

  it('empty-pages: a full page looks empty at first, a really empty one stays so', async () => {
    const simulator = await withQuirk('empty-pages');
    expect(await thrice(simulator)).toEqual([404, 200, 200]);
    expect(quirksOf(simulator)).toEqual(new Set(['empty-pages', null]));
  });

  it('reset: the connection breaks in the middle of the answer', async () => {
    const simulator = await withQuirk('reset');
    await expect(legacyPage(simulator, PAGE)).rejects.toThrow();
    expect((await legacyPage(simulator, { ...PAGE })).texts).toHaveLength(50);
    expect(quirksOf(simulator)).toEqual(new Set(['reset', null]));
  });

  it('broken-xml: one file of the page is unusable, the single fetch and the next try are sound', async () => {
    const simulator = await withQuirk('broken-xml');
    const damages = new Set<string>();
    for (let skip = 0; skip < 15; skip++) {
      const { texts } = await legacyPage(simulator, { ...PAGE, Skip: skip });
      const bad = texts.filter((xml) => !isWellFormed(xml));
      expect(bad).toHaveLength(1);
      damages.add(bad[0]?.startsWith('<?xml') === true ? 'truncated' : 'garbage');
      if (bad[0]?.startsWith('<?xml') !== true) continue;
      const answer = await legacy(simulator, '/BaixarXml', nameIn(bad[0]), 'xmlType=1&downloadEvent=false&');
      expect(isWellFormed((await answer.json()) as string)).toBe(true);
    }
    expect(damages).toEqual(new Set(['truncated', 'garbage']));
    await legacyPage(simulator, PAGE);
    const third = await legacyPage(simulator, PAGE);
    expect(third.texts.every((xml) => isWellFormed(xml))).toBe(true);
  });

  it('expired-token: v1 takes the token away once', async () => {
    const simulator = await withQuirk('expired-token');
    const refused: number[] = [];
    let token = await tokenOf(simulator);
    for (let i = 0; i < 20; i++) {
      const { status } = await v1(simulator, token, 'contar-xmls', WINDOW);
      if (status !== 401) continue;
      refused.push(i);
      expect((await v1(simulator, token, 'contar-xmls', WINDOW)).status).toBe(401);
      token = await tokenOf(simulator);
    }
    expect(refused).toHaveLength(1);
  });
});

describe('quirks that stay', () => {
  it('double-encoded: some lists are JSON text inside JSON text', async () => {
    const simulator = await withQuirk('double-encoded');
    const types = new Set<string>();
    for (let skip = 0; skip < 10; skip++) {
      const value = (await (await legacy(simulator, '/BaixarXmls', { ...PAGE, Skip: skip })).json()) as
        string | string[];
      types.add(typeof value);
      expect(decodeList(typeof value === 'string' ? (JSON.parse(value) as string[]) : value)).toHaveLength(50);
    }
    expect(types).toEqual(new Set(['string', 'object']));
  });

  it('empty-list: nothing is sometimes 200 with an empty list', async () => {
    const simulator = await withQuirk('empty-list');
    const statuses = new Set<number>();
    for (let skip = 9_000; skip < 9_012; skip++) {
      const answer = await legacy(simulator, '/BaixarXmls', { ...PAGE, Skip: skip });
      statuses.add(answer.status);
      if (answer.status === 200) expect(await answer.text()).toBe('[]');
    }
    expect(statuses).toEqual(new Set([200, 404]));
  });

  it('deep-empty: deep pages are empty for ever, narrower windows are not', async () => {
    const simulator = await withQuirk('deep-empty', { deepEmptyAt: 100 });
    expect(await sweep(simulator, 1)).toHaveLength(100);
    const days = new Set<string>();
    for (let day = 1; day <= 31; day++) {
      const text = `2026-08-${String(day).padStart(2, '0')}`;
      for (const xml of await sweep(simulator, 1, { DataEmissaoInicio: text, DataEmissaoFim: text }))
        days.add(nameIn(xml));
    }
    expect(days).toEqual(new Set(nfe));
  });

  it('gateway-timeout on v1: a heavy page answers only to a Take of 20', async () => {
    const simulator = await withQuirk('gateway-timeout', { quirkRate: 3 });
    const token = await tokenOf(simulator);
    const page = { TipoXml: 1, Skip: 0, BaixarEventos: false, ...WINDOW };
    for (let i = 0; i < 4; i++)
      expect((await v1(simulator, token, 'baixar-xmls', { ...page, Take: 50 })).status).toBe(504);
    await v1(simulator, token, 'baixar-xmls', { ...page, Take: 20 });
    await v1(simulator, token, 'baixar-xmls', { ...page, Take: 20 });
    expect((await v1(simulator, token, 'baixar-xmls', { ...page, Take: 20 })).status).toBe(200);
  });

  it('slow-reports: a report takes its time', async () => {
    const simulator = await withQuirk('slow-reports');
    const body = { Cnpj: office.companies[0]!.taxId, TypeXmlDownloadReport: 2, XmlType: 1, Month: 8, Year: 2026 };
    const answer = await legacy(simulator, '/api/relatorio/xml', body);
    expect(answer.status).toBe(200);
    expect(quirksOf(simulator)).toEqual(new Set(['slow-reports']));
  });

  it('event-noise: downloadEvent=true gives 400', async () => {
    const simulator = await withQuirk('event-noise');
    const [key] = nfe;
    expect((await legacy(simulator, '/BaixarXml', key, 'xmlType=1&downloadEvent=true&')).status).toBe(400);
    expect((await legacy(simulator, '/BaixarXml', key, 'xmlType=1&downloadEvent=false&')).status).toBe(200);
  });

  it('duplicates: some documents come at the end of a page and again on the next; none is lost, whatever the Take', async () => {
    const large = createOffice({ seed: 5, month: MONTH, companies: 4, documentsPerCompany: 500 });
    const simulator = await simulate(large, 'duplicates');
    open.push(simulator);
    for (const take of [50, 20]) {
      const keys = (await sweep(simulator, 1, {}, take)).map(nameIn);
      expect(new Set(keys)).toEqual(new Set(large.expected(MONTH).documents.NFe));
      expect(keys.length).toBeGreaterThan(new Set(keys).size);
    }
    expect(quirksOf(simulator)).toContain('duplicates');
  });

  it('late-arrivals: some documents appear while one asks, at the end, dated today', async () => {
    const simulator = await withQuirk('late-arrivals', { now: () => Date.parse('2026-09-15T12:00:00-03:00') });
    const count = async (): Promise<number> =>
      ((await (await legacy(simulator, '/ContarXmls', WINDOW)).json()) as { NFe: number }).NFe;
    const first = await count();
    expect(first).toBeLessThan(nfe.size);
    for (let i = 0; i < 20; i++) await legacyPage(simulator, PAGE);
    expect(await count()).toBe(nfe.size);
    const late = await sweep(simulator, 1, {
      DataEmissaoInicio: null,
      DataEmissaoFim: null,
      DataUploadInicio: '2026-09-15',
      DataUploadFim: '2026-09-15',
    });
    expect(late).toHaveLength(nfe.size - first);
    expect(simulator.settleLateArrivals()).toBe(0);
    simulator.reset();
    expect(simulator.settleLateArrivals()).toBeGreaterThan(0);
    expect(await count()).toBe(nfe.size);
  });
});

describe('all quirks together', () => {
  it('cost a patient client little and bring everything', async () => {
    const large = createOffice({ seed: 1, month: MONTH, companies: 20, documentsPerCompany: 300 });
    const simulator = await simulate(large, 'all');
    open.push(simulator);
    simulator.settleLateArrivals();
    const found = new Set<string>();
    let minimum = 0;
    for (const [index, kind] of SIEG_KINDS.entries()) {
      minimum += Math.ceil(large.expected(MONTH).documents[kind].size / 50);
      for (let skip = 0, empty = 0; empty < 3;) {
        const { texts } = await patientPage(simulator, { ...PAGE, XmlType: index + 1, Skip: skip });
        empty = texts.length === 0 ? empty + 1 : 0;
        skip += texts.length;
        for (const xml of texts) if (isWellFormed(xml)) found.add(nameIn(xml));
      }
    }
    const pages = simulator.requests().length;
    const missing = large.documents.filter(({ month, key }) => month === MONTH && !found.has(key));
    const broken = simulator.requests().filter(({ quirk }) => quirk === 'broken-xml');
    expect(missing.length).toBe(broken.length);
    for (const { key, kind } of missing) {
      const query = `xmlType=${String(SIEG_KINDS.indexOf(kind) + 1)}&downloadEvent=false&`;
      let answer = await legacy(simulator, '/BaixarXml', key, query);
      for (let i = 0; i < 2 && answer.status !== 200; i++) answer = await legacy(simulator, '/BaixarXml', key, query);
      expect(nameIn((await answer.json()) as string)).toBe(key);
    }
    expect(pages).toBeLessThan(1.2 * minimum + 3 * SIEG_KINDS.length);
    expect(quirksOf(simulator).size).toBeGreaterThan(5);
  });

  /** Asks again until an answer is not a failure. */
  async function patientPage(simulator: Simulator, body: object): Promise<{ readonly texts: readonly string[] }> {
    for (let i = 0; i < 3; i++) {
      const page = await legacyPage(simulator, body).catch(() => null);
      if (page !== null && [200, 404].includes(page.status)) return page;
    }
    throw new Error('no quirk outlives two tries');
  }
});
