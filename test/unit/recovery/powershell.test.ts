import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, win32 } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RecoveryItemRow, RecoveryRow } from '../../../src/engine/ledger';
import { powershellScript, quoted } from '../../../src/engine/recovery/export/powershell';
import { safeName } from '../../../src/engine/shares';
import { commandLineOf, readScript, type ScriptCall } from './powershell-reader';

const LOCATIONS = {
  archive: "F:\\x_p\\XML & D'ÁGUA [1] 100%",
  import: '\\\\servidor\\xml_import',
  cancelled: 'K:\\',
};
const RECOVERY: RecoveryRow = {
  ...{ id: 7, auditId: 1, state: 'planned', log: null, logBytes: 0, startedAt: null, endedAt: null, workedMs: 0 },
  ...{ createdAt: '2026-04-02T12:00:00.000Z', error: null, source: LOCATIONS.archive, targets: [LOCATIONS.import] },
  options: { threads: 8, retries: 3, waitSeconds: 5 },
};

interface Copy {
  readonly source: string;
  readonly target: string;
  readonly isEvent?: boolean;
}

function scriptOf(copies: readonly Copy[]): string {
  const items = copies.map(({ source, target, isEvent }, index): RecoveryItemRow => ({
    ...{ id: index + 1, action: 'deliver', category: 'orphan', identity: String(index), documentId: null },
    ...{ eventId: isEvent === true ? 1 : null, taxId: null, folder: null, kind: 'NFe', month: '2026-03' },
    ...{ sourcePath: source, targetPath: target, size: 1, state: 'planned', errorCode: null },
  }));
  return [...powershellScript(items, RECOVERY, LOCATIONS)].join('');
}

const flat = (source: string): Copy => ({ source, target: `Import/${source.slice(source.lastIndexOf('/') + 1)}` });

describe('a single-quoted string', () => {
  it('doubles every quote that PowerShell knows, and touches nothing else', () => {
    expect(quoted('D\'ÁGUA $HOME `n "x" %PATH% [a]')).toBe("'D''ÁGUA $HOME `n \"x\" %PATH% [a]'");
    expect(quoted('D’ÁGUA ‘‚‛')).toBe("'D’’ÁGUA ‘‘‚‚‛‛'");
  });
});

describe('a script', () => {
  const script = scriptOf([
    flat('2026/0001_ALFA/03/NFe/Entrada/a.xml'),
    flat('2026/0001_ALFA/03/NFe/Entrada/b.xml'),
    flat('2026/0002_D’ÁGUA & FILHOS/03/NFe/Saída/c d.xml'),
    { source: '2026/0001_ALFA/03/NFe/Entrada/a_CONFLITO_12345678.xml', target: 'Import/a.xml' },
    { source: '2026/0001_ALFA/03/NFe/Entrada/a_CANC.xml', target: 'a_CANC.xml', isEvent: true },
  ]);
  const read = readScript(script);

  it('copies folder by folder with explicit names, and renames where robocopy cannot', () => {
    const folder = `${LOCATIONS.archive}\\2026\\0001_ALFA\\03\\NFe\\Entrada`;
    expect(read.calls).toEqual<ScriptCall[]>([
      { from: folder, to: '\\\\servidor\\xml_import\\Import', names: ['a.xml', 'b.xml'] },
      {
        from: `${LOCATIONS.archive}\\2026\\0002_D’ÁGUA & FILHOS\\03\\NFe\\Saída`,
        to: '\\\\servidor\\xml_import\\Import',
        names: ['c d.xml'],
      },
      { from: `${folder}\\a_CONFLITO_12345678.xml`, to: '\\\\servidor\\xml_import\\Import\\a.xml', names: null },
      { from: folder, to: 'K:\\', names: ['a_CANC.xml'] },
    ]);
  });

  it('simulates when asked, appends to its log, gives the options of the plan and ends with the bits of all calls', () => {
    const head = read.head.join('\n');
    expect(head).toContain('[switch]$Simular');
    expect(head).toContain("$opcoes += '/L'");
    expect(head).toContain('"/LOG+:$Log"');
    expect(head).toContain("'/MT:8', '/R:3', '/W:5'");
    expect(head).toContain('-bor $LASTEXITCODE');
    expect(read.tail.at(-1)).toBe('exit $script:Codigo');
  });

  it('neither overwrites nor deletes nor moves anything', () => {
    expect(read.head.join('\n')).toContain("'/XC', '/XN', '/XO'");
    expect(read.head.join('\n')).toContain('[System.IO.File]::Copy($De, $Para, $false)');
    expect(script).not.toMatch(/\/(?:MIR|PURGE|MOVE?|S|E|IS|IT)\b|Remove-Item|Move-Item|-Force/i);
  });

  it('balances its brackets outside of strings and comments', () => {
    const code = read.head
      .map((line) =>
        line
          .replace(/'(?:[^']|'')*'/g, "''")
          .replace(/"[^"]*"/g, '""')
          .replace(/#.*$/, ''),
      )
      .join('\n');
    for (const [open, close] of ['()', '{}', '[]'])
      expect(code.split(open!).length, open).toBe(code.split(close!).length);
  });

  it('says nothing of what is not to be delivered', () => {
    expect(readScript(scriptOf([])).calls).toEqual([]);
  });

  it('is not left by a line break in a location', () => {
    const items: RecoveryItemRow[] = [];
    const text = [...powershellScript(items, { ...RECOVERY, source: 'F:\\x\r\nRemove-Item C:\\' }, LOCATIONS)].join('');
    expect(text.split('\r\n').find((line) => line.includes('Remove-Item'))).toMatch(/^# /);
  });
});

/** Names as the archive has them: any text, made safe, and those that shells stumble over. */
const nasty = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
  fc.constantFrom(
    "D'ÁGUA",
    'D’ÁGUA ‘S/A‛',
    'A & B',
    '100%',
    '%PATH%',
    '$HOME',
    '$(exit)',
    '`n',
    '[x]',
    '{x}',
    '-Force',
  ),
  fc.constantFrom(';exit', '#x', '@(x)', 'a,b', 'ação', 'a'.repeat(119), 'é'.repeat(59), '^x!', '~x', '=1+1', '&&'),
);
const folderName = nasty.map(safeName);
const copies = fc.uniqueArray(
  fc
    .tuple(
      folderName,
      fc.array(folderName, { minLength: 1, maxLength: 4 }),
      folderName,
      fc.integer({ min: 0, max: 99_999 }),
      fc.boolean(),
    )
    .map(([company, below, name, number, renamed]): Copy => {
      const file = `${safeName(`${String(number)}${name}`.slice(0, 60))}.xml`;
      const own = safeName(file.normalize('NFC'));
      const source = ['2026', company, ...below, own].join('/');
      return { source, target: renamed ? `Import/outro nome ${String(number)}.xml` : `Import/${own}` };
    }),
  { minLength: 1, maxLength: 40, selector: ({ target }) => target.toLowerCase() },
);

/** Whole paths that Windows takes only in their long form, for both ways of copying. */
const DEEP = ["D'ÁGUA & FILHOS", 'é'.repeat(100), '100% [x]'.repeat(12), 'a'.repeat(110)].join('/');
const LONG: [Copy[]] = [
  [
    flat(`2026/${DEEP}/${'9'.repeat(44)}.xml`),
    { source: `2026/${DEEP}/1.xml`, target: `Import/${'outro nome '.repeat(10)}1.xml` },
  ],
];

describe('any plan', () => {
  it('is read back from its script file by file, and no command line is too long', () => {
    fc.assert(
      fc.property(copies, (plan) => {
        const { calls } = readScript(scriptOf(plan));
        const files = calls.flatMap(({ from, to, names }) =>
          names === null
            ? [[plain(from), plain(to)]]
            : names.map((name) => [win32.join(from, name), win32.join(to, name)]),
        );
        expect(files).toEqual(
          plan.map(({ source, target }) => [
            `${LOCATIONS.archive}\\${source.replaceAll('/', '\\')}`,
            `${LOCATIONS.import}\\${target.replaceAll('/', '\\')}`,
          ]),
        );
        const options = [
          '/XC',
          '/XN',
          '/XO',
          '/XX',
          '/NP',
          '/MT:8',
          '/R:3',
          '/W:5',
          `/LOG+:${'x'.repeat(250)}`,
          '/TEE',
        ];
        for (const call of calls) expect(commandLineOf(call, options).length).toBeLessThan(8_000);
      }),
      { numRuns: 300, examples: [LONG] },
    );
  });

  it('keeps paths of far more than 240 characters whole', () => {
    const { calls } = readScript(scriptOf(LONG[0]));
    const [folder, renamed] = calls;
    expect(folder!.from.length).toBeGreaterThan(300);
    // robocopy takes long folders as they are; .NET wants their long form
    expect(folder!.from).toBe(`${LOCATIONS.archive}\\2026\\${DEEP.replaceAll('/', '\\')}`);
    expect(renamed!.from).toBe(`\\\\?\\${LOCATIONS.archive}\\2026\\${DEEP.replaceAll('/', '\\')}\\1.xml`);
  });

  it('splits what does not fit into one command line', () => {
    const many = Array.from({ length: 1_000 }, (_, n) =>
      flat(`2026/A/03/NFe/Entrada/${String(n).padStart(44, '0')}.xml`),
    );
    const { calls } = readScript(scriptOf(many));
    expect(calls.length).toBeGreaterThan(5);
    expect(calls.flatMap(({ names }) => names)).toHaveLength(1_000);
    for (const call of calls) expect(commandLineOf(call, ['x'.repeat(500)]).length).toBeLessThan(8_000);
  });
});

/** `\\?\` forms are the same places. */
function plain(path: string): string {
  return path.replace(/^\\\\\?\\UNC\\/, '\\\\').replace(/^\\\\\?\\/, '');
}

describe('a script that is carried out', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'malote-script-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** Where a path of the script lies in the test's folder. */
  function here(path: string): string {
    const roots = [LOCATIONS.archive, LOCATIONS.import, LOCATIONS.cancelled];
    const at = roots.findIndex((root) => plain(path).startsWith(root));
    if (at < 0) throw new Error(`${path} lies outside of the roots`);
    const below = plain(path)
      .slice(roots[at]!.length)
      .split('\\')
      .filter((name) => name !== '');
    if (below.some((name) => name === '..' || name === '.')) throw new Error(`${path} leads out of its root`);
    return join(folder, String(at), ...below);
  }

  /** As robocopy does it with `/XC /XN /XO`, and [IO.File]::Copy without overwriting. */
  function carryOut({ calls }: { readonly calls: readonly ScriptCall[] }): void {
    for (const { from, to, names } of calls) {
      const files = names === null ? [[from, to]] : names.map((name) => [`${from}\\${name}`, `${to}\\${name}`]);
      for (const [source, target] of files) {
        if (existsSync(here(target!))) continue;
        mkdirSync(dirname(here(target!)), { recursive: true });
        writeFileSync(here(target!), readFileSync(here(source!)));
      }
    }
  }

  it('leaves on disk what the plan says, whatever the names, and overwrites nothing', () => {
    fc.assert(
      fc.property(copies, (plan) => {
        rmSync(folder, { recursive: true, force: true });
        const contentOf = (source: string): string => createHash('sha256').update(source).digest('hex');
        for (const { source } of plan) {
          const file = join(folder, '0', ...source.split('/'));
          mkdirSync(dirname(file), { recursive: true });
          writeFileSync(file, contentOf(source));
        }
        const taken = join(folder, '1', ...plan[0]!.target.split('/'));
        mkdirSync(dirname(taken), { recursive: true });
        writeFileSync(taken, 'do outro programa');
        carryOut(readScript(scriptOf(plan)));
        const found = readdirSync(join(folder, '1'), { recursive: true, encoding: 'utf8' })
          .filter((name) => statSync(join(folder, '1', name)).isFile())
          .map((name) => name.replaceAll('\\', '/'));
        expect(found.sort()).toEqual(plan.map(({ target }) => target).sort());
        for (const [index, { source, target }] of plan.entries())
          expect(readFileSync(join(folder, '1', ...target.split('/')), 'utf8')).toBe(
            index === 0 ? 'do outro programa' : contentOf(source),
          );
      }),
      { numRuns: 40, examples: [LONG] },
    );
  });
});
