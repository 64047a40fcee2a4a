import { createHash } from 'node:crypto';
import { shareCauses } from '../../shared/messages/pt-BR/share-causes';

/** Longest name in bytes of UTF-8: leaves room for a temporary name and for deep folders within Windows' limits. */
export const MAX_NAME_BYTES = 120;

const FORBIDDEN = /[/\\:*?"<>|\p{Cc}\p{Cs}]/gu;
const TRAILING = /[\s.]$/u;
/** Of NTFS in characters, of most others in bytes, which are never fewer. */
const LONGEST_ANYWHERE = 255;
/** What reorders or hides text, or breaks a line, and is not seen: marks, embeddings, isolates, joiners, soft hyphen, separators. */
const INVISIBLE = /[\p{Cf}\p{Zl}\p{Zp}]/gu;
const RESERVED = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])$/iu;
/** Files that Windows takes orders from, and an ending that makes another thing of a folder. */
const TAKEN_FOR_ORDERS = /^(?:desktop\.ini|autorun\.inf|thumbs\.db)$/iu;
const CLASS_ENDING = /\.(?=\{[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\}$)/iu;
/** An extension worth keeping when a name is cut. */
const EXTENSION = /\.[\p{L}\p{N}_]{1,12}$/u;

const byteLength = (text: string): number => Buffer.byteLength(text, 'utf8');

function trimEnds(text: string): string {
  return text.replace(/^\s+|[\s.]+$/gu, '');
}

/** Windows reserves `CON` with any extension, and looks only at what stands before the first dot. */
function stemOf(name: string): string {
  const dot = name.indexOf('.');
  return dot < 0 ? name : name.slice(0, dot);
}

const isReserved = (name: string): boolean => RESERVED.test(stemOf(name).trimEnd());

function escapeReserved(name: string): string {
  const stem = stemOf(name);
  return isReserved(name) || TAKEN_FOR_ORDERS.test(name) ? `${stem}_${name.slice(stem.length)}` : name;
}

/** Why a name that some systems take is refused by another: in Portuguese, or null when all take it. */
export function notPortable(name: string): string | null {
  if (name.search(FORBIDDEN) >= 0) return shareCauses.notOnWindows;
  if (TRAILING.test(name)) return shareCauses.trailing;
  if (isReserved(name)) return shareCauses.reserved(stemOf(name));
  if (name.length > LONGEST_ANYWHERE) return shareCauses.tooLong;
  return null;
}

function cutToBytes(text: string, limit: number): string {
  let bytes = 0;
  let kept = '';
  for (const character of text) {
    bytes += byteLength(character);
    if (bytes > limit) break;
    kept += character;
  }
  return kept;
}

/** Two long names that differ only in their cut end stay different: the hash covers the whole name. */
function shorten(name: string): string {
  if (byteLength(name) <= MAX_NAME_BYTES) return name;
  const extension = EXTENSION.exec(name)?.[0] ?? '';
  const suffix = `~${createHash('sha256').update(name).digest('hex').slice(0, 10)}${extension}`;
  return cutToBytes(name.slice(0, name.length - extension.length), MAX_NAME_BYTES - byteLength(suffix)) + suffix;
}

/**
 * Makes of any text one file or folder name that is valid on Windows, SMB and POSIX: forbidden characters become `_`,
 * what is not seen, trailing dots and blanks go, names that Windows reserves or takes orders from get a `_`, at most 120 bytes of UTF-8 (NFC). Never empty, `.` or `..`.
 * The same text always gives the same name, and a name that is already safe is given back as it is.
 */
export function safeName(text: string): string {
  const clean = trimEnds(text.replace(INVISIBLE, '').replace(FORBIDDEN, '_').normalize('NFC')).replace(
    CLASS_ENDING,
    '_',
  );
  return shorten(escapeReserved(clean === '' ? '_' : clean));
}
