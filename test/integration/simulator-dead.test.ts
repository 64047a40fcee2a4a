import { afterEach, describe, expect, it } from 'vitest';
import { hasValidCheckDigit, hasValidNationalNfseCheckDigit, SIEG_KINDS, type SiegKind } from '../../src/engine/domain';
import { readReport } from '../../src/engine/sieg/report';
import type { DeadModes, SimDocument, Simulator } from '../../src/simulator';
import {
  legacy,
  legacyPage,
  MONTH,
  nameIn,
  simulate,
  smallOffice,
  sweep,
  tokenOf,
  unzipTexts,
  v1,
  WINDOW,
} from './simulator-client';

const office = smallOffice();
const expected = office.expected(MONTH);
const open: Simulator[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((simulator) => simulator.close()));
});

type Counts = Partial<Record<SiegKind, number | null>>;

interface Account {
  readonly generation: string;
  /** Keys of one page; null when it failed. */
  page(kind: SiegKind, more?: object): Promise<readonly string[] | null>;
  counts(more?: object): Promise<Counts | null>;
  single(document: SimDocument): Promise<number>;
  events(document: SimDocument): Promise<number>;
}

async function legacyAccount(dead: DeadModes): Promise<Account> {
  const simulator = await simulate(office, 'none', { dead });
  open.push(simulator);
  return {
    generation: 'legacy',
    async page(kind, more) {
      const body = { XmlType: SIEG_KINDS.indexOf(kind) + 1, Take: 50, Skip: 0, ...WINDOW, ...more };
      const { status, texts } = await legacyPage(simulator, body);
      return status === 500 ? null : texts.map(nameIn);
    },
    async counts(more) {
      const answer = await legacy(simulator, '/ContarXmls', { ...WINDOW, ...more });
      return answer.status === 500 ? null : ((await answer.json()) as Counts);
    },
    async single({ key, kind }) {
      const query = `xmlType=${String(SIEG_KINDS.indexOf(kind) + 1)}&`;
      return (await legacy(simulator, '/BaixarXml', key, query)).status;
    },
    async events({ key, kind }) {
      const body = { ChaveXml: key, TipoXml: SIEG_KINDS.indexOf(kind) + 1, Take: 50, Skip: 0 };
      const answer = await legacy(simulator, '/BaixarEventos', body);
      const text = await answer.text();
      return answer.status === 500 ? -1 : text.startsWith('[') ? (JSON.parse(text) as string[]).length : 0;
    },
  };
}

async function v1Account(dead: DeadModes): Promise<Account> {
  const simulator = await simulate(office, 'none', { dead });
  open.push(simulator);
  const token = await tokenOf(simulator);
  return {
    generation: 'v1',
    async page(kind, more) {
      const body = {
        TipoXml: SIEG_KINDS.indexOf(kind) + 1,
        Take: 50,
        Skip: 0,
        BaixarEventos: false,
        ...WINDOW,
        ...more,
      };
      const answer = await v1(simulator, token, 'baixar-xmls', body);
      if (answer.status === 500) return null;
      return answer.status === 200 ? (await unzipTexts(answer)).map(nameIn) : [];
    },
    async counts(more) {
      const answer = await v1(simulator, token, 'contar-xmls', { ...WINDOW, ...more });
      return answer.status === 500 ? null : ((await answer.json()) as { Data: Counts }).Data;
    },
    async single({ key, kind }) {
      return (await v1(simulator, token, 'baixar-xml', { ChaveXml: key, TipoXml: SIEG_KINDS.indexOf(kind) + 1 }))
        .status;
    },
    async events({ key, kind }) {
      const body = { ChaveXml: key, TipoXml: SIEG_KINDS.indexOf(kind) + 1, Take: 50, Skip: 0 };
      const answer = await v1(simulator, token, 'baixar-eventos', body);
      if (answer.status === 500) return -1;
      if (answer.status !== 200) return 0;
      const zipped = answer.headers.get('content-type') === 'application/zip';
      return zipped ? (await unzipTexts(answer)).length : ((await answer.json()) as { Data: string[] }).Data.length;
    },
  };
}

const truth = Object.fromEntries(SIEG_KINDS.map((kind) => [kind, expected.documents[kind].size]));
const someCte = office.documents.find(({ kind, month }) => kind === 'CTe' && month === MONTH)!;
const withEvent = office.events.find(({ document }) => document.kind === 'NFe')!.document;

describe.each([['legacy', legacyAccount] as const, ['v1', v1Account] as const])(
  'what is dead, %s',
  (_, accountWith) => {
    it('a day: counted and fetched singly, but on no page, by issue, by upload or by role', async () => {
      const dead = office.documents.filter(({ kind, issueDay }) => kind === 'NFe' && issueDay === '2026-08-14');
      const account = await accountWith({ days: ['2026-08-14'] });
      const day = { DataEmissaoInicio: '2026-08-14', DataEmissaoFim: '2026-08-14' };
      expect(dead.length).toBeGreaterThan(0);
      expect((await account.counts(day))?.NFe).toBe(dead.length);
      expect(await account.page('NFe', day)).toEqual([]);
      const uploaded = new Date(dead[0]!.uploadedAt - 3 * 3_600_000).toISOString().slice(0, 10);
      const upload = {
        DataEmissaoInicio: null,
        DataEmissaoFim: null,
        DataUploadInicio: uploaded,
        DataUploadFim: uploaded,
      };
      const others = await account.page('NFe', upload);
      expect(others).not.toContain(dead[0]!.key);
      expect(await account.page('NFe', { ...day, CnpjEmit: dead[0]!.parties[0]!.taxId })).toEqual([]);
      expect(await account.page('NFe', { DataEmissaoInicio: '2026-08-15', DataEmissaoFim: '2026-08-16' })).not.toEqual(
        [],
      );
      expect(await account.single(dead[0]!)).toBe(200);
    });

    it('a kind: its pages alone are empty', async () => {
      const account = await accountWith({ kinds: ['CTe'] });
      expect(await account.page('CTe')).toEqual([]);
      expect(await account.page('NFe')).toHaveLength(50);
      expect(await account.counts()).toEqual(truth);
      expect(await account.single(someCte)).toBe(200);
    });

    it('a role: pages with this filter are empty, counts with it are not', async () => {
      const taker = { CnpjTom: someCte.parties.find(({ role }) => role === 'taker')!.taxId };
      const account = await accountWith({ roles: ['CnpjTom'] });
      expect(await account.page('CTe', taker)).toEqual([]);
      expect((await account.counts(taker))?.CTe).toBeGreaterThan(0);
      expect(await account.page('CTe', { CnpjEmit: someCte.parties[0]!.taxId })).not.toEqual([]);
    });

    it('all pages, empty or failing; counts and single fetches go on', async () => {
      for (const [pages, answer] of [['empty', []] as const, ['fail', null] as const]) {
        const account = await accountWith({ pages });
        for (const kind of SIEG_KINDS) expect(await account.page(kind)).toEqual(answer);
        expect(await account.counts()).toEqual(truth);
        expect(await account.single(someCte)).toBe(200);
      }
    });

    it('pages from an offset on', async () => {
      const account = await accountWith({ pagesFrom: 100 });
      expect(await account.page('NFe', { Skip: 99 })).toHaveLength(50);
      expect(await account.page('NFe', { Skip: 100 })).toEqual([]);
    });

    it('counts: failing, zero, too low, too high, and the same each time', async () => {
      expect(await (await accountWith({ counts: 'fail' })).counts()).toBeNull();
      const zero = await (await accountWith({ counts: 'zero' })).counts();
      expect(new Set(Object.values(zero!))).toEqual(new Set([0]));
      const [lower, higher] = [await accountWith({ counts: 'lower' }), await accountWith({ counts: 'higher' })];
      for (const kind of SIEG_KINDS) {
        expect((await lower.counts())![kind]).toBeLessThan(truth[kind]!);
        expect((await higher.counts())![kind]).toBeGreaterThan(truth[kind]!);
      }
      expect(await lower.counts()).toEqual(await lower.counts());
      const early = { DataEmissaoInicio: '2020-01-01', DataEmissaoFim: '2020-01-31' };
      expect((await higher.counts(early))?.NFe).toBe(0);
    });

    it('counts of some kinds: null or not there, the others right', async () => {
      const account = await accountWith({ counts: 'fail', countKinds: ['CTe', 'CFe'] });
      const forms = new Set<unknown>();
      for (let day = 1; day <= 28; day++) {
        const counts = await account.counts({ DataEmissaoInicio: `2026-08-${String(day).padStart(2, '0')}` });
        forms.add(counts!.CTe);
        expect(Object.keys(counts!)).toEqual(expect.arrayContaining(['NFe', 'NFSe', 'NFCe']));
      }
      expect(forms).toEqual(new Set([null, undefined]));
      const lower = await (await accountWith({ counts: 'lower', countKinds: ['CTe'] })).counts();
      expect({ ...lower, CTe: truth['CTe'] }).toEqual(truth);
      expect(lower!.CTe).toBeLessThan(truth['CTe']!);
    });

    it('single fetches and events, empty or failing', async () => {
      expect(await (await accountWith({})).events(withEvent)).toBeGreaterThan(0);
      expect(await (await accountWith({ singles: 'empty' })).single(someCte)).toBe(404);
      expect(await (await accountWith({ singles: 'fail' })).single(someCte)).toBe(500);
      expect(await (await accountWith({ events: 'empty' })).events(withEvent)).toBe(0);
      expect(await (await accountWith({ events: 'fail' })).events(withEvent)).toBe(-1);
    });
  },
);

describe('events on pages', () => {
  it('are kept back while /BaixarEventos brings them', async () => {
    const simulator = await simulate(office, 'none', { dead: { pageEvents: true } });
    open.push(simulator);
    const names = (await sweep(simulator, 1, { Downloadevent: true })).map(nameIn);
    expect(names).toHaveLength(expected.documents.NFe.size);
    const body = { ChaveXml: withEvent.key, TipoXml: 1, Take: 50, Skip: 0 };
    expect((await legacy(simulator, '/BaixarEventos', body)).status).toBe(200);
  });
});

describe('reports', () => {
  const company = office.companies[0]!.taxId;
  const others = new Set(
    office.documents.filter(({ parties }) => parties.every(({ taxId }) => taxId !== company)).map(({ key }) => key),
  );
  const known = new Set(office.documents.map(({ key }) => key));

  /** Keys of a company's report; none when it is empty, null when it fails. */
  async function keysOf(
    dead: DeadModes,
    taxId: string,
    type: number,
    kind: SiegKind,
  ): Promise<readonly string[] | null> {
    const simulator = await simulate(office, 'none', { dead });
    open.push(simulator);
    const body = {
      Cnpj: taxId,
      TypeXmlDownloadReport: type,
      XmlType: SIEG_KINDS.indexOf(kind) + 1,
      Month: 8,
      Year: 2026,
    };
    const answer = await legacy(simulator, '/api/relatorio/xml', body);
    if (answer.status === 500) return null;
    const text = await answer.text();
    if (text.includes('Nenhum')) return [];
    const value = JSON.parse(text) as string | { RelatorioBase64: string };
    const bytes = Buffer.from(typeof value === 'string' ? value : value.RelatorioBase64, 'base64');
    return (await readReport(bytes, { taxId, kind, month: MONTH })).rows.map(({ key }) => key);
  }

  it.each([
    ['NFe', 2],
    ['CTe', 4],
    ['NFSe', 5],
  ] as const)('of %s: empty, failing, or naming other keys', async (kind, type) => {
    const sound = (await keysOf({}, company, type, kind))!;
    expect(await keysOf({ reports: 'empty' }, company, type, kind)).toEqual([]);
    expect(await keysOf({ reports: 'fail' }, company, type, kind)).toBeNull();
    const invented = (await keysOf({ reports: 'unknown-keys' }, company, type, kind))!;
    expect(invented).toHaveLength(sound.length);
    const unknown = invented.filter((key) => !known.has(key));
    expect(unknown).toHaveLength(Math.ceil(sound.length / 2));
    for (const key of unknown) expect(hasValidCheckDigit(key) || hasValidNationalNfseCheckDigit(key)).toBe(true);
    const foreign = (await keysOf({ reports: 'other-keys' }, company, type, kind))!;
    expect(foreign).toHaveLength(sound.length);
    expect(foreign.filter((key) => others.has(key))).toHaveLength(Math.ceil(sound.length / 2));
  });

  it('of a company without documents name one of another', async () => {
    const idle = '00000000990007';
    expect(await keysOf({}, idle, 2, 'NFe')).toEqual([]);
    const keys = (await keysOf({ reports: 'other-keys' }, idle, 2, 'NFe'))!;
    expect(keys).toHaveLength(1);
    expect(known.has(keys[0]!)).toBe(true);
  });
});
