import type { LegacyImportView, LegacyProgress } from '../../shared/ipc/legacy';
import { dayAndMinute } from '../../shared/messages/pt-BR/moments';
import { count, duration } from '../../shared/messages/pt-BR/numbers';
import { legacyMessages } from '../../shared/messages/pt-BR/terminal/imports';
import type { Style } from './style';
import { partOf, renderFacts, renderTable } from './table';

/** How far an import is; null while none is under way. */
export function legacySentence(progress: LegacyProgress | null): string | null {
  return progress === null ? null : legacyMessages.progress(progress);
}

/** What was, or with a dry run would be, taken over from the old system, and how to go on. */
export function renderLegacyImport(view: LegacyImportView, style: Style): string[] {
  return [
    style.strong(legacyMessages.title(view.from, view.dryRun)),
    '',
    ...renderFacts(facts(view)),
    ...singles(view, style),
    ...unreadable(view, style),
    '',
    ...closing(view, style),
  ];
}

function facts({ files, documents, dryRun, startedAt, endedAt }: LegacyImportView): Parameters<typeof renderFacts>[0] {
  const { facts: words } = legacyMessages;
  const seconds = (Date.parse(endedAt ?? startedAt) - Date.parse(startedAt)) / 1000;
  return [
    { label: words.states, value: count(files.states) },
    { label: words.transactions, value: count(files.transactions) },
    { label: words.logs, value: count(files.logs) },
    { label: words.reports, value: count(files.reports) },
    { label: words.archive, value: count(files.archive) },
    { label: partOf(words.known), value: count(files.known), note: words.knownNote },
    { label: words.adopted(dryRun), value: count(documents.adopted) },
    { label: words.events(dryRun), value: count(documents.events) },
    { label: words.handedOver, value: count(documents.handedOver), note: words.handedOverNote },
    { label: words.claimed, value: count(documents.claimed), note: words.claimedNote },
    { label: words.promised, value: count(documents.promised), note: words.promisedNote },
    { label: words.time, value: duration(seconds) },
  ];
}

function singles({ singles: fetched }: LegacyImportView, style: Style): string[] {
  if (fetched.length === 0) return [];
  const { singles: titles } = legacyMessages;
  const [head = '', ...lines] = renderTable(
    [
      { title: titles.documents, align: 'right' },
      { title: titles.kind, align: 'left' },
      { title: titles.at, align: 'left' },
      { title: titles.company, align: 'left' },
    ],
    fetched.map(({ taxId, folder, kind, documents, at }) => [
      count(documents),
      kind ?? '',
      at === null ? '' : dayAndMinute(at),
      folder ?? taxId,
    ]),
    Number.POSITIVE_INFINITY,
  );
  return ['', style.quiet(head), ...lines];
}

function unreadable({ unreadable: files, unreadableTotal }: LegacyImportView, style: Style): string[] {
  if (unreadableTotal === 0) return [];
  const rest = unreadableTotal - files.length;
  return [
    '',
    style.warning(legacyMessages.unreadable(unreadableTotal)),
    ...files.flatMap(({ file, reason }) => [`  ${file}`, `    ${reason}`]),
    ...(rest > 0 ? [`  ${legacyMessages.moreFiles(rest)}`] : []),
  ];
}

function closing({ dryRun, outcome, from, unreadableTotal }: LegacyImportView, style: Style): string[] {
  if (outcome === 'stopped') return [style.warning(legacyMessages.stopped)];
  const left = unreadableTotal === 0 ? [] : [legacyMessages.leftAsTheyWere];
  if (dryRun) return [...left, legacyMessages.howToImport, `  malote import-legacy "${from}"`];
  return [...left, style.good(legacyMessages.imported), legacyMessages.howToSeeOrphans];
}
