import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import {
  hasValidCheckDigit,
  hasValidNationalNfseCheckDigit,
  isCnpj,
  isCpf,
  SIEG_KINDS,
  type SiegKind,
} from '../../../src/engine/domain';
import { createOffice, type Office, type OfficeOptions } from '../../../src/simulator';

const OPTIONS: OfficeOptions = { seed: 7, month: '2026-08', companies: 40, documentsPerCompany: 100 };
const office = createOffice(OPTIONS);
const ofMonth = office.documents.filter((document) => document.month === OPTIONS.month);

function share(kind: SiegKind): number {
  return ofMonth.filter((document) => document.kind === kind).length / ofMonth.length;
}

function clientsIn(document: Office['documents'][number]): Set<string> {
  const clients = new Set(office.companies.map((company) => company.taxId));
  return new Set(document.parties.map((party) => party.taxId).filter((taxId) => clients.has(taxId)));
}

describe('companies', () => {
  it('have distinct CNPJs with right check digits, some alphanumeric, some with leading zeros', () => {
    const ids = office.companies.map((company) => company.taxId);
    expect(new Set(ids).size).toBe(40);
    expect(ids.every((id) => isCnpj(id))).toBe(true);
    expect(ids.filter((id) => /[A-Z]/.test(id)).length).toBeGreaterThanOrEqual(3);
    expect(ids.some((id) => id.startsWith('0'))).toBe(true);
  });

  it('have no letters in their CNPJ before July 2026', () => {
    const before = createOffice({ ...OPTIONS, month: '2026-06' });
    expect(before.companies.some((company) => /[A-Z]/.test(company.taxId))).toBe(false);
  });

  it('have folders as careless as people write them', () => {
    const folders = office.companies.map((company) => company.folder);
    expect(folders[0]).toBe('0001_COMERCIO_EXEMPLO_LTDA');
    expect(folders.every((folder) => /^\d{4}_/.test(folder))).toBe(true);
    expect(folders.some((folder) => /[ÀÁÂÃÇÉÊÍÓÔÕÚ]/.test(folder))).toBe(true);
    expect(folders.some((folder) => folder.includes('S/A'))).toBe(true);
    expect(folders.some((folder) => folder.endsWith('.'))).toBe(true);
  });
});

describe('documents', () => {
  it('are exactly as many as asked for, unevenly shared out', () => {
    expect(ofMonth).toHaveLength(4_000);
    expect(new Set(office.documents.map((document) => document.identity)).size).toBe(office.documents.length);
    const sizes = [...office.expected(OPTIONS.month).byCompany.values()].map((set) => set.size);
    expect(Math.max(...sizes)).toBeGreaterThan(4 * (sizes.sort((a, b) => a - b)[20] ?? 0));
  });

  it('have valid keys', () => {
    for (const { kind, key } of office.documents) {
      expect(kind === 'NFSe' ? hasValidNationalNfseCheckDigit(key) : hasValidCheckDigit(key)).toBe(true);
    }
  });

  it('have valid tax ids', () => {
    const ids = new Set(office.documents.flatMap((document) => document.parties.map((party) => party.taxId)));
    for (const id of ids) expect(isCnpj(id) || isCpf(id)).toBe(true);
  });

  it('mix the kinds as offices do', () => {
    expect(share('NFe')).toBeCloseTo(0.55, 1);
    expect(share('CTe')).toBeCloseTo(0.25, 1);
    for (const kind of SIEG_KINDS) expect(share(kind)).toBeGreaterThan(0.02);
  });

  it('all concern a client, some two, some only as carrier', () => {
    expect(ofMonth.every((document) => clientsIn(document).size > 0)).toBe(true);
    expect(ofMonth.filter((document) => clientsIn(document).size === 2).length).toBeGreaterThan(100);
    const carried = ofMonth.filter((document) => {
      const clients = clientsIn(document);
      return document.parties.every((party) => !clients.has(party.taxId) || party.role === 'carrier');
    });
    expect(carried.length).toBeGreaterThan(20);
  });

  it('have every sort of taker, both operations and the last minute of the month', () => {
    expect(new Set(ofMonth.map((document) => document.takerPointer))).toEqual(new Set([null, '0', '1', '2', '3', '4']));
    expect(new Set(ofMonth.filter(({ kind }) => kind === 'NFe').map(({ operation }) => operation))).toEqual(
      new Set(['0', '1']),
    );
    expect(ofMonth.filter((document) => document.issuedAt === '2026-08-31T23:30:00-03:00').length).toBeGreaterThan(20);
    expect(new Set(ofMonth.map((document) => document.issueDay)).size).toBe(31);
  });

  it('come with 2 % of the previous month', () => {
    expect(office.documents.filter((document) => document.month === '2026-07')).toHaveLength(80);
  });
});

describe('events', () => {
  const expected = office.expected(OPTIONS.month);

  it('are of every sort, and only some of them cancel', () => {
    const sorts = new Set(
      office.events.map((event) => `${event.eventType}/${event.status ?? '-'}/${String(event.cancels)}`),
    );
    for (const sort of [
      '110111/135/true',
      '110111/155/true',
      '110111/573/false',
      '110110/135/false',
      '210210/135/false',
    ]) {
      expect(sorts).toContain(sort);
    }
    expect(sorts).toContain('610601/135/false');
    expect(sorts).toContain('e101101/-/true');
  });

  it('cancel about 3 % of the month and some documents of the month before', () => {
    const cancelled = [...expected.cancelled];
    const previous = new Set(
      office.documents.filter((document) => document.month === '2026-07').map((document) => document.identity),
    );
    const late = cancelled.filter((identity) => previous.has(identity));
    expect(late.length).toBeGreaterThan(30);
    expect((cancelled.length - late.length) / ofMonth.length).toBeCloseTo(0.03, 2);
  });

  it('are all dated in the month and have distinct identities', () => {
    expect(office.events.every((event) => event.day.startsWith('2026-08'))).toBe(true);
    expect(expected.events.size).toBe(office.events.length);
  });

  it('sometimes enter the vault before their document', () => {
    expect(office.events.some((event) => event.cancels && event.uploadedAt < event.document.uploadedAt)).toBe(true);
  });

  it('exist of every sort even in a small office', () => {
    const small = createOffice({ seed: 1, month: '2026-08', companies: 2, documentsPerCompany: 20 });
    const types = new Set(small.events.map((event) => event.eventType));
    for (const type of ['110110', '110111', '210210', '610601']) expect(types).toContain(type);
    expect(small.events.some((event) => event.status === '573')).toBe(true);
  });
});

describe('workbook', () => {
  async function rows(badRows: boolean): Promise<unknown[][]> {
    const workbook = new ExcelJS.Workbook();
    const bytes = await office.workbook({ badRows });
    await workbook.xlsx.load(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer);
    const values: unknown[][] = [];
    workbook.worksheets[0]?.eachRow((row) => values.push([row.getCell(1).value, row.getCell(2).value]));
    return values;
  }

  it('lists every company, some CNPJs as numbers that lost their zeros', async () => {
    const [header, ...body] = await rows(false);
    expect(header).toEqual(['CnpjCpf', 'Nome Tratado']);
    expect(body.map(([, name]) => name)).toEqual(office.companies.map((company) => company.folder));
    expect(body.map(([id]) => String(id).padStart(14, '0'))).toEqual(office.companies.map((company) => company.taxId));
    expect(body.some(([id]) => typeof id === 'number' && String(id).length < 14)).toBe(true);
  });

  it('holds bad rows when asked', async () => {
    expect(await rows(true)).toHaveLength(1 + 40 + 5);
  });
});

describe('createOffice', () => {
  it('is the same for the same options and another for another seed', () => {
    const again = createOffice(OPTIONS);
    expect(again.documents).toEqual(office.documents);
    expect(again.events.map((event) => event.identity)).toEqual(office.events.map((event) => event.identity));
    expect(createOffice({ ...OPTIONS, seed: 8 }).companies).not.toEqual(office.companies);
  });

  it('adds a giant that issues everything of one kind', () => {
    const incident = createOffice({
      ...OPTIONS,
      companies: 3,
      documentsPerCompany: 10,
      giant: { documents: 15_000, kind: 'CTe' },
    });
    const giant = incident.companies[3]?.taxId ?? '';
    const { byCompany, documents } = incident.expected('2026-08');
    expect(byCompany.get(giant)?.size).toBe(15_000);
    const total = SIEG_KINDS.reduce((sum, kind) => sum + documents[kind].size, 0);
    expect(total).toBe(15_030);
  });

  it('refuses options that make no office', () => {
    expect(() => createOffice({ ...OPTIONS, month: '2026-13' })).toThrow(RangeError);
    expect(() => createOffice({ ...OPTIONS, companies: 0 })).toThrow(RangeError);
    expect(() => createOffice({ ...OPTIONS, documentsPerCompany: 1.5 })).toThrow(RangeError);
  });
});
