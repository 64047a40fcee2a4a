import { describe, expect, it } from 'vitest';
import {
  besideDocument,
  cancellationName,
  conflictPath,
  documentName,
  documentPath,
  eventPath,
  NO_COMPANY_FOLDER,
  previousMonthPath,
  reportPath,
} from '../../../src/engine/archive';
import type { Direction, DocumentKind } from '../../../src/engine/domain';
import { MAX_NAME_BYTES, safeName, toStored } from '../../../src/engine/shares';

const KEY = '35260311222333000181550010000000011123456797';
const COMPANY = '0001_COMÉRCIO_AÇÃO_LTDA';
const MONTH = '2026-03';

const stored = (kind: DocumentKind, direction: Direction, company: string | null = COMPANY, identity = KEY): string =>
  toStored(documentPath(company, MONTH, kind, direction, identity));

describe('the layout of the predecessor', () => {
  it.each([
    ['NFe', 'inbound', `2026/${COMPANY}/03/NFe/Entrada/${KEY}.xml`],
    ['NFe', 'outbound', `2026/${COMPANY}/03/NFe/Saída/${KEY}.xml`],
    ['CTe', 'inbound', `2026/${COMPANY}/03/CTe/Entrada/${KEY}.xml`],
    ['CTe', 'outbound', `2026/${COMPANY}/03/CTe/Saída/${KEY}.xml`],
    ['NFCe', 'outbound', `2026/${COMPANY}/03/NFCe/Saída/${KEY}.xml`],
    ['CFe', 'outbound', `2026/${COMPANY}/03/CFe/Saída/${KEY}.xml`],
  ] as const)('files %s, %s', (kind, direction, path) => {
    expect(stored(kind, direction)).toBe(path);
  });

  it.each(['unknown', 'participant', 'third-party', 'reference', 'issued', 'contracted'] as const)(
    'has no folder for the direction %s: the kind’s own root',
    (direction) => {
      expect(stored('CTe', direction)).toBe(`2026/${COMPANY}/03/CTe/${KEY}.xml`);
    },
  );

  it('has one folder for the documents of no company', () => {
    expect(stored('NFe', 'unknown', null)).toBe(`2026/${NO_COMPANY_FOLDER}/03/NFe/${KEY}.xml`);
    expect(NO_COMPANY_FOLDER).toBe('_SEM_EMPRESA');
  });

  it('writes accents composed, whatever form the source code has', () => {
    expect(stored('NFe', 'outbound')).toBe(stored('NFe', 'outbound').normalize('NFC'));
    expect(toStored(previousMonthPath(COMPANY, MONTH, 'NFe', KEY))).toBe(
      `2026/${COMPANY}/03/Mês_anterior/NFe/Entrada/${KEY}.xml`.normalize('NFC'),
    );
  });

  it('names NFS-e by their digits, or by a safe form of what identifies them', () => {
    const national = '35503082211222333000181000000000000126031234567897';
    expect(documentName(`NFS:${national}`)).toBe(national);
    expect(documentName('NFSE:3550308:11222333000181:77:AB12')).toBe('NFSE_3550308_11222333000181_77_AB12');
    expect(documentName('NFSE:3550308:11222333000181:7/7\\*?:x')).not.toMatch(/[/\\:*?]/);
  });

  it('keeps long names apart and within what a disk takes', () => {
    const names = ['1', '2'].map((end) => documentName(`NFSE:3550308:11222333000181:${'9'.repeat(300)}${end}`));
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(Buffer.byteLength(`${name}.xml`)).toBeLessThanOrEqual(MAX_NAME_BYTES + 4);
    const folder = safeName(`0001_${'AÇÃO_'.repeat(60)}`);
    const [, company, , , name] = reportPath(folder, MONTH, 'NFe');
    expect(company).toBe(folder);
    expect(Buffer.byteLength(name ?? '')).toBeLessThan(255);
  });

  it('puts a cancellation beside its original, and a further one under its type and number', () => {
    const original = documentPath(COMPANY, MONTH, 'NFe', 'outbound', KEY);
    expect(toStored(besideDocument(original, cancellationName(KEY, null)))).toBe(
      `2026/${COMPANY}/03/NFe/Saída/${KEY}_CANC.xml`,
    );
    expect(cancellationName(KEY, { eventType: '110112', sequence: 2 })).toBe(`${KEY}_CANC_110112_2.xml`);
  });

  it('puts other events into Eventos of the kind', () => {
    const event = { documentIdentity: KEY, eventType: '110110', sequence: 3 };
    expect(toStored(eventPath(COMPANY, MONTH, 'NFe', event))).toBe(
      `2026/${COMPANY}/03/NFe/Eventos/${KEY}_110110_3.xml`,
    );
    expect(toStored(eventPath(null, MONTH, 'CTe', event))).toBe(`2026/_SEM_EMPRESA/03/CTe/Eventos/${KEY}_110110_3.xml`);
    expect(toStored(eventPath(COMPANY, MONTH, 'NFe', { ...event, eventType: '../..' }))).not.toContain('/../');
  });

  it('names reports as their readers expect', () => {
    expect(toStored(reportPath(COMPANY, MONTH, 'CTe'))).toBe(
      `2026/${COMPANY}/03/CTe/Relatorio_CTe_${COMPANY}_03_2026.xlsx`,
    );
  });

  it('gives a conflicting file the same aside name each time, and another content another', () => {
    const path = documentPath(COMPANY, MONTH, 'NFe', 'outbound', KEY);
    const aside = conflictPath(path, 'abcdef0123456789');
    expect(toStored(aside)).toBe(`2026/${COMPANY}/03/NFe/Saída/${KEY}_CONFLITO_abcdef01.xml`);
    expect(conflictPath(path, 'abcdef0123456789')).toEqual(aside);
    expect(conflictPath(path, '1234567890')).not.toEqual(aside);
    expect(conflictPath(['Relatorio.xlsx'], 'abcdef0123456789')).toEqual(['Relatorio_CONFLITO_abcdef01.xlsx']);
  });
});
