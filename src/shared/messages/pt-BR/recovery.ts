import type {
  Correction,
  CorrectionItem,
  RecoveryItem,
  RecoveryState,
  RecoverySummary,
  RecoveryTally,
} from '../../ipc/recovery';
import { fileProblem } from './file-problems';
import { count, counted } from './numbers';
import { NOT_AT_SIEG } from './sieg';

/** Files whose place another is. */
export const TO_REFILE = 'A levar para o lugar';

export const RECOVERY_STATES: Readonly<Record<RecoveryState, string>> = {
  planned: 'Planejada',
  running: 'Em andamento',
  paused: 'Em pausa',
  stopped: 'Parada',
  interrupted: 'Interrompida',
  complete: 'Concluída',
};

export const ITEM_STATES: Readonly<Record<RecoveryItem['state'], string>> = {
  planned: 'Planejado',
  excluded: 'Deixado de fora',
  waiting: 'Na fila',
  delivered: 'Copiado',
  same: 'Já estava lá',
  fetched: 'De volta ao acervo',
  conflict: 'Outro conteúdo no destino',
  failed: 'Falhou',
  unavailable: 'Indisponível',
};

/** What stood against a file, beginning with a capital, without the place: that stands beside it. */
const PROBLEMS: Readonly<Record<string, string>> = {
  RECOVERY_NOT_AT_SIEG: NOT_AT_SIEG,
  RECOVERY_NOT_ON_PAGES:
    'Não tem chave de acesso; as páginas do dia dele foram pedidas de novo ao SIEG e não o trouxeram.',
  RECOVERY_NO_KEY: 'Não tem chave de acesso, e não se sabe de que mês é: não há como pedi-lo ao SIEG.',
  RECOVERY_OTHER_BYTES: 'O SIEG deu outro conteúdo deste documento, que foi guardado à parte.',
  CORRECTION_NO_PLACE: 'O Malote não sabe dizer qual é o lugar certo; leve o arquivo à mão para a pasta certa.',
  CORRECTION_TARGET_FILED: 'O registro já tem este documento no lugar certo; esta cópia pode ser apagada à mão.',
  CORRECTION_SAME_PLACE: 'Outro arquivo desta correção vai para o mesmo lugar; este fica onde está.',
  CORRECTION_NOT_ADOPTABLE: 'Não é um documento ou evento único, e por isso não passa para o registro.',
  CORRECTION_HELD: 'O documento entrou no registro por outro caminho depois da auditoria.',
  CORRECTION_FILE_GONE: 'O arquivo não está mais onde a auditoria o achou.',
  CORRECTION_FILE_CHANGED: 'O arquivo, ou o registro dele, mudou depois da auditoria.',
  CORRECTION_TARGET_TAKEN: 'Já há um arquivo no lugar para onde este iria; nada foi sobrescrito.',
  CORRECTION_NOT_ADOPTED: 'O arquivo não pôde passar para o registro.',
  CORRECTION_IN_USE: 'O documento já foi usado no registro, por exemplo por uma entrega, e por isso fica lá.',
};

export const CORRECTION_STATES: Readonly<Record<Correction['state'], string>> = {
  proposed: 'Proposta',
  applied: 'Aplicada',
  undone: 'Desfeita',
  dropped: 'Descartada',
};

export const CORRECTION_ITEM_STATES: Readonly<Record<CorrectionItem['state'], string>> = {
  proposed: 'Proposto',
  applied: 'Aplicado',
  undone: 'Desfeito',
  failed: 'Não aplicado',
  'left-out': 'Deixado de fora',
};

/** What a plan does with a document. */
export const PLAN_ACTIONS = { deliver: 'Entregar', fetch: 'Buscar no SIEG' } as const;

/** What a recovery writes into its log around the lines of its files. */
export const recoveryLogMessages = {
  title: (id: number, continued: boolean): string =>
    `Malote: recuperação ${String(id)}${continued ? ' (continuação)' : ''}`,
  from: (place: string): string => `De: ${place}`,
  to: (place: string): string => `Para: ${place}`,
  options: (switches: string): string => `Opções: ${switches}`,
  left: (files: number): string => `Ainda por fazer: ${String(files)}`,
};

/** Why a file was not corrected, or not put back, one sentence in Portuguese; null where nothing stood against it. */
export function correctionProblem(code: string | null): string | null {
  return itemProblem('failed', code);
}

/** Why an item is not recovered, one sentence in Portuguese; null where nothing stood against it. */
export function itemProblem(state: RecoveryItem['state'], code: string | null): string | null {
  if (state === 'conflict') return 'Outro conteúdo está no destino com este nome; nada foi sobrescrito.';
  if (code === null) return null;
  if (Object.hasOwn(PROBLEMS, code)) return PROBLEMS[code] ?? null;
  return code.startsWith('SIEG_') ? 'O SIEG não respondeu como deveria.' : fileProblem(code).what;
}

/** What bringing back from SIEG costs: "12 consultas", "de 3 a 12 consultas". */
export function requestsWords(least: number, most: number): string {
  const atMost = counted(most, 'consulta', 'consultas');
  return least === most ? atMost : `de ${count(least)} a ${atMost}`;
}

const COLUMNS = ['total', 'copied', 'skipped', 'mismatch', 'failed', 'extras'] as const;
const WIDTHS = { total: 10, copied: 10, skipped: 10, mismatch: 10, failed: 10, extras: 10 };

function cells(label: string, texts: readonly string[]): string {
  return `${label.padStart(10)} :${texts.map((text, index) => text.padStart(WIDTHS[COLUMNS[index] ?? 'total'])).join('')}`;
}

function rowOf(label: string, tally: RecoveryTally, show: (value: number) => string): string {
  return cells(
    label,
    COLUMNS.map((column) => show(tally[column])),
  );
}

/** As robocopy writes sizes: "0", "950", "1.4 k", "17.25 m", "3.1 g". */
export function roboSize(bytes: number): string {
  for (const [unit, size] of [
    ['g', 1024 ** 3],
    ['m', 1024 ** 2],
    ['k', 1024],
  ] as const) {
    if (bytes >= size) return `${String(Math.round((bytes / size) * 100) / 100)} ${unit}`;
  }
  return String(bytes);
}

function clockTime(seconds: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const whole = Math.floor(seconds);
  return `${String(Math.floor(whole / 3_600))}:${two(Math.floor((whole % 3_600) / 60))}:${two(whole % 60)}`;
}

/** Robocopy's table, for those who know it: its words, its columns, its exit code. */
export function summaryTable(summary: RecoverySummary): string[] {
  const { dirs, files, bytes, seconds, bytesPerSecond, exitCode } = summary;
  const titles = ['Total', 'Copied', 'Skipped', 'Mismatch', 'FAILED', 'Extras'];
  return [
    '-'.repeat(78),
    '',
    ' '.repeat(12) + titles.map((title, index) => title.padStart(WIDTHS[COLUMNS[index] ?? 'total'])).join(''),
    rowOf('Dirs', dirs, String),
    rowOf('Files', files, String),
    rowOf('Bytes', bytes, roboSize),
    cells('Times', [clockTime(seconds)]),
    '',
    `${'Speed'.padStart(10)} : ${String(Math.round(bytesPerSecond))} Bytes/sec.`,
    `${'Speed'.padStart(10)} : ${String(Math.round((bytesPerSecond * 60) / 1024 ** 2))} MegaBytes/min.`,
    `${'Started'.padStart(10)} : ${summary.startedAt}`,
    `${'Ended'.padStart(10)} : ${summary.endedAt}`,
    `${'Exit code'.padStart(10)} : ${String(exitCode)}`,
  ];
}
