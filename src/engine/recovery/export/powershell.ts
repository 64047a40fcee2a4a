import type { RecoveryItemRow, RecoveryRow } from '../../ledger';
import { absolute, fromStored, normalisePath, type RelPath } from '../../shares';

/** Where the roots lie, as a Windows computer sees them. */
export interface ScriptLocations {
  readonly archive: string;
  readonly import: string;
  readonly cancelled: string;
}

const BOM = '\uFEFF';
/** CreateProcess takes 32,767 characters; this leaves room for a long log path and for what PowerShell adds. */
const COMMAND_LINE = 8_000;
/** Of a command line, for the program, its options and the log's path. */
const OPTIONS_ROOM = 700;
/** Each name stands in quotes, after a blank. */
const AROUND_NAME = 3;

/**
 * A text as PowerShell reads it back unchanged: in a single-quoted string only a quote means anything, and PowerShell takes the
 * typographic ones (U+2018 to U+201B) for quotes too, so each is doubled.
 */
export function quoted(text: string): string {
  return `'${text.replaceAll(/['\u2018-\u201B]/g, '$&$&')}'`;
}

/** Files of one folder that go to one folder under their own names: one call of robocopy. */
interface Call {
  readonly from: string;
  readonly to: string;
  readonly names: string[];
  length: number;
}

/**
 * A PowerShell script (5.1 or later) that copies what a plan delivers, for a computer without Malote: UTF-8 with BOM, CRLF. It calls
 * robocopy with explicit file names and without anything that deletes; `/XC /XN /XO` keep it from overwriting. Robocopy cannot rename:
 * a file whose target has another name is copied by [IO.File]::Copy, which refuses an existing target. What must be asked of SIEG is not
 * part of it.
 */
export function* powershellScript(
  items: Iterable<RecoveryItemRow>,
  recovery: RecoveryRow,
  locations: ScriptLocations,
): Generator<string, void, undefined> {
  yield BOM + lines(headOf(recovery));
  let call: Call | null = null;
  for (const item of items) {
    if (item.action !== 'deliver' || item.sourcePath === null || item.targetPath === null) continue;
    const [source, target] = [fromStored(item.sourcePath), fromStored(item.targetPath)];
    const root = rootOf(item, locations);
    if (source.at(-1) !== target.at(-1)) {
      if (call !== null) yield lines([callLine(call)]);
      call = null;
      yield lines([renamedCopy(absolute(locations.archive, source, 'win32'), absolute(root, target, 'win32'))]);
      continue;
    }
    const from = folderOf(locations.archive, source);
    const to = folderOf(root, target);
    const name = source.at(-1) ?? '';
    if (call !== null && (call.from !== from || call.to !== to || !fits(call, name))) {
      yield lines([callLine(call)]);
      call = null;
    }
    call ??= { from, to, names: [], length: OPTIONS_ROOM + from.length + to.length };
    call.names.push(name);
    call.length += name.length + AROUND_NAME;
  }
  if (call !== null) yield lines([callLine(call)]);
  yield lines(tail);
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

function callLine({ from, to, names }: Call): string {
  return `Copiar ${quoted(from)} ${quoted(to)} @(${names.map(quoted).join(',')})`;
}

function renamedCopy(from: string, to: string): string {
  return `CopiarComo ${quoted(from)} ${quoted(to)}`;
}

function headOf({ id, createdAt, options, source, targets }: RecoveryRow): string[] {
  const { threads, retries, waitSeconds } = options;
  return [
    '#Requires -Version 5.1',
    `# Malote: recuperação ${String(id)}, planejada em ${createdAt}`,
    ...[`De: ${source}`, ...targets.map((target) => `Para: ${target}`)].map((text) => `# ${oneLine(text)}`),
    '# Copia o que falta entregar. Nunca sobrescreve, nunca apaga. Com -Simular só mostra o que faria.',
    '# O que este script copia não fica provado no registro do Malote: a próxima auditoria ainda o nomeia.',
    'param(',
    '  [switch]$Simular,',
    `  [string]$Log = (Join-Path $PSScriptRoot 'recuperacao-${String(id)}-robocopy.log')`,
    ')',
    "$ErrorActionPreference = 'Stop'",
    '$script:Codigo = 0',
    '',
    'function Copiar([string]$De, [string]$Para, [string[]]$Nomes) {',
    `  $opcoes = @('/XC', '/XN', '/XO', '/XX', '/NP', '/MT:${String(threads)}', '/R:${String(retries)}', '/W:${String(waitSeconds)}', "/LOG+:$Log", '/TEE')`,
    "  if ($Simular) { $opcoes += '/L' }",
    '  & robocopy $De $Para $Nomes $opcoes',
    '  $script:Codigo = $script:Codigo -bor $LASTEXITCODE',
    '}',
    '',
    'function CopiarComo([string]$De, [string]$Para) {',
    '  if (Test-Path -LiteralPath $Para) { Anotar "Já existe: $Para"; return }',
    '  if ($Simular) { Anotar "Copiaria: $De -> $Para"; return }',
    '  try {',
    '    [void][System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName($Para))',
    '    [System.IO.File]::Copy($De, $Para, $false)',
    '    Anotar "Copiado: $De -> $Para"',
    '    $script:Codigo = $script:Codigo -bor 1',
    '  } catch {',
    '    Anotar "Falhou: $De -> $Para $($_.Exception.Message)"',
    '    $script:Codigo = $script:Codigo -bor 8',
    '  }',
    '}',
    '',
    'function Anotar([string]$Texto) {',
    '  Write-Output $Texto',
    '  Add-Content -LiteralPath $Log -Value $Texto',
    '}',
    '',
  ];
}

const tail = ['', 'exit $script:Codigo'];

/** A comment ends with its line. */
function oneLine(text: string): string {
  return text.replaceAll(/[\r\n\u0085\u2028\u2029]/g, ' ');
}
