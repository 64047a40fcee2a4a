import type { DiagnosisItem, DiagnosisLine, DiagnosisStatus } from '../../ipc/diagnosis';
import type { ShareRoot } from '../../ipc/share-root';
import { count, counted, sizeWords } from './numbers';
import { dayAndMinute, span } from './moments';
import { SHARE_NAMES } from './shares';

/** What is looked at, by its name. */
export const DIAGNOSIS_TITLES: Readonly<Record<DiagnosisItem, string>> = {
  settings: 'Configurações',
  sieg: 'SIEG',
  certificate: 'Certificado do SIEG',
  clock: 'Relógio',
  key: 'Chave do SIEG',
  limits: 'Limite de consultas',
  archive: SHARE_NAMES.archive,
  import: SHARE_NAMES.import,
  cancelled: SHARE_NAMES.cancelled,
  workbook: 'Planilha de empresas',
  ledger: 'Banco de dados',
  'ledger-log': 'Tamanho do banco',
  statistics: 'Estatísticas do banco',
  engine: 'Motor',
  schedule: 'Programação',
  locks: 'Trabalhos em andamento',
  spool: 'Espera pelo acervo',
  outbox: 'Espera pelo BI',
  conflicts: 'Conflitos de nome',
  jobs: 'Últimos trabalhos',
  'program-log': 'Registros (log)',
  disk: 'Disco da pasta de trabalho',
  memory: 'Memória',
  program: 'Versões',
};

export const DIAGNOSIS_STATUS_WORDS: Readonly<Record<DiagnosisStatus, string>> = {
  ok: 'Em ordem',
  warning: 'Atenção',
  fault: 'Falha',
  unknown: 'Não se sabe',
};

const throughProxy = (proxy: string | null): string => (proxy === null ? '' : `, pelo proxy ${proxy}`);

/** What was found where nothing is wrong. */
export const diagnosisFound = {
  settings: 'As configurações estão completas.',
  /** @param proxy that was gone through; null: none */
  sieg: (host: string, milliseconds: number, proxy: string | null): string =>
    `${host} responde em ${count(milliseconds)} ms${throughProxy(proxy)}.`,
  certificate: (issuer: string, until: string | null): string =>
    `Emitido por "${issuer}"${until === null ? '' : `, válido até ${dayAndMinute(until)}`}; este computador confia nele.`,
  withoutCertificate: 'A conexão com este computador mesmo não usa certificado.',
  certificateUnseen: (proxy: string): string => `A conexão passa pelo proxy ${proxy}, e este computador confia nela.`,
  clock: (seconds: number): string =>
    Math.abs(seconds) < 2
      ? 'Está de acordo com o do SIEG.'
      : `Está ${clockShift(seconds)} em relação ao do SIEG, o que não atrapalha.`,
  limits: (perMinute: number): string =>
    `Até ${counted(perMinute, 'consulta', 'consultas')} por minuto, e nenhuma pausa pedida.`,
  /** @param behind what a drive letter stands for; null: none, or not known */
  share: (place: string, behind: string | null, milliseconds: number, free: number | null): string =>
    `${behind === null ? place : `${place} (${behind})`} grava, lê e apaga em ${count(Math.round(milliseconds))} ms${
      free === null ? '' : `; ${sizeWords(free)} livres`
    }.`,
  workbook: (companies: number, sheet: string | null): string =>
    `${counted(companies, 'empresa', 'empresas')}${sheet === null ? '' : `, na aba "${sheet}"`}; todas as linhas servem.`,
  ledger: (seconds: number): string => `Lido inteiro em ${span(seconds)}, sem danos.`,
  ledgerLog: (bytes: number, log: number, documents: number): string =>
    `${sizeWords(bytes)}, e ${sizeWords(log)} de alterações por passar a ele; ${counted(documents, 'documento', 'documentos')}.`,
  statistics: 'O banco tem estatísticas, e as consultas usam os índices certos.',
  statisticsNotNeeded: 'O banco ainda é pequeno e não precisa delas.',
  engineAlive: (pid: number, silence: string): string =>
    `Observando as pastas no processo ${String(pid)}; último sinal há ${silence}.`,
  engineAbsent: 'Nenhuma janela e nenhum "malote service run" está observando esta pasta de trabalho.',
  noSchedule: 'Nada está programado.',
  schedule: (lines: number): string =>
    `${counted(lines, 'linha programada', 'linhas programadas')}; nenhuma falhou na última vez.`,
  locks: (works: readonly string[]): string => (works.length === 0 ? 'Nenhum.' : `${works.join('; ')}.`),
  lock: (work: string, pid: number, since: string): string =>
    `${work}, no processo ${String(pid)}, desde ${dayAndMinute(since)}`,
  spool: 'Nada espera pelo acervo.',
  outbox: 'Tudo o que foi arquivado foi entregue.',
  conflicts: 'Nenhum.',
  jobs: (last: string | null): string => (last === null ? 'Nenhum ainda.' : `O último: ${last}.`),
  jobFailed: (work: string, at: string, reason: string): string => `${work}, em ${dayAndMinute(at)}: ${reason}`,
  log: 'Nenhum erro nas últimas 24 horas.',
  logAbsent: 'Ainda não há registros nesta pasta de trabalho.',
  disk: (place: string, free: number): string => `${sizeWords(free)} livres em ${place}.`,
  memory: (free: number, total: number, own: number): string =>
    `${sizeWords(free)} livres de ${sizeWords(total)}; este processo usa ${sizeWords(own)}.`,
  program: (version: string, runtime: string, system: string): string => `Malote ${version}, ${runtime}, ${system}.`,
};

/** Details of the errors that a diagnosis makes. */
export const diagnosisDetails = {
  share: (root: ShareRoot): string => SHARE_NAMES[root],
  pages: (pages: number): string => counted(pages, 'página', 'páginas'),
  files: (files: number): string => counted(files, 'arquivo', 'arquivos'),
  companies: (companies: number): string => counted(companies, 'empresa', 'empresas'),
  rows: (rows: number): string => counted(rows, 'linha', 'linhas'),
  errors: (errors: number): string => counted(errors, 'erro', 'erros'),
  lines: (lines: number): string => counted(lines, 'linha', 'linhas'),
  job: (title: string, at: string): string => `${title}, de ${dayAndMinute(at)}`,
  /** Locks that stand for no kind of long work. */
  locks: { run: 'arquivamento', delivery: 'entrega ao BI' } as Readonly<Record<string, string>>,
  example: (row: number, reason: string): string => ` (linha ${String(row)}: ${reason})`,
};

/** What the archive for the support says of itself. */
export const supportArchiveWords = {
  head: (version: string, at: string): string => `Malote ${version}, ${at}`,
  readMe: (
    version: string,
    at: string,
    { withCompanies, withLogs }: { readonly withCompanies: boolean; readonly withLogs: boolean },
  ): string =>
    [
      `Malote ${version}, ${at}.`,
      'Diagnóstico, configurações, tamanhos do registro e o fim dos registros (log). Chaves e senhas foram retiradas.',
      withCompanies
        ? 'Nomes e CNPJ das empresas estão como são: mande só a quem pode conhecê-los.'
        : 'No lugar de nomes e CNPJ das empresas estão apelidos: EMPRESA-7 e CNPJ-7 são sempre a mesma.',
      ...(withLogs
        ? []
        : ['Os registros (log) ficaram de fora: sem o banco de dados não se sabe que nomes retirar deles.']),
      '',
    ].join('\r\n'),
  written: (file: string): string => `Arquivo de suporte gravado: ${file}`,
};

/** "10 min adiantado". @param seconds by which this computer's clock is ahead */
export function clockShift(seconds: number): string {
  return `${span(Math.abs(seconds))} ${seconds < 0 ? 'atrasado' : 'adiantado'}`;
}

const MARKS: Readonly<Record<DiagnosisStatus, string>> = { ok: '✔', warning: '!', fault: '✖', unknown: '?' };

/** How things stand as a whole, in a sentence. */
export function diagnosisSummary(lines: readonly Pick<DiagnosisLine, 'status'>[]): string {
  const of = (status: DiagnosisStatus): number => lines.filter((line) => line.status === status).length;
  const [faults, warnings, unknown] = [of('fault'), of('warning'), of('unknown')];
  const parts = [
    ...(faults === 0 ? [] : [counted(faults, 'falha', 'falhas')]),
    ...(warnings === 0 ? [] : [counted(warnings, 'ponto pede atenção', 'pontos pedem atenção')]),
    ...(unknown === 0 ? [] : [counted(unknown, 'ponto não pôde ser verificado', 'pontos não puderam ser verificados')]),
  ];
  return parts.length === 0
    ? `Tudo em ordem: ${counted(lines.length, 'ponto verificado', 'pontos verificados')}.`
    : `${parts.join('; ')}.`;
}

/** The mark that stands before a line where colours cannot. */
export function diagnosisMark(status: DiagnosisStatus): string {
  return MARKS[status];
}

/** The whole as plain text, for a message to the support. @param head a line about where and when */
export function diagnosisText(head: string, lines: readonly DiagnosisLine[]): string {
  const told = lines.flatMap(({ item, status, found, fix, code }) => [
    `${MARKS[status]} ${DIAGNOSIS_TITLES[item]}: ${found}${code === null ? '' : ` [${code}]`}`,
    ...(fix === null ? [] : [`    → ${fix}`]),
  ]);
  return [head, diagnosisSummary(lines), '', ...told, ''].join('\n');
}
