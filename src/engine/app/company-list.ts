import { MaloteError } from '../../shared/errors';
import type { CompanyImportView } from '../../shared/views';
import { fetchWorkbook, isAddress, readWorkbook, type ReadWorkbookFile } from '../companies';
import { runMessages } from '../../shared/messages/pt-BR/run';
import { leftOutSentence } from '../../shared/messages/pt-BR/sheets';
import type { Ledger } from '../ledger';
import type { FindProxy } from '../network';
import { resolveFrom } from '../shares';

export interface CompanyListOptions {
  readonly ledger: Ledger;
  readonly workspace: string;
  readonly readFile: ReadWorkbookFile;
  readonly findProxy?: FindProxy | undefined;
  /** The list has been written anew. */
  readonly onChange: () => void;
  readonly onWarning: (text: string, code: string) => void;
}

/** The office's client companies, from its workbook into the ledger. */
export class CompanyList {
  constructor(private readonly options: CompanyListOptions) {}

  /** @param source a file (relative to the workspace) or an https address. @throws MaloteError COMPANIES_*, SHARE_*, CANCELLED */
  async import(source: string, signal?: AbortSignal): Promise<CompanyImportView> {
    const { ledger, workspace, readFile, findProxy } = this.options;
    const place = isAddress(source) ? source : resolveFrom(workspace, source);
    const bytes = await fetchWorkbook(place, readFile, { signal, findProxy });
    const list = await readWorkbook(bytes, source, { signal });
    const changes = ledger.companies.replaceActive(list.companies);
    const badRows = list.badRows.map(({ row, reason }) => ({ row, reason }));
    const total = list.companies.length;
    const { sheet, leftOut, padded } = list;
    const hidden = list.hiddenRows === undefined ? {} : { hiddenRows: list.hiddenRows };
    this.options.onChange();
    ledger.journal.write('companies.imported', list.source, {
      ...changes,
      total,
      badRows,
      padded,
      sheet,
      leftOut,
      ...hidden,
    });
    return { source: list.source, total, ...changes, badRows, padded, sheet, leftOut, ...hidden };
  }

  /** The workbook as it is now; when it cannot be had, the companies of the last import do, and that is said. */
  async refresh(source: string, signal: AbortSignal): Promise<void> {
    const { ledger, onWarning } = this.options;
    try {
      const { badRows, leftOut } = await this.import(source, signal);
      for (const { row, reason } of badRows) onWarning(runMessages.badRow(row, reason), 'COMPANIES_BAD_ROW');
      const lists = leftOut.filter(({ isList }) => isList);
      if (lists.length > 0) onWarning(leftOutSentence(lists), 'COMPANIES_LEFT_OUT');
    } catch (error) {
      if (!(error instanceof MaloteError) || error.code === 'CANCELLED' || ledger.companies.active().length === 0)
        throw error;
      onWarning(runMessages.lastListHolds(error.message), error.code);
    }
  }
}
