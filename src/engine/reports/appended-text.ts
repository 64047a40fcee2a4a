/** How a text file of somebody else is written, so that what is added can be read with what stands there. */
export type TextEncodingName = 'utf-8-bom' | 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

const UTF8_BOM = [0xef, 0xbb, 0xbf] as const;
const UTF16LE_BOM = [0xff, 0xfe] as const;
const UTF16BE_BOM = [0xfe, 0xff] as const;
const QUESTION_MARK = 0x3f;
/** What Windows-1252 has in the bytes 0x80–0x9F; a blank stands for the five free ones. */
const CP1252_MIDDLE = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, index) => bytes[index] === byte);
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** How the file is encoded: by its mark, else by what its bytes can be. A new file is UTF-8 with a mark, as Notepad opens it. */
export function encodingOf(existing: Uint8Array | null): TextEncodingName {
  if (existing === null || existing.length === 0 || startsWith(existing, UTF8_BOM)) return 'utf-8-bom';
  if (startsWith(existing, UTF16LE_BOM)) return 'utf-16le';
  if (startsWith(existing, UTF16BE_BOM)) return 'utf-16be';
  return isUtf8(existing) ? 'utf-8' : 'windows-1252';
}

/** What the encoding does not have becomes `?`. */
function windows1252(text: string): Buffer {
  const bytes = Array.from(text.normalize('NFC'), (character) => {
    const code = character.codePointAt(0) ?? QUESTION_MARK;
    if (code < 0x80 || (code >= 0xa0 && code <= 0xff)) return code;
    const middle = CP1252_MIDDLE.indexOf(character);
    return middle < 0 ? QUESTION_MARK : 0x80 + middle;
  });
  return Buffer.from(bytes);
}

function encoded(text: string, encoding: TextEncodingName): Buffer {
  if (encoding === 'windows-1252') return windows1252(text);
  if (encoding === 'utf-16be') return Buffer.from(text, 'utf16le').swap16();
  return Buffer.from(text, encoding === 'utf-16le' ? 'utf16le' : 'utf8');
}

const isWide = (encoding: TextEncodingName): boolean => encoding.startsWith('utf-16');

/**
 * The file with the lines below what stands there, byte for byte: in the file's own encoding and with its own line ends (CRLF, unless it
 * has none). Of a UTF-16 file that was cut in the middle of a character, the half stays where it is and is completed with a zero byte.
 */
export function withLines(existing: Uint8Array | null, lines: readonly string[]): Uint8Array {
  const encoding = encodingOf(existing);
  const before = existing === null || existing.length === 0 ? Uint8Array.from(UTF8_BOM) : existing;
  const whole = isWide(encoding) && before.length % 2 === 1 ? Buffer.concat([before, Buffer.of(0)]) : before;
  const isNew = existing === null || existing.length === 0;
  const lineEnd = isNew || has(whole, '\r\n', encoding) || !has(whole, '\n', encoding) ? '\r\n' : '\n';
  const opening = isNew || endsWithNewline(whole, encoding) ? '' : lineEnd;
  const added = opening + lines.map((line) => line + lineEnd).join('');
  return Buffer.concat([whole, encoded(added, encoding)]);
}

function has(bytes: Uint8Array, text: string, encoding: TextEncodingName): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(encoded(text, encoding));
}

function endsWithNewline(bytes: Uint8Array, encoding: TextEncodingName): boolean {
  const newline = encoded('\n', encoding);
  return newline.equals(bytes.subarray(Math.max(0, bytes.length - newline.length)));
}
