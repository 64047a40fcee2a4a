import type { BackupView } from '../../../src/shared/ipc/backups';
import type { GrowthLine } from '../../../src/shared/ipc/retention';
import { GROWING_NAMES, GROWING_ROWS, RETENTION_DAYS, type GrowingName } from '../../../src/shared/retention';
import { MaloteError, type ErrorCode, type ErrorDetails } from '../../../src/shared/errors';
import {
  DIAGNOSIS_CHECKS,
  DIAGNOSIS_CHECK_NAMES,
  type DiagnosisCheck,
  type DiagnosisItem,
  type DiagnosisLine,
} from '../../../src/shared/ipc/diagnosis';
import type { ConsoleState } from '../../../src/shared/ipc/state';
import type { OfficeFixture } from './fixtures';

const FOUND: Readonly<Record<DiagnosisItem, string>> = {
  settings: 'As configurações estão completas.',
  sieg: 'api.sieg.com responde em 212 ms, pelo proxy proxy.escritorio.local:3128.',
  certificate: 'Emitido por "Autoridade Exemplo", válido até 01/03/2027 12:00; este computador confia nele.',
  clock: 'Está de acordo com o do SIEG.',
  key: 'O SIEG respondeu pela API v1: 1.204 NFe, 88 CTe de ontem para hoje.',
  limits: 'Até 20 consultas por minuto, e nenhuma pausa pedida.',
  archive: 'Y:\\XML (Y: = \\\\servidor\\xml) grava, lê e apaga em 48 ms; 1,2 TB livres.',
  import: '\\\\servidor\\bi\\Import grava, lê e apaga em 61 ms; 310 GB livres.',
  cancelled: '\\\\servidor\\bi\\Cancelados grava, lê e apaga em 60 ms; 310 GB livres.',
  workbook: '312 empresas, na aba "Clientes"; todas as linhas servem.',
  ledger: 'Lido inteiro em 9 s, sem danos.',
  'ledger-log': '1,8 GB, e 4 MB de alterações por passar a ele; 1.048.112 documentos.',
  statistics: 'O banco tem estatísticas, e as consultas usam os índices certos.',
  engine: 'Observando as pastas no processo 4120; último sinal há 12 s.',
  schedule: '6 linhas programadas; nenhuma falhou na última vez.',
  locks: 'Execução do mês, no processo 4120, desde 21/11/2026 13:25.',
  spool: 'Nada espera pelo acervo.',
  outbox: 'Tudo o que foi arquivado foi entregue.',
  conflicts: 'Nenhum.',
  jobs: 'O último: execução do mês, de 21/11/2026 13:25.',
  'program-log': 'Nenhum erro nas últimas 24 horas.',
  disk: '212 GB livres em C:\\Malote.',
  memory: '5,1 GB livres de 15,8 GB; este processo usa 240 MB.',
  program: 'Malote 0.1.0, Electron 45.0.0 (Node 24.1.0), Windows_NT 10.0.22631 x64.',
};

function lineOf(check: DiagnosisCheck, item: DiagnosisItem): DiagnosisLine {
  return { check, item, status: 'ok', found: FOUND[item], fix: null, code: null, details: {}, facts: {} };
}

type Troubles = Readonly<Partial<Record<DiagnosisItem, readonly [DiagnosisLine['status'], ErrorCode, ErrorDetails]>>>;

const TROUBLES: Troubles = {
  certificate: [
    'fault',
    'DIAGNOSIS_CERTIFICATE',
    { host: 'api.sieg.com', issuer: 'Antivírus do Escritório Root CA', reason: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
  ],
  clock: ['fault', 'DIAGNOSIS_CLOCK_OFF', { shift: '10 min atrasado' }],
  key: ['unknown', 'DIAGNOSIS_KEY_UNTRIED', {}],
  import: [
    'fault',
    'SHARE_PATH_MISSING',
    {
      root: 'import',
      location: '\\\\servidor\\bi\\Import',
      cause: 'o servidor servidor responde, mas a pasta não está lá',
    },
  ],
  workbook: [
    'warning',
    'DIAGNOSIS_WORKBOOK_ROWS',
    { companies: '312 empresas', rows: '2 linhas', example: ' (linha 118: o CNPJ tem 13 dígitos)' },
  ],
  locks: [
    'warning',
    'DIAGNOSIS_LOCK_DEAD',
    { work: 'Auditoria', pid: 3_312, host: 'FISCAL-02', silence: '2 h 10 min' },
  ],
  outbox: ['warning', 'DIAGNOSIS_FAILURES_WAIT', { files: '1.204 arquivos', failed: 31, since: '21/11/2026 09:12' }],
  disk: ['warning', 'DIAGNOSIS_DISK_NEARLY_FULL', { free: '1,9 GB' }],
};

function linesOf(check: DiagnosisCheck, troubles: Troubles): DiagnosisLine[] {
  return DIAGNOSIS_CHECKS[check].map((item): DiagnosisLine => {
    const trouble = troubles[item];
    if (trouble === undefined) return lineOf(check, item);
    const [status, code, given] = trouble;
    const { message, action, details } = new MaloteError(code, given);
    return { ...lineOf(check, item), status, found: message, fix: action, code, details };
  });
}

const FEW: Readonly<Partial<Record<GrowingName, number>>> = { ledger: 3, 'before-migration': 2, 'set-aside': 1 };

const GROWTH: readonly GrowthLine[] = GROWING_NAMES.map((name, at) => {
  const { bound, holds } = GROWING_ROWS[name];
  return {
    name,
    amount: name === 'backups' ? null : (FEW[name] ?? 7 + at * at * 311),
    bytes: holds === 'rows' || name === 'backups' ? null : 3_000 * 7 ** (at % 7),
    oldestAt: name === 'backups' ? null : '2026-10-04T10:00:00.000Z',
    limits:
      bound.by === 'days'
        ? [RETENTION_DAYS[bound.setting].standard]
        : { 'fixed-days': [60], newest: [2], spool: [1_024], 'backup-rule': [7, 4, 12], person: [] }[bound.by],
  };
});

const COPIES: readonly BackupView[] = [3, 2, 1].map((day) => ({
  id: `20261120-02300${String(day)}`,
  createdAt: `2026-11-2${String(day)}T05:30:00.000Z`,
  program: '0.1.0',
  files: 1_204,
  bytes: 812_000_000 + day,
  documents: 48_311 + day,
  proof: day === 3 ? null : { at: '2026-11-21T13:00:00.000Z', ok: day === 2 },
  error: null,
}));

type Diagnose = (check: DiagnosisCheck) => DiagnosisLine[] | Promise<DiagnosisLine[]>;

/** The diagnosis as it answers, is asked, finds troubles, and comes to nothing. */
export function diagnosisFixtures(idle: () => ConsoleState): Readonly<Record<string, () => OfficeFixture>> {
  const scene = (diagnose: Diagnose) => (): OfficeFixture => ({
    state: idle(),
    ui: { screen: 'diagnosis' },
    options: {
      engine: {
        diagnose: async ({ checks }) =>
          (await Promise.all(checks.map((check) => Promise.resolve(diagnose(check))))).flat(),
      },
    },
  });
  const tab = (diagnosisTab: 'growth' | 'copies') => (): OfficeFixture => {
    const { ui, options, ...scened } = scene((check) => linesOf(check, {}))();
    const engine = { ...options?.engine, growth: () => [...GROWTH], listBackups: () => [...COPIES] };
    return { ...scened, ui: { ...ui, diagnosisTab }, options: { engine } };
  };
  const isSlow = (check: DiagnosisCheck): boolean => DIAGNOSIS_CHECK_NAMES.indexOf(check) % 2 === 1;
  return {
    diagnosis: scene((check) => linesOf(check, {})),
    'diagnosis-troubles': scene((check) => linesOf(check, TROUBLES)),
    'diagnosis-asking': scene((check) => (isSlow(check) ? new Promise(() => undefined) : linesOf(check, {}))),
    'diagnosis-growth': tab('growth'),
    'diagnosis-copies': tab('copies'),
    'diagnosis-failed': scene(() => {
      throw new MaloteError('INTERNAL', { reason: 'o motor não respondeu' });
    }),
  };
}
