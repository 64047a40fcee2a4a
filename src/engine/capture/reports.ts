import { createHash } from 'node:crypto';
import PQueue from 'p-queue';
import { fileAway, reportPath } from '../archive';
import { decodeAccessKey, firstDay, lastDay, monthOf, nationalNfseIdentity, type SiegKind } from '../domain';
import type { CompanyRow } from '../ledger';
import { toStored } from '../shares';
import { readReport, type Report } from '../sieg';
import type { Asker } from './asker';
import { settleAll } from '../settle-all';
import type { CaptureContext } from './context';
import type { Questions } from './questions';
import { isTolerable } from './tolerable';

/** A report takes 30–60 s on SIEG's side; several are waited for together. */
const REPORTS_AT_ONCE = 4;

/** The kinds whose reports the office has always kept beside the documents. */
export const REPORTED_KINDS: readonly SiegKind[] = ['NFe', 'CTe'];

/** The kinds that SIEG has a report type for at all. */
export const REPORTABLE_KINDS: readonly SiegKind[] = ['NFe', 'CTe', 'NFCe', 'NFSe'];

/**
 * SIEG's own lists of keys per company: the witness that names what is missing. Each is asked once per run, filed beside the
 * documents when it says something new, and its keys become expectations. A failed report is noted and blocks nothing.
 */
export class Reports {
  constructor(
    private readonly context: CaptureContext,
    private readonly asker: Asker,
    private readonly questions: Questions,
  ) {}

  /** For every company the reports of these kinds; `onlyHeld` leaves out kinds of which the company holds nothing. */
  async ask(kinds: readonly SiegKind[], onlyHeld: boolean): Promise<void> {
    const { companies, ledger, month, chain, observer } = this.context;
    const wanted = companies.flatMap((company) => {
      const held = onlyHeld ? ledger.documents.kindsHeld(company.id, month) : kinds;
      return kinds
        .filter((kind) => held.includes(kind) && !ledger.expectations.reportedInRuns(chain, company.id, kind, month))
        .map((kind) => ({ company, kind }));
    });
    let remaining = wanted.length;
    observer.foresee('report', remaining);
    const queue = new PQueue({ concurrency: REPORTS_AT_ONCE });
    await settleAll(
      wanted.map(({ company, kind }) =>
        queue.add(async () => {
          await this.#askOne(company, kind);
          remaining -= 1;
          observer.foresee('report', remaining);
          observer.companyCompared(company.id);
        }),
      ),
    );
  }

  async #askOne(company: CompanyRow, kind: SiegKind): Promise<void> {
    const { api, month, ledger } = this.context;
    const question = {
      ...{ operation: 'report' as const, kind, scope: `company:${company.taxId}`, companyId: company.id },
      ...{ filter: 'issue' as const, eventType: null, from: firstDay(month), to: lastDay(month) },
    };
    try {
      const { value: report } = await this.asker.ask({
        operation: 'report',
        kind,
        query: { company: company.taxId, month },
        call: (signal) => api.report({ taxId: company.taxId, kind, month }, signal),
        isNothing: (answer) => answer === null,
      });
      if (report !== null) await this.#record(company, kind, report);
      this.questions.answered(question);
    } catch (error) {
      if (!isTolerable(error)) throw error;
      ledger.journal.write('report.failed', `${kind} ${company.folder}`, { code: error.code });
      this.questions.leaveOpen(question, error, company.folder);
    }
  }

  /**
   * A killed process may have filed this very report and not recorded it. SIEG writes other bytes for the same rows each time, so
   * the file is known by its rows and taken as it lies.
   */
  async #leftBehind(company: CompanyRow, kind: SiegKind, rowsHash: string): Promise<Uint8Array | null> {
    const { archive, intake, month, signal } = this.context;
    const path = reportPath(company.folder, month, kind);
    const bytes = await intake.patiently(() => archive.read(path, { signal }), signal);
    if (bytes === null) return null;
    const report = await readReport(bytes, { taxId: company.taxId, kind, month }).catch(() => null);
    return report !== null && rowsHashOf(report) === rowsHash ? bytes : null;
  }

  async #record(company: CompanyRow, kind: SiegKind, report: Report): Promise<void> {
    const { ledger, month, runId, archive, intake, signal } = this.context;
    const rowsHash = rowsHashOf(report);
    const before = ledger.expectations.report(company.id, kind, month);
    const wanted = reportPath(company.folder, month, kind);
    let filed = before;
    if (before?.rowsHash !== rowsHash) {
      const bytes = (await this.#leftBehind(company, kind, rowsHash)) ?? report.bytes;
      const hash = sha256(bytes);
      const replacing = before === undefined ? {} : { replacing: before.sha256 };
      const [file] = await intake.patiently(
        () => fileAway(archive, [{ path: wanted, bytes, sha256: hash, ...replacing }], signal),
        signal,
      );
      filed = { rows: report.rows.length, rowsHash, path: toStored(file?.path ?? wanted), sha256: hash };
    }
    ledger.transaction(() => {
      if (filed !== undefined) ledger.expectations.saveReport(runId, company.id, kind, month, filed);
      ledger.expectations.add(
        runId,
        report.rows.map((row) => ({
          identity: identityOf(row.key),
          kind,
          month: decodeAccessKey(row.key)?.month ?? (row.issueDay === null ? month : (monthOf(row.issueDay) ?? month)),
          companyId: company.id,
          source: 'report' as const,
          issueDay: row.issueDay,
        })),
      );
      if (report.badRows.length > 0)
        ledger.journal.write('report.bad-rows', `${kind} ${company.folder}`, report.badRows);
    });
  }
}

function rowsHashOf(report: Report): string {
  return sha256(
    report.rows
      .map((row) => row.key)
      .sort()
      .join('\n'),
  );
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

function identityOf(key: string): string {
  return key.length === 50 ? nationalNfseIdentity(key) : key;
}
