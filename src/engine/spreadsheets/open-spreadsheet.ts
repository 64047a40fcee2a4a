import { broken, Budget, PEOPLE_LIMITS, type SheetLimits } from './limits';
import { PackageParts } from './package-parts';
import { attributeOf, readWhole, readXml } from './read-xml';
import { relationsOf, type Relation } from './relations';
import { RowBuilder } from './sheet-rows';
import { readStrings } from './strings';
import type { SheetInfo, SheetRow, Spreadsheet } from './types';
import { spreadsheetsMessages } from '../../shared/messages/pt-BR/spreadsheets';

export interface OpenOptions {
  readonly signal?: AbortSignal | undefined;
  /** Default: those for a workbook of people. */
  readonly limits?: SheetLimits;
}

/** What else a ZIP may be, by a part that it has. */
const OTHERS: readonly (readonly [part: string, reason: string])[] = [
  ['xl/workbook.bin', spreadsheetsMessages.xlsb],
  ['content.xml', spreadsheetsMessages.ods],
  ['word/document.xml', spreadsheetsMessages.word],
];

async function workbookPart(parts: PackageParts): Promise<string> {
  const relations = await relationsOf(parts, '');
  const names = [...relations.filter(({ kind }) => kind === 'officeDocument').map(({ target }) => target)];
  const found = [...names, 'xl/workbook.xml'].find((name) => name.endsWith('.xml') && parts.has(name));
  const other = OTHERS.find(([part]) => parts.has(part));
  if (other !== undefined && (found === undefined || !/workbook/i.test(found))) throw broken(other[1]);
  if (found === undefined) throw broken(spreadsheetsMessages.noSheets);
  return found;
}

interface ListedSheet extends SheetInfo {
  readonly relation: string;
}

interface Contents {
  readonly sheets: readonly ListedSheet[];
  readonly from1904: boolean;
}

async function readContents(parts: PackageParts, part: string): Promise<Contents> {
  const sheets: ListedSheet[] = [];
  let from1904 = false;
  let inSheets = false;
  await readWhole(parts.read(part), {
    open(name, attributes, depth) {
      if (depth === 1) inSheets = name === 'sheets';
      if (depth === 1 && name === 'workbookPr') from1904 = /^(?:1|true|on)$/.test(attributes['date1904'] ?? '');
      if (depth !== 2 || !inSheets || name !== 'sheet') return;
      const hidden = /hidden/i.test(attributes['state'] ?? '');
      sheets.push({ name: attributes['name'] ?? '', hidden, relation: attributeOf(attributes, 'id') ?? '' });
    },
    close: () => undefined,
  });
  return { sheets, from1904 };
}

/** A sheet with the part that holds it; charts have no rows and are left out. */
function locate(listed: readonly ListedSheet[], relations: readonly Relation[]): Map<SheetInfo, string> {
  const places = new Map<SheetInfo, string>();
  for (const { name, hidden, relation: id } of listed) {
    const relation = relations.find((candidate) => candidate.id === id);
    if (relation === undefined) throw broken(spreadsheetsMessages.sheetAbsent(name));
    if (relation.kind !== 'chartsheet') places.set({ name, hidden }, relation.target);
  }
  return places;
}

/**
 * Opens an .xlsx, as any program writes it: with or without prefixes, with absolute or relative targets, with shared or inline strings,
 * strict or transitional. Only the parts that hold rows and their texts are ever unpacked, piece by piece and within limits.
 * @throws SPREADSHEET_BROKEN, SPREADSHEET_TOO_LARGE, CANCELLED
 */
export async function openSpreadsheet(bytes: Uint8Array, options: OpenOptions = {}): Promise<Spreadsheet> {
  const budget = new Budget(options.limits ?? PEOPLE_LIMITS);
  const parts = await PackageParts.open(bytes, budget, options.signal);
  const workbook = await workbookPart(parts);
  const { sheets, from1904 } = await readContents(parts, workbook);
  const relations = await relationsOf(parts, workbook);
  const places = locate(sheets, relations);
  if (places.size === 0) throw broken(spreadsheetsMessages.noSheets);
  const texts = relations.find(({ kind, target }) => kind === 'sharedStrings' && parts.has(target));
  const strings = texts === undefined ? [] : await readStrings(parts, texts.target, budget);
  return {
    sheets: [...places.keys()],
    from1904,
    work: budget,
    async *rows(sheet: SheetInfo): AsyncGenerator<readonly SheetRow[]> {
      const builder = new RowBuilder(strings, budget);
      for await (const _ of readXml(parts.read(places.get(sheet) ?? ''), builder)) {
        const rows = builder.take();
        if (rows.length > 0) yield rows;
      }
    },
  };
}
