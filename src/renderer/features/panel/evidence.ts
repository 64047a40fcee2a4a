import type { SummaryView } from '../../../shared/ipc/state';
import { GAPS_NAMED } from '../../../shared/views';
import { capital, listed } from '../../../shared/messages/pt-BR/numbers';
import { DAMAGE_WORDS, failureWords, UNDELIVERED_WORDS } from '../../../shared/messages/pt-BR/gaps';
import { beyondARun, damageWords, reasonWords, witnessWords } from '../../../shared/messages/pt-BR/verdict';
import { dayName, monthName } from '../../../shared/messages/pt-BR/numbers';
import { t } from '../../i18n';
import { VERDICT_ADVICE, type Advice } from '../../state/advice';

type Gaps = SummaryView['gaps'];

/** One open point: the key (or what stands for it), and what is known of it. */
export interface Gap {
  readonly identity: string;
  /** Whether `identity` is something that one would look up elsewhere. */
  readonly named: boolean;
  readonly kind: string | null;
  readonly about: string;
  /** What of its advice this window can do. */
  readonly advices?: readonly Advice[];
}

export interface GapSection {
  readonly title: string;
  readonly gaps: readonly Gap[];
  /** The list was cut on its way here; the numbers of the summary are whole. */
  readonly cut: boolean;
}

/** The open points by sort, the gravest first; sorts without any are left out. */
export function gapSections(gaps: Gaps): GapSection[] {
  const words = t.evidence.gaps;
  return [
    { title: words.damaged, gaps: (gaps.damaged ?? []).map(damagedGap) },
    { title: words.missing, gaps: gaps.missing.map(missingGap) },
    { title: words.shortfalls, gaps: gaps.shortfalls.map(shortfallGap) },
    { title: words.unanswered, gaps: gaps.unanswered.map(unansweredGap) },
    { title: words.undelivered, gaps: gaps.undelivered.map(undeliveredGap) },
    { title: words.unread, gaps: (gaps.unread ?? []).map(unreadGap) },
    { title: words.points, gaps: gaps.points.map(pointGap) },
  ]
    .filter((section) => section.gaps.length > 0)
    .map((section) => ({ ...section, cut: section.gaps.length >= GAPS_NAMED }));
}

export function countGaps(gaps: Gaps): number {
  const { missing, shortfalls, unanswered, undelivered, points, unread = [], damaged = [] } = gaps;
  const lists = [missing, shortfalls, unanswered, undelivered, points, unread, damaged];
  return lists.reduce((sum, list) => sum + list.length, 0);
}

/** The list as text, for the clipboard. */
export function gapsText(month: string, sections: readonly GapSection[]): string {
  const body = sections.flatMap(({ title, gaps }) => [
    '',
    title,
    ...gaps.map(({ identity, kind, about }) => [identity, kind ?? '', about].filter((part) => part !== '').join('\t')),
  ]);
  return [t.evidence.gaps.lead(monthName(month)), ...body, ''].join('\n');
}

/** How the month stands, in one breath: nothing is called complete that is not. */
export function closingSentence({ verdict, documents, outbox, gaps }: SummaryView): string {
  const words = t.evidence.closing;
  switch (verdict.state) {
    case 'complete': {
      const all = documents.expected === 1 ? words.one : words.every(documents.expected);
      return `${all} ${witnessWords(verdict)}`;
    }
    case 'gaps':
      return words.gaps(openPoints(documents, outbox, gaps.points), beyondARun(gaps.points)?.advice ?? null);
    case 'open':
      return words.openMonth(beyondARun(gaps.points)?.advice ?? null);
    case 'none-announced':
      return words.nothingAnnounced;
    case 'none-unexplained':
      return words.nothingUnexplained;
  }
}

/** What became of the last attempt, where it did not come to its end: the month's verdict stands whatever it was. */
export function attemptSentence({ run, error }: SummaryView): string | null {
  const words = t.evidence.attempt;
  if (run.status === 'stopped') return words.stopped(run.id);
  if (run.status !== 'failed') return null;
  return error === null ? words.failed(run.id) : words.failedBecause(run.id, error.message, error.action);
}

function openPoints(documents: SummaryView['documents'], outbox: SummaryView['outbox'], named: Gaps['points']): string {
  const words = t.evidence.closing;
  const points = [
    ...damageWords(named),
    documents.missing > 0 ? words.missing(documents.missing) : '',
    outbox.pending > 0 ? words.pending(outbox.pending) : '',
    documents.conflicts > 0 ? words.conflicts(documents.conflicts) : '',
  ].filter((point) => point !== '');
  return points.length === 0 ? words.open : points.join(', ');
}

function missingGap({ identity, kind, issueDay, companies, sources, answer }: Gaps['missing'][number]): Gap {
  const words = t.evidence.gaps;
  const promised = sources.map((source) => words.sources[source]).join(', ');
  const about = [
    companies.join(', '),
    issueDay === null ? '' : words.issued(dayName(issueDay)),
    promised === '' ? '' : words.promisedBy(promised),
    answer === null ? '' : words.answered(answer),
  ];
  return { identity, named: true, kind, about: joined(about) };
}

function shortfallGap({ kind, company, promised, held }: Gaps['shortfalls'][number]): Gap {
  const words = t.evidence.gaps;
  const about = joined([company ?? '', words.shortfall(promised, held)]);
  return { identity: words.unnamed(promised - held), named: false, kind, about };
}

function unansweredGap({ question, code, reason }: Gaps['unanswered'][number]): Gap {
  return { identity: question, named: false, kind: null, about: `${reason} (${code})` };
}

function undeliveredGap({ identity, state, targetPath, errorCode }: Gaps['undelivered'][number]): Gap {
  return {
    identity,
    named: true,
    kind: null,
    about: joined([`${UNDELIVERED_WORDS[state]}${failureWords(state, errorCode)}`, targetPath]),
  };
}

function unreadGap({ company, documents, shape }: NonNullable<Gaps['unread']>[number]): Gap {
  const words = t.evidence.gaps;
  return { identity: words.unreadNotes(documents), named: false, kind: 'NFSe', about: joined([company ?? '', shape]) };
}

function damagedGap({ identity, company, path, problem }: NonNullable<Gaps['damaged']>[number]): Gap {
  const whose = company ?? t.evidence.gaps.noCompany;
  return { identity, named: true, kind: null, about: joined([DAMAGE_WORDS[problem], whose, path]) };
}

/** Companies that one line names; the rest is a number. */
const COMPANIES_NAMED = 5;

function pointGap({ companies, ...reason }: Gaps['points'][number]): Gap {
  const { what, advice } = reasonWords(reason);
  const more = companies.length - COMPANIES_NAMED;
  const whose = [...companies.slice(0, COMPANIES_NAMED), ...(more > 0 ? [t.evidence.gaps.moreCompanies(more)] : [])];
  return {
    identity: capital(what),
    named: false,
    kind: reason.kind,
    about: joined([listed(whose), advice]),
    advices: VERDICT_ADVICE[reason.code],
  };
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' · ');
}
