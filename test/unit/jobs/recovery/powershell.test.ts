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
import type { RecoveryItemRow, RecoveryRow } from '../../../../src/engine/ledger';
import { powershellScript } from '../../../../src/engine/jobs/recovery/export/powershell';
import { quoted, RECORD_LINE } from '../../../../src/engine/jobs/recovery/export/powershell-frame';
import { windowsArgument } from '../../../../src/engine/jobs/recovery/export/windows-argument';
import { safeName } from '../../../../src/engine/shares';
import { readScript, type ScriptCall } from './powershell-reader';
import { argumentsOf } from './windows-argv';

const LOCATIONS = {
  archive: "F:\\x_p\\XML & D'ÁGUA [1] 100%",
  import: '\\\\servidor\\xml_import',
  cancelled: 'K:\\',
};
const RECOVERY: RecoveryRow = {
  id: 7,
  auditId: 1,
  state: 'planned',
  log: null,
  logBytes: 0,
  startedAt: null,
  endedAt: null,
  workedMs: 0,
  createdAt: '2026-04-02T12:00:00.000Z',
  error: null,
  source: LOCATIONS.archive,
  targets: [LOCATIONS.import],
  options: { threads: 8, retries: 3, waitSeconds: 5 },
};

interface Copy {
  readonly source: string;
  readonly target: string;
  readonly isEvent?: boolean;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function scriptOf(copies: readonly Copy[], locations = LOCATIONS): string {
  const items = copies.map(({ source, target, isEvent }, index): RecoveryItemRow => ({
    id: index + 1,
    action: 'deliver',
    category: 'orphan',
    identity: String(index),
    documentId: null,
    eventId: isEvent === true ? 1 : null,
    taxId: null,
    folder: null,
    kind: 'NFe',
    month: '2026-03',
    sourcePath: source,
    targetPath: target,
    size: 1,
    sha256: sha256(source),
    state: 'planned',
    errorCode: null,
  }));
  return [...powershellScript(items, RECOVERY, locations)].join('');
}

const flat = (source: string): Copy => ({ source, target: `Import/${source.slice(source.lastIndexOf('/') + 1)}` });

describe('a single-quoted string', () => {
  it('doubles every quote that PowerShell knows, and touches nothing else', () => {
    expect(quoted('D\'ÁGUA $HOME `n "x" %PATH% [a]')).toBe("'D''ÁGUA $HOME `n \"x\" %PATH% [a]'");
    expect(quoted('D’ÁGUA ‘‚‛')).toBe("'D’’ÁGUA ‘‘‚‚‛‛'");
  });
});

/** Arguments that command lines stumble over; the share roots are those that a robocopy call begins with. */
const NASTY = [
  '\\\\servidor\\xml cancelados\\',
  '\\\\servidor\\xml_import',
  'K:\\',
  'C:\\Pasta com espaço\\\\',
  "F:\\D'ÁGUA & FILHOS\\",
  'F:\\D’ÁGUA “S/A”\\03',
  '100% [x] {y} ^z !w',
  '%PATH% $HOME $(exit) `n',
  'a"b',
  'a\\"b\\\\"',
  '"',
  '""',
  '\\',
  '',
  ' ',
  'a\tb',
];

describe('an argument of a command line', () => {
  it.each(NASTY)('%j comes back as it was, beside others', (text) => {
    const line = ['robocopy.exe', ...['antes', text, 'depois \\', text].map(windowsArgument)].join(' ');
    expect(argumentsOf(line)).toEqual(['antes', text, 'depois \\', text]);
  });

  it('comes back whatever it is', () => {
    const text = fc.string({ unit: fc.constantFrom('\\', '"', ' ', 'a', 'é', '\t', "'", '’') });
    fc.assert(
      fc.property(fc.array(text, { maxLength: 5 }), (texts) => {
        expect(argumentsOf(['x.exe', ...texts.map(windowsArgument)].join(' '))).toEqual(texts);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is what PowerShell 5.1 does not make of a root with a blank', () => {
    expect(argumentsOf('robocopy "\\\\servidor\\xml cancelados\\" "F:\\x"')).not.toContain('F:\\x');
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
    const entrada = '2026/0001_ALFA/03/NFe/Entrada';
    expect(read.calls).toEqual<ScriptCall[]>([
      {
        from: folder,
        to: '\\\\servidor\\xml_import\\Import',
        names: ['a.xml', 'b.xml'],
        proofs: [sha256(`${entrada}/a.xml`), sha256(`${entrada}/b.xml`)],
      },
      {
        from: `${LOCATIONS.archive}\\2026\\0002_D’ÁGUA & FILHOS\\03\\NFe\\Saída`,
        to: '\\\\servidor\\xml_import\\Import',
        names: ['c d.xml'],
        proofs: [sha256('2026/0002_D’ÁGUA & FILHOS/03/NFe/Saída/c d.xml')],
      },
      {
        from: `${folder}\\a_CONFLITO_12345678.xml`,
        to: '\\\\servidor\\xml_import\\Import\\a.xml',
        names: null,
        proofs: [sha256(`${entrada}/a_CONFLITO_12345678.xml`)],
      },
      { from: folder, to: 'K:\\', names: ['a_CANC.xml'], proofs: [sha256(`${entrada}/a_CANC.xml`)] },
    ]);
  });

  it('simulates when asked, appends to its logs, gives the options of the plan and ends with the bits of all files', () => {
    const head = read.head.join('\n');
    expect(head).toContain('[switch]$Simular');
    expect(head).toContain("$opcoes += '/L'");
    expect(head).toContain("'/MT:8', '/R:3', '/W:5'");
    expect(read.tail.at(-1)).toBe('exit $script:Codigo');
  });

  it('says how it is run, and in which encodings its logs are', () => {
    const comments = read.head.filter((line) => line.startsWith('#')).join('\n');
    expect(comments).toContain('powershell -NoProfile -ExecutionPolicy Bypass -File');
    expect(comments).toMatch(/recuperacao-7-resultado\.log .*\(UTF-8\)/);
    expect(comments).toMatch(/recuperacao-7-robocopy\.log .*\(UTF-16\)/);
    expect(read.head.join('\n')).toContain("'/UNILOG+:' + $Log");
  });

  it('calls robocopy with a command line of its own making, by the rules that are tested here', () => {
    const head = read.head.join('\n');
    expect(head).not.toMatch(/& *robocopy/i);
    expect(head).toContain('$partes | ForEach-Object { Argumento $_ }');
    const made = /function Argumento.*\n *return '"' \+ \(\$Texto (.*)\) \+ '"'/.exec(head)?.[1];
    expect(made).toBe(String.raw`-replace '(\\*)"', '$1$1\"' -replace '(\\+)$', '$1$1'`);
    for (const text of NASTY) expect(windowsArgument(text)).toBe(`"${replaced(text)}"`);
    function replaced(text: string): string {
      return text.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/g, '$1$1');
    }
  });

  it('counts an outcome for every file, and one without is a failure', () => {
    expect(read.tail).toContain('if ($total -ne 5) { $script:Codigo = $script:Codigo -bor 8 }');
    const outcomes = [...read.head.join('\n').matchAll(/Contar '([^']*)' (\d+)/g)].map(([, name, bit]) => [name, bit]);
    const counted = /foreach \(\$nome in @\((.*)\)\)/.exec(read.head.join('\n'))?.[1]?.split(', ');
    expect(new Set(outcomes.map(([name]) => `'${name!}'`))).toEqual(new Set(counted));
    expect(outcomes.filter(([name]) => name === 'Falhou' || name === 'Sem prova').every(([, bit]) => bit === '8')).toBe(
      true,
    );
    expect(read.head.join('\n')).toContain('(não está na origem)');
    expect(read.head.join('\n')).toContain('$processo.ExitCode -lt 8');
  });

  it('remembers what it delivered and verified beside itself, and leaves that out when it is run again', () => {
    const [head, tail] = [read.head.join('\n'), read.tail.join('\n')];
    expect(head).toContain("[string]$Feito = (Join-Path $PSScriptRoot 'recuperacao-7.feito.csv')");
    // it is verified, put on record, and only then counted
    expect(bodyOf('Conferir')).toMatch(/-eq \$Prova\) \{\n *Registrar \$De \$Para \$Prova\n.*Contar 'Conferido' 1/);
    expect(bodyOf('Conferir').match(/Registrar/g)).toHaveLength(1);
    // nothing is copied, by either way, that was not looked for in the record by target and content
    for (const way of ['Copiar', 'CopiarComo']) expect(bodyOf(way), way).toMatch(/\$prova = ProvaDoQueFalta /);
    expect(bodyOf('ProvaDoQueFalta')).toContain('JaEntregue $Para $Registrada');
    expect(bodyOf('ProvaDoQueFalta')).toContain('JaEntregue $Para $prova');
    expect(bodyOf('JaEntregue')).toContain("Contar 'Já entregue' 0");
    expect(bodyOf('JaEntregue')).toMatch(
      /\(em ' \+ \$script:Feitos\[\$chave\] \+ ', deixado de fora; para entregar de novo, apague/,
    );
    expect(head.indexOf('\nAbrirRegistro\n')).toBeGreaterThan(head.indexOf('function AbrirRegistro'));
    expect(tail).toContain("para não ser entregue de novo: ' + $Feito");
    expect(head).toMatch(/# +recuperacao-7\.feito\.csv .*\(UTF-8\)/);
  });

  it('leaves out what the script of another plan beside it has delivered, and says by which record', () => {
    const head = read.head.join('\n');
    expect(bodyOf('LerOutros')).toContain("GetFiles($PSScriptRoot, 'recuperacao-*.feito.csv')");
    // its own is read by itself, at the end: what it says stands
    expect(bodyOf('LerOutros')).toMatch(/if \(-not \[string\]::Equals\(\$outro, \$Feito, .*LerFeitos \$outro/);
    expect(bodyOf('AbrirRegistro')).toMatch(/LerOutros\n *\$antes = LerFeitos \$Feito\n/);
    // the same target and content: another plan may bring another file under the name, or take this one from another place
    expect(bodyOf('Chave')).toContain("return $Para + '|' + $Prova");
    for (const user of ['LerFeitos', 'JaEntregue', 'Registrar']) expect(bodyOf(user), user).toMatch(/\$chave = Chave /);
    expect(bodyOf('LerFeitos')).toContain('$script:Registros[$chave] = $Registro');
    expect(bodyOf('JaEntregue')).toContain("apague a linha dele em ' + $script:Registros[$chave]");
    // another plan's record is read, never written
    expect(head.match(/AppendAllText\(([^,]*),/g)).toEqual([
      'AppendAllText($Resultado,',
      'AppendAllText($Feito,',
      'AppendAllText($Feito,',
    ]);
    expect(head).toMatch(/^# .*recuperacao-\*\.feito\.csv/m);
  });

  it('delivers nothing without its record, and says by name what could not be put on it', () => {
    expect(bodyOf('LerFeitos').match(/throw \(/g)).toHaveLength(3);
    expect(bodyOf('AbrirRegistro')).toMatch(
      /if \(\$Simular\) \{ return \}[^]*AppendAllText\(\$Feito[^]*throw \('O registro '/,
    );
    expect(read.head.join('\n')).toMatch(/trap \{ .*exit 16 \}/);
    const registrar = bodyOf('Registrar');
    expect(registrar).toMatch(/^ *if \(\$Simular\) \{ return \}$/m);
    expect(registrar).toMatch(
      /\$script:SemRegistro = \$true\n *\$script:Codigo = \$script:Codigo -bor 8\n *Anotar \('.*não anotado em .* \+ \$Para\)/,
    );
    expect(bodyOf('PodeEntregar')).toMatch(/Contar 'Falhou' 8 .*não foi copiado: o registro/);
    expect(bodyOf('ProvaDoQueFalta')).toContain('-not (PodeEntregar $Para)');
  });

  it.each([
    ['as it was written', (fields: string[]) => fields.map((field) => `"${field}"`).join(';')],
    [
      'as Excel saves it',
      (fields: string[]) => fields.map((field) => (/[;"]/.test(field) ? `"${field}"` : field)).join(';'),
    ],
  ])('reads a line of its record %s, and none that was cut off', (_, line) => {
    const prova = sha256('a');
    const [de, para] = ["F:\\x_p\\D’ÁGUA & 'S'; [1]\\a.xml", '\\\\servidor\\xml import;2\\a.xml'];
    const written = line(['2026-04-02 09:15:00', de, para, prova]);
    const found = recordLine().exec(written)?.groups;
    expect([
      found?.['quando'],
      found?.['de1'] ?? found?.['de2'],
      found?.['para1'] ?? found?.['para2'],
      found?.['prova'],
    ]).toEqual(['2026-04-02 09:15:00', de, para, prova]);
    for (let length = 1; length < written.length - 1; length += 1)
      expect(recordLine().test(written.slice(0, length)), written.slice(0, length)).toBe(false);
    expect(bodyOf('LerFeitos')).toContain(`[regex]::Match($linha, ${quoted(RECORD_LINE)})`);
    expect(bodyOf('Registrar')).toContain(`@($quando, $De, $Para, $Prova) -join '";"'`);
  });

  /** .NET lets two groups share a name. */
  function recordLine(): RegExp {
    const seen = new Map<string, number>();
    return new RegExp(
      RECORD_LINE.replace(/\?<(de|para)>/g, (_, name: string) => {
        seen.set(name, (seen.get(name) ?? 0) + 1);
        return `?<${name}${String(seen.get(name))}>`;
      }),
    );
  }

  function bodyOf(name: string): string {
    const from = read.head.findIndex((line) => line.startsWith(`function ${name}(`));
    expect(from, name).toBeGreaterThanOrEqual(0);
    return read.head.slice(from, read.head.indexOf('}', from)).join('\n');
  }

  it('names no variable that a colon behind it would spoil', () => {
    const code = [...read.head, ...read.tail].filter((line) => !line.startsWith('#'));
    const names = code.flatMap((line) => [...line.matchAll(/\$([A-Za-z]\w*)(:?)/g)]);
    expect(names.filter(([, name, colon]) => colon === ':' && !/^(?:script|env)$/.test(name!))).toEqual([]);
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

  it('gives robocopy a share root with a blank whole', () => {
    const cancelled = '\\\\servidor\\xml cancelados\\';
    const { calls } = readScript(
      scriptOf([{ source: '2026/A/a.xml', target: 'a.xml', isEvent: true }], { ...LOCATIONS, cancelled }),
    );
    const [{ from, to, names }] = calls as [ScriptCall];
    expect(to).toBe(cancelled);
    const line = ['robocopy.exe', ...[from, to, ...names!].map(windowsArgument)].join(' ');
    expect(argumentsOf(line)).toEqual([from, cancelled, 'a.xml']);
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
          ...['/XC', '/XN', '/XO', '/XX', '/NP', '/MT:8', '/R:3', '/W:5', '/TEE'],
          `/UNILOG+:${'x'.repeat(250)}`,
        ];
        for (const { from, to, names, proofs } of calls) {
          const parts = [from, to, ...(names ?? []), ...options];
          const line = `robocopy.exe ${parts.map(windowsArgument).join(' ')}`;
          expect(line.length).toBeLessThan(8_000);
          expect(argumentsOf(line)).toEqual(parts);
          expect(names?.length ?? 1).toBe(proofs.length);
          expect(names?.filter((name) => /^[-/]/.test(name)) ?? []).toEqual([]);
        }
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
    for (const { from, to, names } of calls)
      expect([from, to, ...names!, 'x'.repeat(500)].map(windowsArgument).join(' ').length).toBeLessThan(8_000);
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
