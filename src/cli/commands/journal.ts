import type { Engine } from '../../engine';
import { normaliseTaxId } from '../../engine';
import type { JournalPage, JournalQuery } from '../../shared/ipc/history';
import { valueReasons } from '../../shared/messages/pt-BR/terminal/usage';
import { writeJson, type CommandResult, type CommonOptions, type Context } from '../context';
import { EXIT } from '../exit-codes';
import { columnsOf, writeLines } from '../host';
import { withSession } from '../session';
import { renderJournal, renderWritten } from '../text/journal';
import { styleFor } from '../text/style';
import { invalid, isDocumentKey } from '../values';
import { resolveWorkspace } from '../workspace';

export interface JournalCommandOptions extends CommonOptions {
  readonly search?: string;
  readonly company?: string;
  readonly key?: string;
  readonly from?: CalendarDay;
  readonly to?: CalendarDay;
  readonly limit?: number;
  readonly export?: 'csv' | 'xlsx';
}

/** Year, month from 0, day. */
export type CalendarDay = readonly [year: number, month: number, day: number];

const ON_SCREEN = 50;
const AT_ONCE = 200;

/** A day from "2026-03-31" or "31/03/2026". @throws MaloteError CLI_VALUE_INVALID */
export function parseDay(option: string): (text: string) => CalendarDay {
  return (text) => {
    const brazilian = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text.trim());
    const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text.trim());
    const [year, month, day] = brazilian === null ? (iso ?? []).slice(1) : brazilian.slice(1).reverse();
    const asked = [Number(year), Number(month) - 1, Number(day)] as const;
    const date = new Date(...asked);
    if (date.getMonth() === asked[1] && date.getDate() === asked[2]) return asked;
    throw invalid(option, text, valueReasons.day);
  };
}

/** What was meant by the options, as the engine asks it: days are those of this computer, both included. @throws MaloteError CLI_VALUE_INVALID */
export function journalQuery({ search, company, key, from, to }: JournalCommandOptions): JournalQuery {
  const wanted = [search, companyText(company), keyText(key)].filter((text) => text !== undefined);
  if (wanted.length > 1) throw invalid('--search', wanted.join(' '), valueReasons.searchedOnce);
  const [text] = wanted;
  return {
    ...(text === undefined ? {} : { search: text }),
    ...(from === undefined ? {} : { from: new Date(...from).toISOString() }),
    ...(to === undefined ? {} : { to: new Date(to[0], to[1], to[2], 23, 59, 59, 999).toISOString() }),
  };
}

function companyText(company: string | undefined): string | undefined {
  return company === undefined ? undefined : (normaliseTaxId(company) ?? company.trim());
}

/** Characters of the key of a national NFS-e. */
const NATIONAL_NFSE = 50;

/** The key as the journal has it: in one piece, in capitals; another identity as it stands. @throws MaloteError CLI_VALUE_INVALID */
function keyText(key: string | undefined): string | undefined {
  if (key === undefined) return undefined;
  if (!isDocumentKey(key)) throw invalid('--key', key, valueReasons.key);
  if (key.includes(':')) return key.trim();
  const plain = key.replace(/[\s.]/g, '').toUpperCase();
  // the file of a national NFS-e is named by its key alone
  return plain.length === NATIONAL_NFSE ? `NFS:${plain}` : plain;
}

/** `malote journal`: what happened, the newest last; with `--export`, all of it as a file in the workspace's folder of reports. */
export async function journal(context: Context, options: JournalCommandOptions): CommandResult {
  const { host } = context;
  const workspace = resolveWorkspace(options.workspace, host);
  const query = journalQuery(options);
  const shown = { style: styleFor(host.stdout, host.env), columns: columnsOf(host.stdout) };
  await withSession(context, { workspace }, async ({ engine }) => {
    if (options.export !== undefined) {
      const written = await engine.records.exportJournal(query, options.export);
      if (options.json === true) writeJson(host, written);
      else writeLines(host.stdout, renderWritten(written));
      return;
    }
    const page = lastEntries(engine, query, options.limit ?? ON_SCREEN);
    if (options.json === true) writeJson(host, page);
    else writeLines(host.stdout, renderJournal(page, shown));
  });
  return EXIT.complete;
}

/** As many entries as asked for, over as many looks as that takes. */
export function lastEntries({ records }: Pick<Engine, 'records'>, query: JournalQuery, limit: number): JournalPage {
  const lines: JournalPage['lines'][number][] = [];
  let next: number | null = null;
  let document: string | null = null;
  do {
    const page: JournalPage = records.journal(query, next, Math.min(AT_ONCE, limit - lines.length));
    lines.push(...page.lines);
    ({ next, document } = page);
  } while (next !== null && lines.length < limit);
  return { lines, next, document };
}
