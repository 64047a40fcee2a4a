import { describe, expect, it } from 'vitest';
import { createOffice } from '../../src/simulator';
import { legacy, legacyPage, MONTH, nameIn, simulate, WINDOW } from './simulator-client';

describe('an office of 50,000 documents', () => {
  it('is generated and served, first page to last', async () => {
    const office = createOffice({ seed: 9, month: MONTH, companies: 250, documentsPerCompany: 200 });
    const expected = office.expected(MONTH).documents;
    expect(Object.values(expected).reduce((sum, set) => sum + set.size, 0)).toBe(50_000);
    const simulator = await simulate(office);
    try {
      const counts = (await (await legacy(simulator, '/ContarXmls', WINDOW)).json()) as Record<string, number>;
      expect(counts['NFe']).toBe(expected.NFe.size);
      const found = new Set<string>();
      for (let skip = 0; skip < expected.CTe.size; skip += 50) {
        const { texts } = await legacyPage(simulator, { XmlType: 2, Take: 50, Skip: skip, ...WINDOW });
        for (const xml of texts) found.add(nameIn(xml));
      }
      expect(found).toEqual(new Set(expected.CTe));
    } finally {
      await simulator.close();
    }
  });
});
