import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SIEG_KINDS } from '../../src/engine/domain';
import type { Simulator } from '../../src/simulator';
import {
  decodeList,
  legacy,
  legacyPage,
  MONTH,
  nameIn,
  simulate,
  smallOffice,
  sweep,
  WINDOW,
} from './simulator-client';

const office = smallOffice();
const expected = office.expected(MONTH);
let simulator: Simulator;

beforeAll(async () => {
  simulator = await simulate(office);
});
afterAll(() => simulator.close());

describe('BaixarXmls', () => {
  it('brings every document of the month in pages, and its events when asked', async () => {
    for (const [index, kind] of SIEG_KINDS.entries()) {
      const plain = await sweep(simulator, index + 1);
      const keys = [...expected.documents[kind]].map((identity) => identity.replace('NFS:', ''));
      expect(new Set(plain.map(nameIn))).toEqual(new Set(keys));
      expect(plain).toHaveLength(keys.length);
      const events = office.events.filter((event) => event.document.kind === kind && event.document.month === MONTH);
      expect(await sweep(simulator, index + 1, { Downloadevent: true })).toHaveLength(keys.length + events.length);
    }
  });

  it('gives the same bytes for the same page', async () => {
    const body = { XmlType: 1, Take: 50, Skip: 50, ...WINDOW };
    const other = await simulate(smallOffice());
    const [one, two] = await Promise.all([legacyPage(simulator, body), legacyPage(other, body)]);
    await other.close();
    expect(one.texts).toHaveLength(50);
    expect(two.texts).toEqual(one.texts);
  });

  it('filters by day of issue as written, by day of upload and by party', async () => {
    const last = await sweep(simulator, 1, {
      DataEmissaoInicio: '2026-08-31T00:00:00-03:00',
      DataEmissaoFim: '2026-08-31',
    });
    const onLast = office.documents.filter(({ kind, issueDay }) => kind === 'NFe' && issueDay === '2026-08-31');
    expect(last).toHaveLength(onLast.length);
    const upload = {
      DataEmissaoInicio: null,
      DataEmissaoFim: null,
      DataUploadInicio: '2026-08-10',
      DataUploadFim: '2026-08-10',
    };
    const uploaded = office.documents.filter(
      ({ kind, uploadedAt }) =>
        kind === 'NFe' && new Date(uploadedAt - 10_800_000).toISOString().startsWith('2026-08-10'),
    );
    expect((await sweep(simulator, 1, upload)).map(nameIn).sort()).toEqual(uploaded.map(({ key }) => key).sort());
    const document = office.documents.find(({ kind, month }) => kind === 'CTe' && month === MONTH)!;
    for (const [field, role] of [
      ['CnpjEmit', 'issuer'],
      ['CnpjDest', 'recipient'],
      ['CnpjRem', 'sender'],
      ['CnpjTom', 'taker'],
    ] as const) {
      const party = document.parties.find((candidate) => candidate.role === role)!;
      expect((await sweep(simulator, 2, { [field]: party.taxId })).map(nameIn)).toContain(document.key);
    }
  });

  it('refuses what SIEG refuses', async () => {
    const refused = [
      { XmlType: 1, Take: 51, Skip: 0, ...WINDOW },
      { XmlType: 9, Take: 50, Skip: 0, ...WINDOW },
      { XmlType: 1, Take: 50, Skip: 0 },
      { XmlType: 1, Take: 50, Skip: -1, ...WINDOW },
      { XmlType: 1, Take: 50, Skip: 0, ...WINDOW, CnpjEmit: '11222333000181', CnpjDest: '11222333000181' },
    ];
    for (const body of refused) {
      const answer = await legacy(simulator, '/BaixarXmls', body);
      expect(answer.status).toBe(400);
      expect(await answer.text()).toMatch(/^\{"Status":\[".+"\]\}$/);
    }
  });

  it('says in a 404 that there is nothing', async () => {
    const forms = new Set<string>();
    for (let day = 10; day < 25; day++) {
      const body = {
        XmlType: 1,
        Take: 50,
        Skip: 0,
        DataEmissaoInicio: `2025-01-${String(day)}`,
        DataEmissaoFim: `2025-01-${String(day)}`,
      };
      const answer = await legacy(simulator, '/BaixarXmls', body);
      expect(answer.status).toBe(404);
      forms.add(await answer.text());
    }
    expect(forms.size).toBe(3);
    for (const form of forms) expect(form).toContain('Nenhum arquivo XML localizado');
  });

  it('has a second version with the list inside an object', async () => {
    const answer = await legacy(simulator, '/BaixarXmlsV2', { XmlType: 1, Take: 3, Skip: 0, ...WINDOW });
    const { xmls } = (await answer.json()) as { xmls: string[] };
    expect(decodeList(xmls).every((xml) => xml.startsWith('<?xml'))).toBe(true);
  });
});

describe('the other legacy endpoints', () => {
  it('BaixarXml gives one document', async () => {
    const { key } = office.documents.find(({ kind }) => kind === 'NFSe')!;
    const answer = await legacy(simulator, '/BaixarXml', key, 'xmlType=3&downloadEvent=false&');
    expect(nameIn((await answer.json()) as string)).toBe(key);
    const unknown = await legacy(
      simulator,
      '/BaixarXml',
      `${key.slice(0, 40)}0000000000`,
      'xmlType=3&downloadEvent=false&',
    );
    expect(unknown.status).toBe(404);
  });

  it('ContarXmls counts documents, not events', async () => {
    const counts = await (await legacy(simulator, '/ContarXmls', WINDOW)).json();
    expect(counts).toEqual(Object.fromEntries(SIEG_KINDS.map((kind) => [kind, expected.documents[kind].size])));
    const event = office.documents[0]!;
    const issuer = event.parties.find((party) => party.role === 'issuer')!.taxId;
    const one = (await (await legacy(simulator, '/ContarXmls', { ...WINDOW, CnpjEmit: issuer })).json()) as Record<
      string,
      number
    >;
    expect(one[event.kind]).toBeGreaterThan(0);
  });

  it('BaixarEventos finds events by their own date, of the previous month too, by type and by key', async () => {
    const body = {
      TipoXml: 1,
      DataInicioEvento: '2026-08-01',
      DataFimEvento: '2026-08-31',
      TipoEvento: '110111',
      Take: 50,
      Skip: 0,
    };
    const answer = decodeList((await (await legacy(simulator, '/BaixarEventos', body)).json()) as string[]);
    const wanted = office.events.filter(({ document, eventType }) => document.kind === 'NFe' && eventType === '110111');
    expect(answer).toHaveLength(wanted.length);
    expect(wanted.some(({ document }) => document.month === '2026-07')).toBe(true);
    const { document, eventType } = wanted[0]!;
    const single = { ChaveXml: document.key, TipoXml: 1, TipoEvento: eventType, Skip: 0, Take: 1 };
    const [one] = decodeList((await (await legacy(simulator, '/BaixarEventos', single)).json()) as string[]);
    expect(one).toContain(document.key);
    const none = await legacy(simulator, '/BaixarEventos', { ...body, TipoXml: 5 });
    expect(await none.text()).toBe('Eventos não encontrados!');
  });

  it('the report lists every document of a company in any role, with keys as text', async () => {
    const company = office.companies[0]!;
    const answer = await legacy(simulator, '/api/relatorio/xml', {
      Cnpj: company.taxId,
      TypeXmlDownloadReport: 2,
      XmlType: 1,
      Month: 8,
      Year: 2026,
    });
    const value = (await answer.json()) as string | { RelatorioBase64: string };
    const bytes = Buffer.from(typeof value === 'string' ? value : value.RelatorioBase64, 'base64');
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
    const keys: unknown[] = [];
    workbook.worksheets[0]?.eachRow((row) => keys.push(row.getCell(1).value));
    const own = [...expected.byCompany.get(company.taxId)!].filter((identity) => expected.documents.NFe.has(identity));
    expect(keys[0]).toBe('Chave');
    expect(keys.slice(1).sort()).toEqual(own.sort());
  });

  it('the report says so when there is nothing, and refuses a type that the kind does not have', async () => {
    const nobody = { Cnpj: '11222333000181', TypeXmlDownloadReport: 4, XmlType: 2, Month: 8, Year: 2026 };
    expect(await (await legacy(simulator, '/api/relatorio/xml', nobody)).text()).toContain(
      'Nenhum arquivo xml encontrado',
    );
    expect((await legacy(simulator, '/api/relatorio/xml', { ...nobody, XmlType: 5 })).status).toBe(400);
  });
});

describe('the door', () => {
  it('tells a bad key from a wrong path and a wrong method', async () => {
    const bad = await fetch(`${simulator.url}/ContarXmls?api_key=errada`, {
      method: 'POST',
      body: JSON.stringify(WINDOW),
    });
    expect([bad.status, await bad.text()]).toEqual([401, 'Api Key inválida ou sem permissão.']);
    const wrong = await legacy(simulator, '/BaixarTudo', WINDOW);
    expect(wrong.status).toBe(404);
    expect(await wrong.text()).not.toContain('Nenhum arquivo');
    expect((await fetch(`${simulator.url}/ContarXmls`)).status).toBe(405);
    const broken = await fetch(`${simulator.url}/ContarXmls?api_key=chave-de-demonstracao%3D%3D`, {
      method: 'POST',
      body: '{',
    });
    expect(broken.status).toBe(400);
  });

  it('does not take a key that was encoded twice', async () => {
    const answer = await fetch(`${simulator.url}/ContarXmls?api_key=chave-de-demonstracao%253d%253d`, {
      method: 'POST',
      body: '{}',
    });
    expect(answer.status).toBe(401);
  });

  it('records requests without the key', async () => {
    simulator.reset();
    await legacyPage(simulator, { XmlType: 1, Take: 20, Skip: 0, ...WINDOW });
    expect(simulator.requests()).toEqual([
      expect.objectContaining({ generation: 'legacy', endpoint: '/BaixarXmls', status: 200, files: 20, quirk: null }),
    ]);
    expect(JSON.stringify(simulator.requests())).not.toContain('chave-de-demonstracao');
  });

  it('answers 429 to the thirty-first call of a minute, with the wait in unhurried seconds', async () => {
    const strict = await simulate(office, 'none', { enforceLimits: true, speed: 10 });
    const statuses = await Promise.all(
      Array.from({ length: 31 }, async () => {
        const answer = await legacy(strict, '/ContarXmls', WINDOW);
        await answer.text();
        return [answer.status, answer.headers.get('retry-after')] as const;
      }),
    );
    const refused = statuses.filter(([status]) => status === 429);
    expect(refused).toHaveLength(1);
    expect(Number(refused[0]?.[1])).toBeGreaterThan(10);
    strict.reset();
    expect((await legacy(strict, '/ContarXmls', WINDOW)).status).toBe(200);
    await strict.close();
  });
});
