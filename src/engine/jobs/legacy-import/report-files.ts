import { isMaloteError } from '../../../shared/errors';
import { legacyFileMessages } from '../../../shared/messages/pt-BR/legacy-import';
import {
  decodeAccessKey,
  isMonth,
  monthOf,
  nationalNfseIdentity,
  SIEG_KINDS,
  type Month,
  type SiegKind,
} from '../../domain';
import type { CompanyRow, Expectation } from '../../ledger';
import { readReport, type Report } from '../../sieg';
import { nameKey, type ListedFile } from '../../shares';
import type { ImportContext } from './context';
import { readBatchOf, unreadBatches, type Bounds, type ReadFromDisk } from './found-files';

const LARGEST = 64 * 1024 * 1024;
const REPORTS: Bounds = { files: 1, bytes: LARGEST, largest: LARGEST };
/** Rows that one sentence names. */
const NAMED = 5;
/** `Relatorio_NFe_{folder}_{MM}_{YYYY}.xlsx` */
const NAME = /^Relatorio_([A-Za-z]+)_(.+)_(\d{2})_(\d{4})\.xlsx$/i;

export function isReport(name: string): boolean {
  return NAME.test(name);
}

/** The reports of SIEG that the old system kept beside the documents: their keys are promises. */
export async function importReports(context: ImportContext, files: readonly ListedFile[]): Promise<void> {
  const { services, tally, ledger, dryRun } = context;
  const { archive } = services.roots;
  tally.enter('reports', files.length);
  const companies = new Map(ledger.companies.active().map((company) => [nameKey(company.folder), company]));
  for await (const batch of unreadBatches(context, archive, 'report', files, REPORTS)) {
    for (const read of await readBatchOf(context, archive, batch)) {
      const { expectations, problem } = await promisesOf(read, companies);
      if (problem !== null) tally.unreadable(read.file.location, problem);
      if (dryRun) {
        const identities = expectations.map(({ identity }) => identity);
        ledger.legacy.suppose('promised', identities);
        continue;
      }
      ledger.transaction(() => {
        ledger.expectations.add(null, expectations);
        ledger.legacy.record(read.file, { problem });
      });
    }
  }
}

interface Promises {
  readonly expectations: readonly Expectation[];
  readonly problem: string | null;
}

function none(problem: string): Promises {
  return { expectations: [], problem };
}

async function promisesOf(
  { file, bytes }: ReadFromDisk,
  companies: ReadonlyMap<string, CompanyRow>,
): Promise<Promises> {
  const [, kindText = '', folder = '', monthText = '', year = ''] = NAME.exec(file.path.at(-1) ?? '') ?? [];
  const kind = SIEG_KINDS.find((one) => one.toLowerCase() === kindText.toLowerCase());
  const month = `${year}-${monthText}`;
  const company = companies.get(nameKey(folder)) ?? companies.get(nameKey(file.path[1] ?? ''));
  if (kind === undefined || !isMonth(month)) return none(legacyFileMessages.reportOfNothing);
  if (company === undefined) return none(legacyFileMessages.reportOfNobody);
  try {
    const report = await readReport(bytes, { taxId: company.taxId, kind, month });
    return { expectations: expectationsOf(report, company, kind, month), problem: badRows(report) };
  } catch (error) {
    if (isMaloteError(error, 'SIEG_REPORT_UNREADABLE')) return none(error.message);
    throw error;
  }
}

function expectationsOf({ rows }: Report, company: CompanyRow, kind: SiegKind, month: Month): Expectation[] {
  return rows.map(({ key, issueDay }) => ({
    identity: key.length === 50 ? nationalNfseIdentity(key) : key,
    kind,
    month: decodeAccessKey(key)?.month ?? (issueDay === null ? month : (monthOf(issueDay) ?? month)),
    companyId: company.id,
    source: 'old-report' as const,
    issueDay,
  }));
}

function badRows({ badRows: rows }: Report): string | null {
  const [first] = rows;
  if (first === undefined) return null;
  const named = rows.slice(0, NAMED).map(({ row }) => row);
  return legacyFileMessages.badRows(rows.length, named, first.reason);
}
