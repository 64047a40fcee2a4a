import { MaloteError } from '../../shared/errors';
import { FINDING_CATEGORIES } from '../../shared/audit-categories';
import type { FindingCategory } from '../../shared/ipc/audit';
import type { CompanyMonthView, DocumentLine, DocumentPage, DocumentQuery } from '../../shared/ipc/history';
import { monthFolder } from '../archive';
import { isMonth, normaliseTaxId, type Month } from '../domain';
import type { CompanyDocument, CompanyRow, Ledger } from '../ledger';
import { monthEvidence } from '../jobs/run';
import { safeName, toStored } from '../shares';
import { boundedLimit } from './journal';

/** @throws MaloteError RUN_UNKNOWN_COMPANY */
function companyOf({ companies }: Ledger, text: string): CompanyRow {
  const taxId = normaliseTaxId(text);
  const company = taxId === null ? undefined : companies.byTaxId(taxId);
  if (company === undefined) throw new MaloteError('RUN_UNKNOWN_COMPANY', { taxId: text });
  return company;
}

/** @throws MaloteError RUN_BAD_MONTH */
export function checkedMonth(month: string): string {
  if (!isMonth(month)) throw new MaloteError('RUN_BAD_MONTH', { month });
  return month;
}

function allCounts(found: ReadonlyMap<string, number>): Record<FindingCategory, number> {
  const pairs = FINDING_CATEGORIES.map((category) => [category, found.get(category) ?? 0] as const);
  return Object.fromEntries(pairs) as Record<FindingCategory, number>;
}

/** The four witnesses of one company's month, and the verdict on it. @throws MaloteError RUN_UNKNOWN_COMPANY, RUN_BAD_MONTH */
export function companyMonth(ledger: Ledger, text: string, monthText: string): CompanyMonthView {
  return ledger.reading(() => witnessesOf(ledger, companyOf(ledger, text), checkedMonth(monthText)));
}

function witnessesOf(ledger: Ledger, { id, taxId, folder, name }: CompanyRow, month: Month): CompanyMonthView {
  const { history, companyMonths } = ledger;
  const classified = monthEvidence(ledger, month, null).companies.find((one) => one.taxId === taxId);
  const audit = history.coveringAudit(month, taxId);
  return {
    company: { taxId, folder, name },
    month,
    verdict:
      classified === undefined
        ? null
        : { state: classified.state, reasons: classified.reasons, monthBefore: classified.monthBefore },
    kinds: companyMonths.witnesses(id, month, audit),
    audit:
      audit === null
        ? null
        : {
            ...audit,
            counts: allCounts(history.findingCounts(audit.id, month, id)),
            figures: { files: history.filesBelow(toStored(monthFolder(safeName(folder), month))) },
          },
    months: companyMonths.months(id),
  };
}

function lineOf({ promised, cancelled, handedOver, path, ...line }: CompanyDocument): DocumentLine {
  return {
    ...line,
    path,
    promised: promised === 1,
    archived: path !== null,
    // other content stands at the target: nothing was handed over
    handedOver: handedOver === 'conflict' ? 'no' : handedOver,
    cancelled: cancelled === 1,
  };
}

/** Documents of a company's month, held or promised, in order of key. @throws MaloteError RUN_UNKNOWN_COMPANY, RUN_BAD_MONTH */
export function companyDocuments(
  ledger: Ledger,
  { company, month, kind, search, state = 'all' }: DocumentQuery,
  after: string | null,
  limit: number,
): DocumentPage {
  const filter = {
    companyId: companyOf(ledger, company).id,
    month: checkedMonth(month),
    state,
    ...(kind === undefined ? {} : { kind }),
    ...(search === undefined ? {} : { search }),
  };
  const most = boundedLimit(limit);
  const { rows, total } = ledger.companyMonths.documents(filter, after ?? '', most + 1);
  const lines = rows.slice(0, most).map(lineOf);
  const next = rows.length > most ? (lines.at(-1)?.identity ?? null) : null;
  return { lines, next, total };
}
