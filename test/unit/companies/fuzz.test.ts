import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readWorkbook } from '../../../src/engine/companies';
import { openSpreadsheet } from '../../../src/engine/spreadsheets';
import { isMaloteError } from '../../../src/shared/errors';
import { randomOfficeWorkbook, type MadeWorkbook } from '../../support/random-office-workbook';
import { seededRandom } from '../../support/seeded-random';

const BY_HAND = 240;
const BY_EXCELJS = 60;
const seeds = [
  ...Array.from({ length: BY_HAND }, (_, seed) => ({ seed, maker: 'hand' as const })),
  ...Array.from({ length: BY_EXCELJS }, (_, seed) => ({ seed: 1_000 + seed, maker: 'exceljs' as const })),
];

/** Every row is a company, a named bad row, or on a sheet that is named as left out. */
async function accountFor({ bytes, sheets }: MadeWorkbook): Promise<void> {
  const used = sheets.find(({ hidden, isList }) => isList && !hidden);
  if (used === undefined) {
    const code = sheets.every(({ blank }) => blank) ? 'COMPANIES_EMPTY' : 'COMPANIES_NO_HEADER';
    await expect(readWorkbook(bytes, 'x')).rejects.toMatchObject({ code });
    return;
  }
  const { companies, badRows, sheet, leftOut } = await readWorkbook(bytes, 'x');
  const [right, wrong] = [true, false].map((isCompany) =>
    [...used.truth].filter(([, taxId]) => (taxId !== null) === isCompany),
  );
  expect(sheet).toBe(used.name);
  expect(companies.map(({ taxId }) => taxId)).toEqual(right!.map(([, taxId]) => taxId));
  expect(badRows.map(({ row }) => row)).toEqual(wrong!.map(([row]) => row));
  expect(badRows.every(({ reason }) => reason.length > 10)).toBe(true);
  expect(companies.some(({ name }) => name.startsWith('#'))).toBe(false);
  expect(leftOut).toEqual(
    sheets.filter((one) => one !== used && !one.blank).map(({ name, hidden, isList }) => ({ name, hidden, isList })),
  );
}

/** No more is unpacked than the file holds, and no more rows and cells are looked at than were written. */
async function measure({ bytes }: MadeWorkbook): Promise<void> {
  const parts = Object.entries(unzipSync(bytes));
  const sheets = parts.filter(([name]) => /worksheets\/sheet\d+\.xml$/.test(name)).map(([, part]) => strFromU8(part));
  const written = (element: string): number =>
    sheets.reduce((sum, xml) => sum + xml.split(new RegExp(`<(?:\\w+:)?${element}[ />]`)).length - 1, 0);
  const book = await openSpreadsheet(bytes);
  for (const sheet of book.sheets) for await (const _ of book.rows(sheet));
  expect(book.work.inflatedBytes).toBeLessThanOrEqual(parts.reduce((sum, [, part]) => sum + part.length, 0));
  expect(book.work.rows).toBeLessThanOrEqual(written('row'));
  expect(book.work.cells).toBeLessThanOrEqual(written('c'));
}

describe('300 workbooks that were made up', () => {
  it.each(seeds)('$maker, seed $seed: no row is lost in silence, and the work is bounded', async ({ seed, maker }) => {
    const made = await randomOfficeWorkbook(seed, maker);
    await accountFor(made);
    await measure(made);
  });

  it('hold what they are meant to', async () => {
    const made = await Promise.all(seeds.slice(0, BY_HAND).map(({ seed }) => randomOfficeWorkbook(seed, 'hand')));
    const truths = made.flatMap(({ sheets }) => sheets);
    const rows = truths.flatMap(({ truth }) => [...truth.values()]);
    expect(rows.length).toBeGreaterThan(10_000);
    expect(rows.filter((taxId) => taxId === null).length).toBeGreaterThan(1_000);
    expect(truths.filter(({ hidden, isList }) => hidden && isList).length).toBeGreaterThan(50);
    expect(truths.filter(({ blank }) => blank).length).toBeGreaterThan(50);
  });
});

describe('a workbook that was damaged on its way', () => {
  it('gives what it gave before, or is refused by name, or names the rows', async () => {
    const made = await randomOfficeWorkbook(7, 'hand');
    const used = made.sheets.find(({ hidden, isList }) => isList && !hidden)!;
    const random = seededRandom(1);
    let refused = 0;
    for (let round = 0; round < 300; round += 1) {
      const bytes = Uint8Array.from(made.bytes);
      const at = Math.floor(random() * bytes.length);
      bytes[at] = bytes[at]! ^ (1 << Math.floor(random() * 8));
      try {
        const { companies, badRows, sheet } = await readWorkbook(bytes, 'x');
        if (sheet === used.name) expect(companies.length + badRows.length).toBe(used.truth.size);
      } catch (error) {
        if (!isMaloteError(error)) throw error;
        expect(error.code).toMatch(/^COMPANIES_/);
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(200);
  });
});
