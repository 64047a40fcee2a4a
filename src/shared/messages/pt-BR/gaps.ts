import type { DamageProblem, PromiseSource, UndeliveredState } from '../../ipc/documents';
import type {
  DamagedView,
  MissingView,
  OpenPointView,
  RunSummary,
  ShortfallView,
  UnansweredView,
  UndeliveredView,
  UnreadView,
} from '../../views';
import { capital, listed } from './numbers';
import { fileProblemPart } from './file-problems';
import { reasonWords, writtenAdvice } from './verdict';
import { count, counted, dayName, monthName } from './numbers';

type Gaps = RunSummary['gaps'];

/** One named gap: what is not right, and what is known of it. */
export interface GapText {
  readonly what: string;
  readonly about: string;
  /** What many have in common: a screen says it once, with their number. */
  readonly sort?: string;
}

/** Gaps of one sort under a heading. */
export interface GapSection {
  readonly title: string;
  readonly gaps: readonly GapText[];
}

export const PROMISE_SOURCES: Readonly<Record<PromiseSource, string>> = {
  report: 'relatório do SIEG',
  summary: 'resumo recebido',
  'broken-file': 'arquivo recebido ilegível',
  'old-report': 'relatório guardado pelo sistema anterior',
};

export const GAP_TITLES = {
  damaged: 'Arquivados, e não mais como foram arquivados',
  missing: 'Prometidos pelo SIEG e não recebidos',
  shortfalls: 'Contados pelo SIEG e ainda sem nome',
  unread: 'Recebidas e não lidas: o leiaute é desconhecido',
  unanswered: 'Consultas que o SIEG não respondeu',
  undelivered: 'Arquivados e ainda não entregues',
} as const;

export const NO_COMPANY = 'sem empresa da planilha';

/** What SIEG said when it was last asked for one document. */
export function lastAnswer(answer: string): string {
  return `na última tentativa: ${answer}`;
}

/** What has become of the delivery. */
export const UNDELIVERED_WORDS: Readonly<Record<UndeliveredState, string>> = {
  none: 'nada prova que foi entregue, e nada está na fila',
  pending: 'espera na fila',
  copying: 'a cópia não terminou',
  failed: 'a cópia falhou',
  conflict: 'já existe outro conteúdo com este nome',
  superseded: 'a entrega foi trocada por outra',
};

/** What stood against the last attempt, and what a person has to do first: the end of a line that begins with the state. */
export function failureWords(state: UndeliveredState, errorCode: string | null): string {
  return errorCode === null || state === 'conflict' ? '' : `: ${fileProblemPart(errorCode)}`;
}

function missingText(gap: MissingView): GapText {
  const day = gap.issueDay === null ? '' : ` de ${dayName(gap.issueDay)}`;
  const sources = gap.sources.map((source) => PROMISE_SOURCES[source]).join(', ');
  const answer = gap.answer === null ? '' : lastAnswer(gap.answer);
  const about = [gap.companies.join(', '), sources === '' ? '' : `prometido por: ${sources}`, answer];
  return { what: `${gap.identity}  ${gap.kind}${day}`, about: about.filter((part) => part !== '').join(' · ') };
}

function shortfallText({ kind, company, promised, held }: ShortfallView): GapText {
  return {
    what: `${company === null ? '' : `${company} · `}${kind}: o SIEG contou ${count(promised)}, e há ${count(held)}`,
    about: `${counted(promised - held, 'documento', 'documentos')} que nenhuma lista nomeou até agora`,
  };
}

function undeliveredText({ identity, state, targetPath, errorCode }: UndeliveredView): GapText {
  const sort = `${UNDELIVERED_WORDS[state]}${failureWords(state, errorCode)}`;
  return { what: identity, about: `${sort} · ${targetPath}`, sort };
}

function unansweredText({ question, code, reason }: UnansweredView): GapText {
  return { what: question, about: `${reason} (${code})` };
}

function unreadText({ company, documents, shape }: UnreadView): GapText {
  const looks = shape === '' ? 'guardadas por uma versão anterior; rode malote reread' : `começam por: ${shape}`;
  return { what: `${company ?? NO_COMPANY}: ${counted(documents, 'NFS-e', 'NFS-e')}`, about: looks };
}

/** What stands against a filed copy, as the copy's own sentence ends. */
export const DAMAGE_WORDS: Readonly<Record<DamageProblem, string>> = {
  absent: 'sumiu do acervo',
  altered: 'tem agora outro conteúdo',
  unreadable: 'não se deixa ler',
  misfiled: 'está fora do lugar',
};

function damagedText({ identity, isEvent, company, path, problem }: DamagedView): GapText {
  const sort = `${isEvent ? 'evento: ' : ''}${DAMAGE_WORDS[problem]}`;
  const about = [sort, company ?? NO_COMPANY, path];
  return { what: identity, about: about.filter((part) => part !== '').join(' · '), sort };
}

/**
 * What has become since of documents that the figures call archived: a part of a sentence, after their number. Empty where nothing is
 * known against them.
 */
export function sinceArchivedWords({ damaged = 0 }: Pick<RunSummary['documents'], 'damaged'>): string {
  return damaged === 0
    ? ''
    : `dos quais ${counted(damaged, 'sumiu ou foi alterado', 'sumiram ou foram alterados')} desde então`;
}

/** Companies that one line names; the rest is a number. */
const COMPANIES_NAMED = 5;

function pointText({ companies, ...reason }: OpenPointView): GapText {
  const words = reasonWords(reason);
  const named = companies.slice(0, COMPANIES_NAMED);
  const more = companies.length - named.length;
  const whose = [...named, ...(more > 0 ? [`mais ${counted(more, 'empresa', 'empresas')}`] : [])];
  return {
    what: capital(words.what),
    about: [listed(whose), writtenAdvice(words)].filter((part) => part !== '').join(' · '),
  };
}

/** The gaps by sort: what is said of a whole before the long lists, which a screen may cut; sorts without gaps are left out. */
export function gapSections(gaps: Gaps): GapSection[] {
  return [
    { title: 'Em aberto', gaps: gaps.points.map(pointText) },
    { title: GAP_TITLES.damaged, gaps: (gaps.damaged ?? []).map(damagedText) },
    { title: GAP_TITLES.missing, gaps: gaps.missing.map(missingText) },
    { title: GAP_TITLES.shortfalls, gaps: gaps.shortfalls.map(shortfallText) },
    { title: GAP_TITLES.unread, gaps: (gaps.unread ?? []).map(unreadText) },
    { title: GAP_TITLES.unanswered, gaps: gaps.unanswered.map(unansweredText) },
    { title: GAP_TITLES.undelivered, gaps: gaps.undelivered.map(undeliveredText) },
  ].filter((section) => section.gaps.length > 0);
}

export function gapCount(gaps: Gaps): number {
  const { missing, shortfalls, undelivered, unanswered, points, unread = [], damaged = [] } = gaps;
  const lists = [missing, shortfalls, undelivered, unanswered, points, unread, damaged];
  return lists.reduce((sum, list) => sum + list.length, 0);
}

/** So many of one sort are shown one by one. */
const SHOWN_OF_A_SORT = 3;

type Line = GapText & {
  /** Gaps that it stands for. */
  readonly gaps: number;
};

/** Those of a sort of which there are many, as one line with their number: the list is in the file. */
function linesOf(gaps: readonly GapText[]): Line[] {
  const sorts = new Map<string, number>();
  for (const { sort } of gaps) if (sort !== undefined) sorts.set(sort, (sorts.get(sort) ?? 0) + 1);
  const many = new Map([...sorts].filter(([, n]) => n > SHOWN_OF_A_SORT));
  return [
    ...[...many].map(([sort, n]) => ({ what: counted(n, 'documento', 'documentos'), about: sort, gaps: n })),
    ...gaps.filter(({ sort }) => sort === undefined || !many.has(sort)).map((gap) => ({ ...gap, gaps: 1 })),
  ];
}

/** At most `limit` lines of gaps for the screen, over all sections, and how many gaps they leave out. */
export function gapsOnScreen(gaps: Gaps, limit: number): { readonly lines: string[]; readonly hidden: number } {
  const lines: string[] = [];
  let left = limit;
  let told = 0;
  for (const section of gapSections(gaps)) {
    if (left <= 0) break;
    lines.push('', `${section.title} (${count(section.gaps.length)})`);
    const shown = linesOf(section.gaps).slice(0, left);
    left -= shown.length;
    told += shown.reduce((sum, line) => sum + line.gaps, 0);
    for (const { what, about } of shown) lines.push(`  ${what}`, ...(about === '' ? [] : [`    ${about}`]));
  }
  return { lines, hidden: gapCount(gaps) - told };
}

/** The complete list as a text file for Windows: CRLF, with the mark by which old editors know UTF-8. */
export function gapsFileText(month: string, gaps: Gaps): string {
  const body = gapSections(gaps).flatMap((section) => [
    '',
    `${section.title} (${count(section.gaps.length)})`,
    ...section.gaps.map(({ what, about }) => `${what}  ${about}`.trimEnd()),
  ]);
  return `\uFEFF${[`Malote: pendências de ${monthName(month)}`, ...body, ''].join('\r\n')}`;
}
