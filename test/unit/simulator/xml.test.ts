import { describe, expect, it } from 'vitest';
import { readFiscal } from '../../../src/engine/fiscal';
import { createOffice, renderXml } from '../../../src/simulator';

const office = createOffice({ seed: 3, month: '2026-08', companies: 10, documentsPerCompany: 60 });
const files = [...office.documents, ...office.events];

describe('renderXml', () => {
  it('writes well-formed XML of a realistic size for every file', () => {
    const sizes = files.map((file) => {
      const xml = renderXml(file, office);
      expect(readFiscal(Buffer.from(xml)).refusals).toEqual([]);
      return Buffer.byteLength(xml);
    });
    expect(Math.min(...sizes)).toBeGreaterThan(1_500);
    expect(Math.max(...sizes)).toBeLessThan(8_000);
  });

  it('carries the key in its Id and, where there is a protocol, the same digest twice', () => {
    for (const document of office.documents) {
      const xml = renderXml(document, office);
      expect(xml).toContain(
        `Id="${document.kind === 'NFSe' ? 'NFS' : document.kind === 'NFCe' ? 'NFe' : document.kind}${document.key}"`,
      );
      const digests = [/<DigestValue>(.+?)</, /<digVal>(.+?)</].map((pattern) => pattern.exec(xml)?.[1]);
      if (['NFe', 'NFCe', 'CTe'].includes(document.kind)) expect(digests[1]).toBe(digests[0]);
      expect(digests[0]).toMatch(/=$/);
    }
  });

  it('gives the same text every time', () => {
    const again = createOffice({ seed: 3, month: '2026-08', companies: 10, documentsPerCompany: 60 });
    const one = files.map((file) => renderXml(file, office));
    const two = [...again.documents, ...again.events].map((file) => renderXml(file, again));
    expect(two).toEqual(one);
  });

  it('writes toma3 and toma4, tpNF 0 and 1, and names with an ampersand escaped', () => {
    const all = office.documents.map((document) => renderXml(document, office)).join('\n');
    for (const pointer of ['0', '1', '2', '3']) expect(all).toContain(`<toma3><toma>${pointer}</toma></toma3>`);
    expect(all).toContain('<toma4><toma>4</toma><CNPJ>');
    expect(all).toContain('<tpNF>0</tpNF>');
    expect(all).toContain('ALGODÃO &amp; POLIÉSTER');
  });
});
