import type { RecoveryItemRow, RecoveryRow } from '../../../ledger';
import { absolute, fromStored, normalisePath, type RelPath } from '../../../shares';
import { headOf, quoted, tailOf } from './powershell-frame';

/** Where the roots lie, as a Windows computer sees them. */
export interface ScriptLocations {
  readonly archive: string;
  readonly import: string;
  readonly cancelled: string;
}

const BOM = '\uFEFF';
/** CreateProcess takes 32,767 characters; this leaves room for a long log path. */
const COMMAND_LINE = 8_000;
/** Of a command line, for the program, its options and the log's path. */
const OPTIONS_ROOM = 700;
/** Each name stands in quotes, after a blank. */
const AROUND_NAME = 3;
/** Robocopy would take such a name for an option. */
const LIKE_AN_OPTION = /^[-/]/;

/** Files of one folder that go to one folder under their own names: one call of robocopy. */
interface Call {
  readonly from: string;
  readonly to: string;
  readonly names: string[];
  /** The SHA-256 on record of each. */
  readonly proofs: string[];
  length: number;
}

/**
 * A PowerShell script (5.1 or later) that copies what a plan delivers, for a computer without Malote: UTF-8 with BOM, CRLF. It calls
 * robocopy with explicit file names and without anything that deletes; `/XC /XN /XO` keep it from overwriting. Robocopy cannot rename:
 * a file whose target has another name is copied by [IO.File]::Copy, which refuses an existing target. What must be asked of SIEG is not
 * part of it. Robocopy is silent about a file that it does not find: the script holds each source, and then each target, against the
 * SHA-256 on record, and tells every file's outcome by name.
 */
export function* powershellScript(
  items: Iterable<RecoveryItemRow>,
  recovery: RecoveryRow,
  locations: ScriptLocations,
): Generator<string, void, undefined> {
  yield BOM + lines(headOf(recovery));
  let call: Call | null = null;
  let files = 0;
  for (const item of items) {
    if (item.action !== 'deliver' || item.sourcePath === null || item.targetPath === null) continue;
    files += 1;
    const [source, target] = [fromStored(item.sourcePath), fromStored(item.targetPath)];
    const root = rootOf(item, locations);
    const [name, proof] = [source.at(-1) ?? '', item.sha256 ?? ''];
    if (name !== target.at(-1) || LIKE_AN_OPTION.test(name)) {
      if (call !== null) yield lines([callLine(call)]);
      call = null;
      const from = absolute(locations.archive, source, 'win32');
      yield lines([`CopiarComo ${quoted(from)} ${quoted(absolute(root, target, 'win32'))} ${quoted(proof)}`]);
      continue;
    }
    const from = folderOf(locations.archive, source);
    const to = folderOf(root, target);
    if (call !== null && (call.from !== from || call.to !== to || !fits(call, name))) {
      yield lines([callLine(call)]);
      call = null;
    }
    call ??= { from, to, names: [], proofs: [], length: OPTIONS_ROOM + from.length + to.length };
    call.names.push(name);
    call.proofs.push(proof);
    call.length += name.length + AROUND_NAME;
  }
  if (call !== null) yield lines([callLine(call)]);
  yield lines(tailOf(files));
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\r\n`).join('');
}

function rootOf({ eventId }: RecoveryItemRow, { import: share, cancelled }: ScriptLocations): string {
  return eventId === null ? share : cancelled;
}

/** Without the `\\?\` prefix: robocopy takes long paths by itself, and does not take the prefix. */
function folderOf(root: string, path: RelPath): string {
  return normalisePath(absolute(root, path.slice(0, -1), 'win32'), 'win32');
}

function fits(call: Call, name: string): boolean {
  return call.length + name.length + AROUND_NAME <= COMMAND_LINE;
}

function callLine({ from, to, names, proofs }: Call): string {
  return `Copiar ${quoted(from)} ${quoted(to)} ${listOf(names)} ${listOf(proofs)}`;
}

function listOf(texts: readonly string[]): string {
  return `@(${texts.map(quoted).join(',')})`;
}
