import type { RecoveryItem, RecoveryView } from '../../shared/ipc/recovery';
import { RECOVERY_STATES, requestsWords, summaryTable } from '../../shared/messages/pt-BR/recovery';
import { decimalSize } from '../../shared/messages/pt-BR/amounts';
import { dayAndMinute } from '../../shared/messages/pt-BR/moments';
import { count } from '../../shared/messages/pt-BR/numbers';
import { recoveryMessages } from '../../shared/messages/pt-BR/terminal/recovery';
import { renderFacts, renderTable } from './table';

const MOST_COMPANIES = 30;

/** A plan or what became of it. */
export function renderRecovery(view: RecoveryView, columns: number): string[] {
  const { state, from, to, deliver, fetch, excluded, seconds } = view;
  const { facts } = recoveryMessages;
  const lines = [
    recoveryMessages.title(view),
    recoveryMessages.from(from),
    ...to.map(recoveryMessages.to),
    '',
    ...renderFacts([
      { label: facts.deliver, value: count(deliver.items), note: decimalSize(deliver.bytes) },
      ...(fetch.items === 0
        ? []
        : [
            {
              label: facts.fetch,
              value: count(fetch.items),
              note: requestsWords(fetch.requests.least, fetch.requests.most),
            },
          ]),
      ...(excluded === 0 ? [] : [{ label: facts.excluded, value: count(excluded) }]),
    ]),
    ...(view.months.length === 0 ? [] : [recoveryMessages.months(view.months)]),
    ...(state === 'planned' && seconds !== null ? [recoveryMessages.expectedToTake(seconds)] : []),
    '',
    ...companies(view, columns),
  ];
  return [...lines, ...ending(view)];
}

function companies(view: RecoveryView, columns: number): string[] {
  const shown = view.companies.slice(0, MOST_COMPANIES);
  const rows = shown.map(({ company, deliver, fetch, excluded }) => [
    company?.folder ?? recoveryMessages.withoutCompany,
    count(deliver.items),
    decimalSize(deliver.bytes),
    count(fetch),
    count(excluded),
  ]);
  const { columns: titles, more: moreCompanies } = recoveryMessages.companies;
  const table = renderTable(
    [
      { title: titles.company, align: 'left', flexible: true },
      { title: titles.deliver, align: 'right' },
      { title: titles.size, align: 'right' },
      { title: titles.fetch, align: 'right' },
      { title: titles.excluded, align: 'right' },
    ],
    rows,
    columns,
  );
  const more = view.companies.length - shown.length;
  return more > 0 ? [...table, moreCompanies(more)] : table;
}

function ending({ id, state, summary, log, error }: RecoveryView): string[] {
  if (state === 'planned') return ['', recoveryMessages.howToExecute(id)];
  return [
    ...(summary === null ? [] : ['', ...summaryTable(summary)]),
    ...(log === null ? [] : ['', recoveryMessages.log(log)]),
    ...(error === null ? [] : ['', `${error.message} ${error.action}`]),
    ...(state === 'complete' ? [] : ['', recoveryMessages.howToGoOn(id)]),
  ];
}

/** What could not be brought back: the first of it, and how many there are in all. */
export interface Unrecovered {
  readonly items: readonly RecoveryItem[];
  readonly total: number;
}

/** Each by its name and its reason; nothing where everything came back. */
export function renderUnrecovered({ items, total }: Unrecovered): string[] {
  if (total === 0) return [];
  const lines = items.map(
    ({ identity, source, problem }) => `  ${source ?? identity}: ${problem ?? recoveryMessages.withoutReason}`,
  );
  const more = total - items.length;
  return ['', recoveryMessages.unrecovered, ...lines, ...(more > 0 ? [`  ${recoveryMessages.more(more)}`] : [])];
}

/** One line a recovery, the newest first. */
export function renderRecoveries(views: readonly RecoveryView[], width: number): string[] {
  const { columns } = recoveryMessages;
  if (views.length === 0) return [recoveryMessages.none];
  return renderTable(
    [
      { title: columns.id, align: 'right' },
      { title: columns.createdAt, align: 'left' },
      { title: columns.state, align: 'left', flexible: true },
      { title: columns.deliver, align: 'right' },
      { title: columns.fetch, align: 'right' },
      { title: columns.copied, align: 'right' },
      { title: columns.failed, align: 'right' },
    ],
    views.map(({ id, createdAt, state, deliver, fetch, summary }) => [
      String(id),
      dayAndMinute(createdAt),
      RECOVERY_STATES[state],
      count(deliver.items),
      count(fetch.items),
      summary === null ? '' : count(summary.files.copied),
      summary === null ? '' : count(summary.files.failed + summary.files.mismatch),
    ]),
    width,
  );
}

/** What is happening now, one sentence. */
export function recoverySentence({ state, progress }: RecoveryView): string {
  if (progress === null) return RECOVERY_STATES[state];
  const { files, waitingFor, perSecond, etaSeconds } = progress;
  if (state === 'paused') return recoveryMessages.paused;
  if (waitingFor.length > 0) return recoveryMessages.waiting(waitingFor);
  const done = files.copied + files.skipped + files.mismatch + files.failed;
  return recoveryMessages.progress(done, files.total, perSecond, etaSeconds);
}
