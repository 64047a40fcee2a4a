/** What windows-1252 has at 0x80–0x9F, where ISO-8859-1 has control characters. The five holes keep their own value. */
const UPPER =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

/**
 * Decodes windows-1252; every byte has a meaning, so it cannot fail. Not TextDecoder, because several releases of Node (20.20 among
 * them) decode its "windows-1252" as ISO-8859-1 and lose the euro sign and the curly quotes.
 */
export function decodeWindows1252(bytes: Uint8Array): string {
  const latin1 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  return latin1.replace(/[\u0080-\u009f]/g, (character) => UPPER.charAt(character.charCodeAt(0) - 0x80));
}
