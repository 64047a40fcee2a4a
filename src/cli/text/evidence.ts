import type { RunSummary } from '../../shared/views';
import { gapsOnScreen, sinceArchivedWords } from '../../shared/messages/pt-BR/gaps';
import type { Style } from './style';
import { beyondARun, damageWords, writtenAdvice } from '../../shared/messages/pt-BR/verdict';
import { count } from '../../shared/messages/pt-BR/numbers';
import { evidenceMessages } from '../../shared/messages/pt-BR/terminal/run';
import { partOf, renderFacts, renderPairs, type Fact } from './table';
import { wrap } from './width';

export interface Place {
  readonly label: string;
  readonly path: string;
}

export interface EvidenceOptions {
  readonly style: Style;
  readonly columns: number;
  /** Where the files lie. */
  readonly places: readonly Place[];
  /** File with every gap; null when there is none. */
  readonly gapsFile: string | null;
}

/** Gaps named on the screen; the file names all. */
export const GAPS_ON_SCREEN = 50;
const WIDEST_SENTENCE = 100;

/** What a run proves: numbers, gaps key by key, where the files lie, and one sentence that says how it stands. */
export function renderEvidence(summary: RunSummary, options: EvidenceOptions): string[] {
  const { style } = options;
  const { run } = summary;
  return [
    style.strong(evidenceMessages.title(run.month, run.id, run.seconds)),
    '',
    ...indent(renderFacts(facts(summary, style))),
    ...highlightTitles(gapsOnScreen(summary.gaps, GAPS_ON_SCREEN).lines, style),
    ...more(summary, options),
    '',
    ...indent(renderPairs(places(summary, options))),
    '',
    ...closing(summary, options),
  ];
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}

function highlightTitles(lines: readonly string[], style: Style): string[] {
  return lines.map((line) => (line === '' || line.startsWith(' ') ? line : style.warning(line)));
}

function facts({ run, companies, documents, requests, outbox }: RunSummary, style: Style): Fact[] {
  const words = evidenceMessages.facts;
  // A run that was ended early has not asked everything: what it did not find is neither complete nor lost.
  const early = run.status === 'stopped' || run.status === 'failed';
  const wrong = (value: number): string => (value > 0 ? style.bad(count(value)) : count(value));
  const since = sinceArchivedWords(documents);
  const verified =
    documents.verified === documents.delivered ? {} : { note: words.deliveredInAll(documents.delivered) };
  return [
    { label: words.companies, value: count(companies.total) },
    { label: partOf(early ? words.withoutKnownGap : words.complete), value: count(companies.complete) },
    { label: partOf(words.withGaps), value: wrong(companies.withGaps) },
    ...optional(partOf(words.open), companies.open, words.openNote),
    ...optional(partOf(words.noneAnnounced), companies.noneAnnounced, words.noneAnnouncedNote),
    ...optional(partOf(words.noneUnexplained), companies.noneUnexplained, words.noneUnexplainedNote),
    { label: words.expected, value: count(documents.expected) },
    { label: partOf(words.archived), value: count(documents.archived), ...(since === '' ? {} : { note: since }) },
    { label: partOf(words.verified), value: count(documents.verified), ...verified },
    {
      label: partOf(early ? words.toBeFetched : words.missing),
      value: early ? count(documents.missing) : wrong(documents.missing),
    },
    { label: partOf(words.conflicts), value: wrong(documents.conflicts) },
    ...optional(partOf(words.unassigned), documents.unassigned, words.unassignedNote),
    ...optional(words.refused, documents.refused, words.refusedNote),
    { label: words.cancelled, value: count(documents.cancelled) },
    { label: words.events, value: count(documents.events) },
    {
      label: words.requests,
      value: count(requests.total),
      note: words.requestsNote(requests.minimum),
    },
    { label: words.pending, value: wrong(outbox.pending) },
  ];
}

function optional(label: string, value: number, note: string): Fact[] {
  return value === 0 ? [] : [{ label, value: count(value), note }];
}

function more({ gaps }: RunSummary, { gapsFile, style }: EvidenceOptions): string[] {
  const { hidden } = gapsOnScreen(gaps, GAPS_ON_SCREEN);
  return hidden <= 0 ? [] : [style.quiet(`  ${evidenceMessages.moreGaps(hidden, gapsFile)}`)];
}

function places(summary: RunSummary, { places: known, gapsFile }: EvidenceOptions): (readonly [string, string])[] {
  return [
    ...known.map(({ label, path }) => [label, path] as const),
    [evidenceMessages.places.workspace, summary.workspace] as const,
    ...(gapsFile === null ? [] : [[evidenceMessages.places.gaps, gapsFile] as const]),
  ];
}

function closing(summary: RunSummary, { style, columns }: EvidenceOptions): string[] {
  const paint = { complete: style.good, gaps: style.warning, stopped: style.warning, failed: style.bad }[
    summary.run.status
  ];
  return wrap(closingSentence(summary), Math.min(columns, WIDEST_SENTENCE)).map(paint);
}

/** How the month stands, in one breath: nothing is called complete that is not. */
export function closingSentence({ run, verdict, documents, outbox, gaps, error }: RunSummary): string {
  const { closing: words } = evidenceMessages;
  switch (run.status) {
    case 'complete':
      if (verdict.state === 'complete') return words.complete(documents.expected, verdict);
      return verdict.state === 'none-unexplained' ? words.nothingUnexplained : words.nothing;
    case 'gaps':
      if (verdict.state === 'open') return words.open(whatNext(gaps.points));
      return words.gaps(openPoints(documents, outbox, gaps.points), whatNext(gaps.points));
    case 'stopped':
      return words.stopped;
    case 'failed':
      return error === null ? words.failed : words.failedBecause(error.message, error.action);
  }
}

/** What to do next, in the words of the points themselves where another run does not do it. */
function whatNext(points: RunSummary['gaps']['points']): string {
  const advice = beyondARun(points);
  const { repeat, notByRepeating } = evidenceMessages.closing;
  return advice === null ? repeat : notByRepeating(writtenAdvice(advice));
}

function openPoints(
  documents: RunSummary['documents'],
  outbox: RunSummary['outbox'],
  named: RunSummary['gaps']['points'],
): string[] {
  const { missing, pending, conflicts } = evidenceMessages.closing;
  return [
    ...damageWords(named),
    ...(documents.missing > 0 ? [missing(documents.missing)] : []),
    ...(outbox.pending > 0 ? [pending(outbox.pending)] : []),
    ...(documents.conflicts > 0 ? [conflicts(documents.conflicts)] : []),
  ];
}
