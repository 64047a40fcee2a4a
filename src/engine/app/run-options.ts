import { MaloteError } from '../../shared/errors';
import { addDays, isMonth, lastDay, monthAt, normaliseTaxId, type Month, type TaxId } from '../domain';
import type { CompanyRow } from '../ledger';

export interface RunOptions {
  readonly month: string;
  /** Only these companies (CNPJ/CPF); default: all of the workbook. */
  readonly only?: readonly string[] | undefined;
  /** So many of them alone, the first by folder, for a trial; default: all. */
  readonly limit?: number | undefined;
  /** Closes the month now: everything is asked. Default: once its days of grace are over. */
  readonly close?: boolean | undefined;
}

/** @throws MaloteError RUN_BAD_MONTH */
export function checkMonth(month: string): Month {
  if (!isMonth(month)) throw new MaloteError('RUN_BAD_MONTH', { month });
  return month;
}

/** @throws MaloteError RUN_BAD_MONTH (also for one that has not begun), RUN_UNKNOWN_COMPANY */
export function checkRun(options: RunOptions, now: number): { month: Month; only: TaxId[] | null } {
  const month = checkMonth(options.month);
  if (month > monthAt(now)) throw new MaloteError('RUN_BAD_MONTH', { month });
  if (options.only === undefined || options.only.length === 0) return { month, only: null };
  const only = options.only.map((text) => {
    const taxId = normaliseTaxId(text);
    if (taxId === null) throw new MaloteError('RUN_UNKNOWN_COMPANY', { taxId: text });
    return taxId;
  });
  return { month, only };
}

/** Whether a run at this instant closes the month: told to, or the days of grace after its end are over. */
export function closes(month: Month, graceDays: number, now: number, close: boolean | undefined): boolean {
  return close ?? new Date(now).toISOString().slice(0, 10) > addDays(lastDay(month), graceDays);
}

/** @throws MaloteError RUN_NO_COMPANIES, RUN_UNKNOWN_COMPANY */
export function chooseCompanies(
  active: readonly CompanyRow[],
  only: readonly TaxId[] | null,
  limit: number | null,
): readonly CompanyRow[] {
  if (active.length === 0) throw new MaloteError('RUN_NO_COMPANIES');
  const chosen = only === null ? active : only.map((taxId) => companyOf(active, taxId));
  return limit === null ? chosen : chosen.slice(0, limit);
}

function companyOf(active: readonly CompanyRow[], taxId: TaxId): CompanyRow {
  const company = active.find((one) => one.taxId === taxId);
  if (company === undefined) throw new MaloteError('RUN_UNKNOWN_COMPANY', { taxId });
  return company;
}
