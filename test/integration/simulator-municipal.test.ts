import { unzipSync } from 'fflate';
import { afterEach, describe, expect, it } from 'vitest';
import { readReport } from '../../src/engine/sieg/report';
import { createOffice, renderXml, type Simulator, type SimulatorOptions } from '../../src/simulator';
import { legacy, legacyPage, MONTH, simulate, sweep, tokenOf, v1, WINDOW } from './simulator-client';

const NFSE = 3;
const office = createOffice({
  seed: 17,
  month: MONTH,
  companies: 6,
  documentsPerCompany: 20,
  kinds: ['NFSe'],
  municipal: { share: 1, unknown: 0.05, cancelled: 0.1, again: 0.1 },
});
const notes = office.documents.filter(({ month }) => month === MONTH);
const final = new Set(notes.map((note) => renderXml(note, office)));
const open: Simulator[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((simulator) => simulator.close()));
});

async function start(quirks = 'none', options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  const simulator = await simulate(office, quirks, options);
  open.push(simulator);
  return simulator;
}

async function count(simulator: Simulator): Promise<number> {
  return ((await (await legacy(simulator, '/ContarXmls', WINDOW)).json()) as { NFSe: number }).NFSe;
}

describe('municipal NFS-e at SIEG', () => {
  it('are counted and paged as any NFS-e, by issuer and by taker', async () => {
    const simulator = await start();
    expect(await count(simulator)).toBe(120);
    expect(new Set(await sweep(simulator, NFSE))).toEqual(final);
    const [note] = notes;
    for (const [filter, role] of [
      ['CnpjEmit', 'issuer'],
      ['CnpjTom', 'taker'],
    ] as const) {
      const taxId = note!.parties.find((party) => party.role === role)!.taxId;
      const page = await legacyPage(simulator, { XmlType: NFSE, Take: 50, Skip: 0, ...WINDOW, [filter]: taxId });
      expect(page.texts).toContain(renderXml(note!, office));
    }
  });

  it('have file names without a key in v1', async () => {
    const simulator = await start();
    const token = await tokenOf(simulator);
    const body = { TipoXml: NFSE, Take: 50, Skip: 0, BaixarEventos: true, ...WINDOW };
    const answer = await v1(simulator, token, 'baixar-xmls', body);
    const names = Object.keys(unzipSync(new Uint8Array(await answer.arrayBuffer())));
    expect(names).toHaveLength(50);
    for (const name of names) expect(name).toMatch(/^NFSe_[0-9A-Z]{14}_\d+\.xml$/);
  });

  it('cannot be fetched singly, and stand in the report with a number and no key', async () => {
    const simulator = await start();
    for (const key of [notes[0]!.number, notes[0]!.identity])
      expect((await legacy(simulator, '/BaixarXml', key, 'xmlType=3&')).status).toBe(400);
    const token = await tokenOf(simulator);
    expect((await v1(simulator, token, 'baixar-xml', { ChaveXml: notes[0]!.number, TipoXml: 3 })).status).toBe(404);
    const company = office.companies[0]!.taxId;
    const body = { Cnpj: company, TypeXmlDownloadReport: 5, XmlType: NFSE, Month: 8, Year: 2026 };
    const value = (await (await legacy(simulator, '/api/relatorio/xml', body)).json()) as
      string | { RelatorioBase64: string };
    const bytes = Buffer.from(typeof value === 'string' ? value : value.RelatorioBase64, 'base64');
    const report = await readReport(bytes, { taxId: company, kind: 'NFSe', month: MONTH });
    const own = notes.filter(({ parties }) => parties.some(({ taxId }) => taxId === company));
    expect(report.rows).toEqual([]);
    expect(report.badRows).toHaveLength(own.length);
  });
});

describe('what comes late and what comes again', () => {
  it('keeps the count, moves to the end, and has other bytes', async () => {
    const now = Date.parse('2026-09-15T12:00:00-03:00');
    const simulator = await start('late-arrivals,served-again', {
      lateShare: 0.1,
      lateUntilSettled: true,
      now: () => now,
    });
    const first = await sweep(simulator, NFSE);
    const late = 120 - first.length;
    expect(late).toBeGreaterThan(5);
    expect(await count(simulator)).toBe(first.length);
    const before = first.filter((xml) => final.has(xml));
    expect(before.length).toBeLessThan(first.length);

    expect(simulator.settleLateArrivals()).toBe(late);
    const second = await sweep(simulator, NFSE);
    expect(await count(simulator)).toBe(120);
    expect(new Set(second)).toEqual(final);
    expect(second.slice(0, before.length)).toEqual(before);

    const upload = {
      DataEmissaoInicio: null,
      DataEmissaoFim: null,
      DataUploadInicio: '2026-09-15',
      DataUploadFim: '2026-09-15',
    };
    expect(await sweep(simulator, NFSE, upload)).toEqual(second.slice(before.length));
    simulator.reset();
    expect(await sweep(simulator, NFSE)).toEqual(first);
  });

  it('comes by itself while one asks, unless it is to wait', async () => {
    const simulator = await start('served-again');
    const page = await legacyPage(simulator, { XmlType: NFSE, Take: 50, Skip: 0, ...WINDOW });
    expect(page.texts.some((xml) => !final.has(xml))).toBe(true);
    for (let asked = 0; asked < 10; asked++) await count(simulator);
    expect(new Set(await sweep(simulator, NFSE))).toEqual(final);
    expect(simulator.settleLateArrivals()).toBe(0);
  });
});
