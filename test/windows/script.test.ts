import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { RecoveryItemRow, RecoveryRow } from '../../src/engine/ledger';
import { powershellScript } from '../../src/engine/jobs/recovery/export/powershell';
import { places } from './places';

/** Windows PowerShell itself: Wine's answers nothing. */
const powershell = (...args: string[]) =>
  spawnSync('powershell.exe', ['-NoProfile', '-ExecutionPolicy', 'Bypass', ...args], { encoding: 'utf8' });
const version = powershell('-Command', '$PSVersionTable.PSVersion.Major').stdout;

const RECOVERY = {
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
  source: 'acervo',
  targets: ['import'],
  options: { threads: 8, retries: 0, waitSeconds: 0 },
} as const satisfies RecoveryRow;

const GOOD = [
  "2026/D'ÁGUA & FILHOS/03/Saída/a.xml",
  '2026/D’ÁGUA ‘S‛/03/100% [x] {y}.xml',
  '2026/A/-MIR.xml',
  '2026/A/$HOME `n ^;#,=1.xml',
];
const [GONE, CHANGED, TAKEN, SAME] = ['2026/A/gone.xml', '2026/A/changed.xml', '2026/A/taken.xml', '2026/A/same.xml'];
const [NEW_NAME, CANCELLED] = ['2026/A/a_CONFLITO_1.xml', '2026/A/a_CANC.xml'];

const content = (source: string): string => `conteúdo de ${source}`;
const nameOf = (source: string): string => source.slice(source.lastIndexOf('/') + 1);

interface Copy {
  readonly source: string;
  readonly target: string;
  readonly eventId?: number;
}

const COPIES: readonly Copy[] = [
  ...[...GOOD, GONE, CHANGED, TAKEN, SAME].map((source) => ({ source, target: `Import/${nameOf(source)}` })),
  { source: NEW_NAME, target: 'Import/a b.xml' },
  { source: CANCELLED, target: 'a_CANC.xml', eventId: 1 },
];

function itemOf({ source, target, eventId }: Copy, index: number): RecoveryItemRow {
  return {
    id: index + 1,
    action: 'deliver',
    category: 'orphan',
    identity: String(index),
    documentId: null,
    eventId: eventId ?? null,
    taxId: null,
    folder: null,
    kind: 'NFe',
    month: '2026-03',
    sourcePath: source,
    targetPath: target,
    size: 1,
    state: 'planned',
    errorCode: null,
    sha256: createHash('sha256').update(content(source)).digest('hex'),
  };
}

async function put(root: string, path: string, text: string): Promise<void> {
  const file = join(root, ...path.split('/'));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

/** An archive and shares with every outcome in them, and the script of their plan. */
async function fixture() {
  const [drive, share] = [await places.fresh('script'), await places.freshOnShare('script com espaço')];
  onTestFinished(() => Promise.all([drive.dispose(), share.dispose()]).then(() => undefined));
  const archive = join(drive.folder, 'acervo');
  const target = join(share.folder, 'xml import');
  const cancelled = `${join(share.folder, 'xml cancelados')}\\`;
  for (const { source } of COPIES) if (source !== GONE) await put(archive, source, content(source));
  await put(archive, CHANGED, 'outro');
  await put(target, `Import/${nameOf(TAKEN)}`, 'do outro programa');
  await put(target, `Import/${nameOf(SAME)}`, content(SAME));
  await mkdir(cancelled, { recursive: true });
  const script = join(drive.folder, 'recuperacao 7.ps1');
  const text = [...powershellScript(COPIES.map(itemOf), RECOVERY, { archive, import: target, cancelled })].join('');
  await writeFile(script, text);
  const other = join(drive.folder, 'recuperacao 8.ps1');
  const otherPlan = { ...RECOVERY, id: 8 };
  const otherText = powershellScript(COPIES.map(itemOf), otherPlan, { archive, import: target, cancelled });
  await writeFile(other, [...otherText].join(''));
  const result = async (): Promise<string[]> =>
    (await readFile(join(drive.folder, 'recuperacao-7-resultado.log'), 'utf8')).replace('\uFEFF', '').split('\r\n');
  return {
    target,
    cancelled,
    result,
    record: join(drive.folder, 'recuperacao-7.feito.csv'),
    otherRecord: join(drive.folder, 'recuperacao-8.feito.csv'),
    run: (...args: string[]) => powershell('-File', script, ...args),
    runOther: () => powershell('-File', other),
  };
}

describe.runIf(/^\d/.test(version))('the exported script, run by Windows PowerShell', () => {
  it('copies what can be copied, names everything else, and overwrites nothing', async () => {
    const { target, cancelled, result, record, run } = await fixture();
    const before = await readdir(target, { recursive: true });

    const simulated = run('-Simular');
    expect(simulated.stderr).toBe('');
    expect(await readdir(target, { recursive: true })).toEqual(before);
    expect((await result()).filter((line) => line.startsWith('Copiaria: '))).toHaveLength(GOOD.length + 2);
    await expect(readFile(record)).rejects.toThrow('ENOENT');

    const done = run();
    expect(done.stderr).toBe('');
    expect(done.status).toBe(1 + 4 + 8);
    for (const source of GOOD)
      expect(await readFile(join(target, 'Import', nameOf(source)), 'utf8'), source).toBe(content(source));
    expect(await readFile(join(target, 'Import', 'a b.xml'), 'utf8')).toBe(content(NEW_NAME));
    expect(await readFile(join(cancelled, 'a_CANC.xml'), 'utf8')).toBe(content(CANCELLED));
    expect(await readFile(join(target, 'Import', nameOf(TAKEN)), 'utf8')).toBe('do outro programa');

    const told = (await result()).slice((await result()).indexOf('') + 1);
    const count = (outcome: string): number => told.filter((line) => line.startsWith(`${outcome}: `)).length;
    expect([count('Conferido'), count('Já estava lá'), count('Outro conteúdo')]).toEqual([GOOD.length + 2, 1, 1]);
    const failed = told.filter((line) => line.startsWith('Falhou: '));
    expect(failed).toEqual([expect.stringContaining('gone.xml'), expect.stringContaining('changed.xml')]);

    const kept = await readFile(record, 'utf8');
    expect(kept).toMatch(/^\uFEFF"Entregue em";"Origem";"Destino";"SHA-256"\r\n/);
    expect(kept.trimEnd().split('\r\n')).toHaveLength(1 + GOOD.length + 3);

    // the BI takes what it was given; it must not be given it again
    await rm(join(target, 'Import', nameOf(GOOD[0]!)));
    await rm(join(cancelled, 'a_CANC.xml'));
    const again = run();
    expect(again.stderr).toBe('');
    expect(again.status).toBe(4 + 8);
    expect(await readdir(join(target, 'Import'))).not.toContain(nameOf(GOOD[0]!));
    expect(await readdir(cancelled)).toEqual([]);
    const left = (await result()).filter((line) => line.startsWith('Já entregue: '));
    expect(left).toHaveLength(GOOD.length + 3);
    expect(left[0]).toMatch(/\(em \d{4}-\d\d-\d\d \d\d:\d\d:\d\d, deixado de fora; para entregar de novo, apague/);
    expect(await readFile(record, 'utf8')).toBe(kept);

    // unless a person wants it
    await writeFile(
      record,
      kept
        .split('\r\n')
        .filter((line) => !line.includes('a_CANC.xml'))
        .join('\r\n'),
    );
    expect(run().status).toBe(1 + 4 + 8);
    expect(await readdir(cancelled)).toEqual(['a_CANC.xml']);
  }, 240_000);

  it('leaves out what the script of another plan beside it has delivered, and says by which record', async () => {
    const { target, record, otherRecord, run, runOther } = await fixture();
    expect(run().status).toBe(1 + 4 + 8);
    const kept = await readFile(record, 'utf8');
    for (const source of GOOD) await rm(join(target, 'Import', nameOf(source)));
    const other = runOther();
    expect(other.stderr).toBe('');
    expect(other.status).toBe(4 + 8);
    for (const source of GOOD) expect(await readdir(join(target, 'Import'))).not.toContain(nameOf(source));
    const left = other.stdout.split(/\r?\n/).filter((line) => line.includes('apague a linha dele em'));
    expect(left).toHaveLength(GOOD.length + 3);
    expect(left.every((line) => line.includes('recuperacao-7.feito.csv'))).toBe(true);
    // each writes on its own
    expect(await readFile(record, 'utf8')).toBe(kept);
    expect((await readFile(otherRecord, 'utf8')).trimEnd().split('\r\n')).toHaveLength(1);
    // and copies nothing while one of them cannot be read
    await writeFile(record, `${kept}"2026-04-02 09:15:00";"F:\\a`);
    expect(runOther().status).toBe(16);
  }, 240_000);

  it('copies nothing when its record cannot be written or read', async () => {
    const { target, record, run } = await fixture();
    const before = await readdir(target, { recursive: true });
    await mkdir(record);
    const refused = run();
    expect(refused.status).toBe(16);
    expect(refused.stdout).toContain('nada foi copiado');
    await rm(record, { recursive: true });
    await writeFile(record, '\uFEFF"Entregue em";"Origem";"Destino";"SHA-256"\r\n"2026-04-02 09:15:00";"F:\\a');
    const torn = run();
    expect(torn.status).toBe(16);
    expect(torn.stdout).toContain('A linha 2 do registro');
    expect(await readdir(target, { recursive: true })).toEqual(before);
  }, 120_000);
});
