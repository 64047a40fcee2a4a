import { strToU8, zipSync, type Zippable } from 'fflate';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const STRICT = 'http://purl.oclc.org/ooxml/spreadsheetml/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';

/** A cell as some program writes it. Texts may be inline, shared, or shared in several runs. */
export type RawCell =
  | { readonly text: string; readonly as?: 'inline' | 'shared' | 'rich' | 'inline-rich' }
  | { readonly number: number | string }
  | { readonly formula: string; readonly result?: string | number; readonly type?: string }
  | { readonly error: string; readonly formula?: string }
  | { readonly xml: string };

export interface RawSheet {
  readonly name: string;
  readonly state?: 'hidden' | 'veryHidden';
  /** Cells by column from 0, rows by number from 1. */
  readonly rows: ReadonlyMap<number, ReadonlyMap<number, RawCell>>;
  /** What follows `sheetData`: validations, links to tables. */
  readonly after?: string;
  readonly relations?: string;
}

export interface RawOptions {
  /** Prefix of every element of the spreadsheet, as the OpenXML SDK writes it. */
  readonly prefix?: string;
  readonly strict?: boolean;
  /** Targets of relationships from the root of the package. */
  readonly absoluteTargets?: boolean;
  /** Rows and cells without their places, which the format allows where none is left out. */
  readonly withoutPlaces?: boolean;
  readonly date1904?: boolean;
  /** Other parts, or other bytes for the parts that are made. */
  readonly parts?: Readonly<Record<string, Uint8Array>>;
}

/** Rows of texts, numbers and cells as the map that a sheet wants; null is an empty cell, an empty row is left out. */
export function rawRows(rows: readonly (readonly (string | number | RawCell | null)[])[]): RawSheet['rows'] {
  const filled = rows.map((cells, index) => {
    const pairs = cells.map((cell, column) => [column, cell] as const).filter(([, cell]) => cell !== null);
    return [index + 1, new Map(pairs.map(([column, cell]) => [column, asCell(cell)]))] as const;
  });
  return new Map(filled.filter(([, cells]) => cells.size > 0));
}

function asCell(cell: string | number | RawCell | null): RawCell {
  if (typeof cell === 'string') return { text: cell };
  return typeof cell === 'number' ? { number: cell } : cell!;
}

export function columnName(column: number): string {
  const rest = Math.floor(column / 26);
  return (rest === 0 ? '' : columnName(rest - 1)) + String.fromCharCode(65 + (column % 26));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** An .xlsx made by hand, so that it can be what no library would write. */
export function rawWorkbook(sheets: readonly RawSheet[], options: RawOptions = {}): Uint8Array {
  const p = options.prefix === undefined ? '' : `${options.prefix}:`;
  const space = options.strict === true ? STRICT : MAIN;
  const declared = options.prefix === undefined ? `xmlns="${space}"` : `xmlns:${options.prefix}="${space}"`;
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  const shared: string[] = [];

  const rich = (text: string): string => {
    const half = Math.ceil(text.length / 2);
    const runs = [text.slice(0, half), text.slice(half)].map(
      (run) => `<${p}r><${p}rPr><${p}b/></${p}rPr><${p}t xml:space="preserve">${escaped(run)}</${p}t></${p}r>`,
    );
    return `${runs.join('')}<${p}rPh sb="0" eb="1"><${p}t>phonetic</${p}t></${p}rPh>`;
  };
  const plain = (text: string): string => `<${p}t xml:space="preserve">${escaped(text)}</${p}t>`;

  const bodyOf = (cell: RawCell): readonly [attributes: string, body: string] => {
    if ('xml' in cell) return ['', cell.xml];
    if ('number' in cell) return ['', `<${p}v>${String(cell.number)}</${p}v>`];
    if ('error' in cell) {
      const formula = cell.formula === undefined ? '' : `<${p}f>${escaped(cell.formula)}</${p}f>`;
      return [' t="e"', `${formula}<${p}v>${escaped(cell.error)}</${p}v>`];
    }
    if ('formula' in cell) {
      const type = cell.type ?? (typeof cell.result === 'string' ? 'str' : undefined);
      const value = cell.result === undefined ? '' : `<${p}v>${escaped(String(cell.result))}</${p}v>`;
      return [type === undefined ? '' : ` t="${type}"`, `<${p}f>${escaped(cell.formula)}</${p}f>${value}`];
    }
    const form = cell.as ?? 'inline';
    const inside = form === 'rich' || form === 'inline-rich' ? rich(cell.text) : plain(cell.text);
    if (form === 'inline' || form === 'inline-rich') return [' t="inlineStr"', `<${p}is>${inside}</${p}is>`];
    shared.push(`<${p}si>${inside}</${p}si>`);
    return [' t="s"', `<${p}v>${String(shared.length - 1)}</${p}v>`];
  };

  const sheetXml = ({ rows, after = '' }: RawSheet): string => {
    const lines = [...rows].map(([number, cells]) => {
      const inRow = [...cells].map(([column, cell]) => {
        const [attributes, body] = bodyOf(cell);
        const place = options.withoutPlaces === true ? '' : ` r="${columnName(column)}${String(number)}"`;
        return `<${p}c${place} s="0"${attributes}>${body}</${p}c>`;
      });
      const place = options.withoutPlaces === true ? '' : ` r="${String(number)}"`;
      return `<${p}row${place}>${inRow.join('')}</${p}row>`;
    });
    return `${head}<${p}worksheet ${declared} xmlns:r="${OFFICE}"><${p}sheetData>${lines.join('')}</${p}sheetData>${after}</${p}worksheet>`;
  };

  const base = options.absoluteTargets === true ? '/xl/' : '';
  const relation = (id: string, kind: string, target: string): string =>
    `<Relationship Id="${id}" Type="${OFFICE}/${kind}" Target="${target}"/>`;
  const relations = (all: readonly string[]): string =>
    `${head}<Relationships xmlns="${PACKAGE}">${all.join('')}</Relationships>`;
  const listed = sheets.map(
    ({ name, state }, index) =>
      `<${p}sheet name="${escaped(name)}" sheetId="${String(index + 1)}"${state === undefined ? '' : ` state="${state}"`} r:id="rId${String(index + 1)}"/>`,
  );

  const parts: Record<string, string> = {};
  sheets.forEach((sheet, index) => {
    parts[`xl/worksheets/sheet${String(index + 1)}.xml`] = sheetXml(sheet);
    if (sheet.relations !== undefined)
      parts[`xl/worksheets/_rels/sheet${String(index + 1)}.xml.rels`] = relations([sheet.relations]);
  });
  parts['_rels/.rels'] = relations([
    relation('rId1', 'officeDocument', options.absoluteTargets === true ? '/xl/workbook.xml' : 'xl/workbook.xml'),
  ]);
  const properties = options.date1904 === true ? `<${p}workbookPr date1904="1"/>` : '';
  parts['xl/workbook.xml'] =
    `${head}<${p}workbook ${declared} xmlns:r="${OFFICE}">${properties}<${p}sheets>${listed.join('')}</${p}sheets></${p}workbook>`;
  parts['xl/_rels/workbook.xml.rels'] = relations([
    ...sheets.map((_, index) =>
      relation(`rId${String(index + 1)}`, 'worksheet', `${base}worksheets/sheet${String(index + 1)}.xml`),
    ),
    ...(shared.length === 0 ? [] : [relation('rIdStrings', 'sharedStrings', `${base}sharedStrings.xml`)]),
  ]);
  if (shared.length > 0) parts['xl/sharedStrings.xml'] = `${head}<${p}sst ${declared}>${shared.join('')}</${p}sst>`;

  const packed: Zippable = {};
  for (const [name, text] of Object.entries(parts)) packed[name] = strToU8(text);
  return zipSync({ ...packed, ...options.parts });
}
