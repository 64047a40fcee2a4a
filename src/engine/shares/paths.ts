import { posix, win32 } from 'node:path';
import { MaloteError } from '../../shared/errors';
import type { RelPath } from './port';
import { notPortable } from './safe-name';
import { isTemporaryName } from './temporary';
import { shareCauses } from '../../shared/messages/pt-BR/share-causes';

/** The two families of path rules. Everything here is text only; tests ask for Windows rules on any machine. */
export type Platform = 'win32' | 'posix';

export const HOST_PLATFORM: Platform = process.platform === 'win32' ? 'win32' : 'posix';

/** From this length on a Windows path is given in its `\\?\` form, which is free of the 260-character limit. */
const LONG_PATH = 240;
const LONG_PREFIX = '\\\\?\\';
const LONG_UNC_PREFIX = '\\\\?\\UNC\\';

function badPath(path: string, cause: string): MaloteError {
  return new MaloteError('SHARE_BAD_PATH', { path, cause });
}

function refusal(name: string, forbidden: RegExp): string | null {
  if (name === '') return shareCauses.emptyName;
  if (name === '.' || name === '..') return shareCauses.dots;
  if (forbidden.test(name)) return shareCauses.separator;
  return null;
}

function checkNames(names: readonly string[], forbidden: RegExp): void {
  for (const name of names) {
    const cause = refusal(name, forbidden);
    if (cause !== null) throw badPath(names.join('/'), cause);
  }
}

/** What leads elsewhere than to a name, on some system: `:` would open an alternate stream on NTFS. */
const SEPARATING = /[/\\:\p{Cc}]/u;
const NOT_NAMES: Readonly<Record<Platform, RegExp>> = { win32: /[/\\:*?"<>|\p{Cc}]/u, posix: /[/\0]/ };

/** @throws SHARE_BAD_PATH */
function checkPath(names: readonly string[]): void {
  checkNames(names, SEPARATING);
  if (names.some(isTemporaryName)) throw badPath(names.join('/'), shareCauses.temporaryName);
}

/**
 * A path inside a root from names that are already safe (see `safeName`): every system takes it, so that an archive can move.
 * @throws SHARE_BAD_PATH for separators, `..`, empty names, control characters, Malote's own temporary names, and what Windows refuses.
 */
export function relPath(...names: string[]): RelPath {
  checkPath(names);
  for (const name of names) {
    const cause = notPortable(name);
    if (cause !== null) throw badPath(names.join('/'), cause);
  }
  return names;
}

/**
 * A path as some system has it: names that were found, which another system might not take.
 * @throws SHARE_BAD_PATH where the ledger could not tell it from another: separators, `..`, empty names, control characters.
 */
export function foundPath(...names: string[]): RelPath {
  checkPath(names);
  return names;
}

/** One spelling of a name: some systems store an accent as a character of its own, which names the same file to everybody. */
export function composed(text: string): string {
  return text.normalize('NFC');
}

/** Whether a name can be stored in two ways. */
export function hasTwoSpellings(name: string): boolean {
  return composed(name) !== name.normalize('NFD');
}

/**
 * What names and stored paths are compared by: the same for all that a person, Windows or SMB takes for one name. Case counts on some
 * roots; there, two files may have one key, and whoever compares looks at the root as well.
 */
export function nameKey(name: string): string {
  return composed(name).toLowerCase();
}

export function sameName(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && nameKey(one) === nameKey(other);
}

/** The ledger's form of a path: names joined by `/`, accents composed, the same on every platform. */
export function toStored(path: RelPath): string {
  return composed(path.join('/'));
}

/** @throws SHARE_BAD_PATH when the text is not what `toStored` gives for a path of `relPath` or `foundPath`. */
export function fromStored(text: string): RelPath {
  return text === '' ? [] : foundPath(...text.split('/'));
}

/** `\\?\C:\x` → `C:\x`, `\\?\UNC\server\share` → `\\server\share`. */
function withoutLongPrefix(path: string): string {
  if (path.slice(0, LONG_UNC_PREFIX.length).toUpperCase() === LONG_UNC_PREFIX) {
    return `\\\\${path.slice(LONG_UNC_PREFIX.length)}`;
  }
  return path.startsWith(LONG_PREFIX) ? path.slice(LONG_PREFIX.length) : path;
}

function withoutTrailing(path: string, separator: string, rootLength: number): string {
  return path.length > rootLength && path.endsWith(separator) ? path.slice(0, -1) : path;
}

function normaliseWindows(path: string): string {
  const plain = win32.normalize(withoutLongPrefix(path.replaceAll('/', '\\')));
  const rooted = /^[a-z]:\.?$/i.test(plain) ? `${plain.slice(0, 2)}\\` : plain;
  return withoutTrailing(rooted, '\\', win32.parse(rooted).root.length);
}

function normalisePosix(path: string): string {
  return withoutTrailing(posix.normalize(path), '/', 1);
}

/** One spelling per place: separators, `.`, `..`, trailing separators and the `\\?\` prefix are settled; case is kept. */
export function normalisePath(path: string, platform: Platform = HOST_PLATFORM): string {
  return platform === 'win32' ? normaliseWindows(path) : normalisePosix(path);
}

function inLongForm(path: string): string {
  if (path.length < LONG_PATH) return path;
  return path.startsWith('\\\\') ? `${LONG_UNC_PREFIX}${path.slice(2)}` : `${LONG_PREFIX}${path}`;
}

/** True for a drive with its root (`C:\x`), a UNC path or, on POSIX, a path from `/`. */
export function isAbsolutePath(path: string, platform: Platform = HOST_PLATFORM): boolean {
  if (platform === 'posix') return posix.isAbsolute(path);
  return /^(?:[a-z]:(?:\\|$)|\\\\[^\\])/i.test(withoutLongPrefix(path.replaceAll('/', '\\')));
}

/**
 * Where `path` lies under `root`, in the form to hand to the operating system (the `\\?\` form for long Windows paths).
 * @throws SHARE_BAD_PATH when a name could lead out of the root.
 */
export function absolute(root: string, path: RelPath, platform: Platform = HOST_PLATFORM): string {
  return below(normalisePath(root, platform), path, platform);
}

/** As `absolute`, for a root that `normalisePath` has been through: for what is asked several times a file. */
export function below(root: string, path: RelPath, platform: Platform): string {
  checkNames(path, NOT_NAMES[platform]);
  const rules = platform === 'win32' ? win32 : posix;
  const joined = [root, ...path].join(rules.sep);
  return platform === 'win32' ? inLongForm(joined.replace(/(?<=.)\\{2,}/g, '\\')) : joined.replace(/\/{2,}/g, '/');
}

/** A configured path, which may be relative, seen from the folder that holds the configuration. */
export function resolveFrom(base: string, path: string, platform: Platform = HOST_PLATFORM): string {
  if (isAbsolutePath(path, platform)) return normalisePath(path, platform);
  const rules = platform === 'win32' ? win32 : posix;
  return normalisePath(rules.join(normalisePath(base, platform), path), platform);
}

function comparable(path: string, platform: Platform): string {
  const normal = normalisePath(path, platform);
  return platform === 'win32' ? nameKey(normal) : composed(normal);
}

/** Whether two texts name the same place. Windows compares without case; links are not followed. */
export function samePath(one: string, other: string, platform: Platform = HOST_PLATFORM): boolean {
  return comparable(one, platform) === comparable(other, platform);
}

/** Whether `path` is `root` or lies below it, by its text alone. */
export function isInside(root: string, path: string, platform: Platform = HOST_PLATFORM): boolean {
  const separator = platform === 'win32' ? '\\' : '/';
  const outer = comparable(root, platform);
  const inner = comparable(path, platform);
  return inner === outer || inner.startsWith(outer.endsWith(separator) ? outer : outer + separator);
}

/** An absolute path of a file as the folder that it lies in and its name there. */
export function splitFile(
  file: string,
  platform: Platform = HOST_PLATFORM,
): { readonly folder: string; readonly name: string } {
  const path = platform === 'win32' ? win32 : posix;
  const whole = normalisePath(file, platform);
  return { folder: path.dirname(whole), name: path.basename(whole) };
}
