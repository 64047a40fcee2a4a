import { unzipSync, zipSync } from 'fflate';

const MAIN =
  /\sxmlns:([A-Za-z_][\w.-]*)\s*=\s*["'](?:http:\/\/schemas\.openxmlformats\.org\/spreadsheetml\/2006\/main|http:\/\/purl\.oclc\.org\/ooxml\/spreadsheetml\/main)["']/;
const HEAD_BYTES = 4096;

/** The prefix that a part gives to every element of the spreadsheet, as the OpenXML SDK writes it ("x"); null where there is none. */
function prefixOf(part: Uint8Array): string | null {
  const head = Buffer.from(part.buffer, part.byteOffset, Math.min(part.byteLength, HEAD_BYTES)).toString('latin1');
  const prefix = MAIN.exec(head)?.[1] ?? null;
  return prefix !== null && new RegExp(`<${prefix}:(?:workbook|worksheet|sst|styleSheet)\\b`).test(head)
    ? prefix
    : null;
}

function plain(part: Uint8Array): Uint8Array {
  const prefix = prefixOf(part);
  if (prefix === null) return part;
  const text = Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString('utf8');
  const names = new RegExp(`(</?)${prefix}:`, 'g');
  return Buffer.from(text.replace(names, '$1').replace(new RegExp(`(\\sxmlns):${prefix}(\\s*=)`), '$1$2'), 'utf8');
}

/**
 * The same spreadsheet with elements that carry no prefix: exceljs knows them by their whole names and finds no sheet in one whose
 * elements are `x:row` and `x:c`. Given back untouched where no part has a prefix. The archive must have been judged before.
 * @throws whatever the archive's reader throws for a damaged one
 */
export function withPlainNames(bytes: Uint8Array): Uint8Array {
  const workbook = unzipSync(bytes, { filter: ({ name }) => /(?:^|\/)workbook\.xml$/.test(name) });
  if (!Object.values(workbook).some((part) => prefixOf(part) !== null)) return bytes;
  const parts = Object.entries(unzipSync(bytes)).map(
    ([name, part]) => [name, name.endsWith('.xml') ? plain(part) : part] as const,
  );
  return zipSync(Object.fromEntries(parts), { level: 0 });
}
