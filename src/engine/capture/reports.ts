import { createHash } from 'node:crypto';
import { isMaloteError } from '../../shared/errors';
import PQueue from 'p-queue';
import { archiveBatch, reportPath } from '../archive';
import {
  decodeAccessKey,
  firstDay,
  KEPT_KINDS,
  lastDay,
  monthOf,
  nationalNfseIdentity,
  type SiegKind,
  type TaxId,
} from '../domain';
import { classify, type FailureClass, allOrThrow, breathe } from '../base';
import type { CompanyRow, ReportAnswer } from '../ledger';
import { isOfOneFile, toStored } from '../shares';
import { readReport, type Report, type ReportQuery } from '../sieg';
import type { RequestRunner } from './request-runner';
import type { CaptureContext } from './context';
import type { Questions } from './questions';
import { isSkippable } from './skippable';

/** Answers in a row after which one more report is asked at once again, when SIEG had been spared. */
const CALM_AFTER = 5;

/** A look at what every company holds reads the whole month. */
const LOOK_EVERY_MS = 60_000;

/** Companies whose answers are looked through in one go: for each, all that it holds of the month is. */
const LOOKED_AT_ONCE = 50;

/** Failures that say that fewer reports at once would be kinder. */
const STRUGGLES: readonly FailureClass[] = ['rate_limit', 'api_error', 'timeout'];

interface Wanted {
  readonly company: CompanyRow;
  readonly kind: SiegKind;
}

/**
 * SIEG's own lists of keys per company: the witness that names what is missing. Each is asked at most once in a run, filed beside
 * the documents when it says something new, and its keys become expectations. A failed report is noted and blocks nothing.
 *
 * A report that was read and that nothing has changed since is not asked again. Changed means: a document of its company, kind and
 * month came afterwards that it does not name.
 */
export class Reports {
  readonly #queue: PQueue;
  /** Everything that was begun, in its order; a report may have been begun twice before its turn came, and is asked once. */
  readonly #begun: Promise<void>[] = [];
  readonly #asked = new Set<string>();
  readonly #sure = new Set<string>();
  #remaining = 0;
  #calm = 0;
  #stopped = false;
  #lookedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly context: CaptureContext,
    private readonly runner: RequestRunner,
    private readonly questions: Questions,
  ) {
    this.#queue = new PQueue({ concurrency: context.tuning.reportsAtOnce });
  }

  /**
   * Begins to ask for what the closing wants: the kept kinds of every company. Also of those that hold nothing, since a count may be
   * wrong and pages may be dead, and then nobody else would tell. Returns at once.
   * @param now looks although it has looked a moment ago
   */
  beginClosing(now = false): void {
    const at = this.context.clock.now() * this.context.clock.speed;
    if (!now && at < this.#lookedAt + LOOK_EVERY_MS) return;
    this.#lookedAt = at;
    this.#keep(this.#beginKept());
  }

  async #beginKept(): Promise<void> {
    for await (const [companies, answers] of this.#answers()) {
      if (this.#stopped) return;
      for (const company of companies) {
        for (const kind of KEPT_KINDS) {
          const answer = answers.get(nameOf(company, kind));
          if (answer === undefined || !this.#isCurrent(answer, true)) this.#beginSurely({ company, kind });
        }
      }
    }
  }

  /** Asks again what SIEG left unanswered in earlier runs. Returns at once. */
  beginUnanswered(): void {
    const { ledger, month, companies } = this.context;
    for (const { operation, companyId, kind } of ledger.questions.open(month)) {
      const company = companies.find(({ id }) => id === companyId);
      if (operation === 'report' && company !== undefined && kind !== null) this.#beginSurely({ company, kind });
    }
  }

  /** Asks again what was left unanswered of a company that had been set aside. Returns at once. */
  beginAgain(taxId: TaxId): void {
    const { ledger, month, companies } = this.context;
    for (const { operation, companyId, kind } of ledger.questions.open(month)) {
      const company = companies.find((one) => one.taxId === taxId && one.id === companyId);
      if (operation !== 'report' || company === undefined || kind === null) continue;
      this.#asked.delete(nameOf(company, kind));
      void this.#begin({ company, kind });
    }
  }

  /** Waits for all that were begun. @throws what a report that cannot be tolerated failed with */
  async finish(): Promise<void> {
    // what was begun may itself begin more
    for (let waited = -1; waited < this.#begun.length;) {
      waited = this.#begun.length;
      await allOrThrow(this.#begun);
    }
  }

  /** Nothing more leaves; what is under way ends. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.allSettled(this.#begun);
  }

  /**
   * The reports of a short kind, those of the companies first that hold most of it, until `explained` says that it is enough: also of
   * companies of which nothing is held. One that said nothing of an equal or smaller shortfall before is left out.
   * @param shortfall documents that SIEG counts and nobody has named
   * @returns how many were asked
   */
  async explain(kind: SiegKind, shortfall: number, explained: () => boolean): Promise<number> {
    const answers = new Map<string, ReportAnswer>();
    for await (const [, some] of this.#answers()) for (const [name, answer] of some) answers.set(name, answer);
    const wanted = this.#byLikelihood(kind).filter((company) => {
      const answer = answers.get(nameOf(company, kind));
      if (this.#asked.has(nameOf(company, kind))) return false;
      const said = answer !== undefined && this.#isCurrent(answer, this.context.tuning.closing);
      return !said || shortfall > (answer.leftShort ?? 0);
    });
    let asked = 0;
    await allOrThrow(
      wanted.map((company) =>
        this.#begin({ company, kind }, () => {
          if (explained()) return false;
          asked += 1;
          return true;
        }),
      ),
    );
    return asked;
  }

  #byLikelihood(kind: SiegKind): readonly CompanyRow[] {
    const { ledger, month, companies } = this.context;
    const held = new Map(
      ledger.documents
        .heldByCompany(month)
        .filter((row) => row.kind === kind)
        .map((row) => [row.companyId, row.held]),
    );
    return [...companies].sort((one, other) => (held.get(other.id) ?? 0) - (held.get(one.id) ?? 0));
  }

  /** What the reports said last, some companies at a time; between them other work goes on. */
  async *#answers(): AsyncGenerator<[companies: readonly CompanyRow[], answers: ReadonlyMap<string, ReportAnswer>]> {
    const { companies, month, ledger } = this.context;
    for (let from = 0; from < companies.length; from += LOOKED_AT_ONCE) {
      if (from > 0) await breathe();
      const some = companies.slice(from, from + LOOKED_AT_ONCE);
      const rows = ledger.expectations.reportAnswers(
        month,
        some.map(({ id }) => id),
      );
      yield [some, new Map(rows.map((row) => [`${String(row.companyId)} ${row.kind}`, row]))];
    }
  }

  /** Read by this run or one that it resumes; or read before (at the closing: by a run that closed) and nothing has changed since. */
  #isCurrent(answer: ReportAnswer, closing: boolean): boolean {
    if (this.context.chain.includes(answer.runId)) return true;
    return !answer.outdated && (answer.closing || !closing);
  }

  /** Once, however often it is wanted before its turn comes. */
  #beginSurely(wanted: Wanted): void {
    const name = nameOf(wanted.company, wanted.kind);
    if (this.#sure.has(name)) return;
    this.#sure.add(name);
    void this.#begin(wanted);
  }

  /** @param isStillWanted looked at when its turn comes */
  #begin(wanted: Wanted, isStillWanted: () => boolean = () => true): Promise<void> {
    const name = nameOf(wanted.company, wanted.kind);
    if (this.#asked.has(name)) return Promise.resolve();
    this.#foresee(1);
    const begun = this.#queue.add(async () => {
      try {
        if (this.#stopped || this.#asked.has(name) || !isStillWanted()) return;
        this.#asked.add(name);
        await this.#askOne(wanted.company, wanted.kind);
        this.context.observer.companyCompared(wanted.company.id);
      } finally {
        this.#foresee(-1);
      }
    });
    this.#keep(begun);
    return begun;
  }

  /** To be waited for at the end. */
  #keep(begun: Promise<void>): void {
    begun.catch(() => undefined);
    this.#begun.push(begun);
  }

  #foresee(more: number): void {
    this.#remaining += more;
    this.context.observer.foresee('report', this.#remaining);
  }

  /** Fewer at once when SIEG struggles, one more again after some calm. */
  #throttle(error: unknown): void {
    if (error === null) {
      this.#calm += 1;
      if (this.#calm % CALM_AFTER !== 0) return;
      this.#queue.concurrency = Math.min(this.context.tuning.reportsAtOnce, this.#queue.concurrency + 1);
      return;
    }
    if (!STRUGGLES.includes(classify(error))) return;
    this.#calm = 0;
    this.#queue.concurrency = Math.max(1, Math.floor(this.#queue.concurrency / 2));
  }

  async #call(query: ReportQuery, signal: AbortSignal): Promise<Report | null> {
    try {
      const report = await this.context.api.report(query, signal);
      this.#throttle(null);
      return report;
    } catch (error) {
      this.#throttle(error);
      throw error;
    }
  }

  async #askOne(company: CompanyRow, kind: SiegKind): Promise<void> {
    const { month, ledger, runId, tuning } = this.context;
    const question = {
      operation: 'report' as const,
      kind,
      scope: `company:${company.taxId}`,
      companyId: company.id,
      filter: 'issue' as const,
      eventType: null,
      from: firstDay(month),
      to: lastDay(month),
    };
    try {
      const { value: report } = await this.runner.ask({
        operation: 'report',
        kind,
        about: company.taxId,
        query: { company: company.taxId, month },
        call: (signal) => this.#call({ taxId: company.taxId, kind, month }, signal),
        isNothing: (answer) => answer === null,
      });
      if (report === null) {
        const nothing = { rows: 0, unnamed: 0, unheld: 0, closing: tuning.closing };
        ledger.expectations.answerReport(runId, { companyId: company.id, kind, month }, nothing);
      } else await this.#record(company, kind, report);
      this.questions.answered(question);
    } catch (error) {
      if (!isSkippable(error) && !(isMaloteError(error) && isOfOneFile(error))) throw error;
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
    const { ledger, month, runId, archive, intake, signal, tuning } = this.context;
    const rowsHash = rowsHashOf(report);
    const before = ledger.expectations.report(company.id, kind, month);
    const wanted = reportPath(company.folder, month, kind);
    let filed = before;
    if (before?.rowsHash !== rowsHash) {
      const bytes = (await this.#leftBehind(company, kind, rowsHash)) ?? report.bytes;
      const hash = sha256(bytes);
      const replacing = before === undefined ? {} : { replacing: before.sha256 };
      const [file] = await intake.patiently(
        () => archiveBatch(archive, [{ path: wanted, bytes, sha256: hash, ...replacing }], signal),
        signal,
      );
      filed = { rows: report.rows.length, rowsHash, path: toStored(file?.path ?? wanted), sha256: hash };
    }
    ledger.transaction(() => {
      if (filed !== undefined) ledger.expectations.saveReport(runId, company.id, kind, month, filed);
      const unheld = report.rows.filter(({ key }) => ledger.documents.byIdentity(identityOf(key)) === undefined).length;
      const [rows, unnamed] = [report.rows.length, report.badRows.length];
      const said = { rows, unnamed, unheld, closing: tuning.closing };
      ledger.expectations.answerReport(runId, { companyId: company.id, kind, month }, said);
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

function nameOf(company: CompanyRow, kind: SiegKind): string {
  return `${String(company.id)} ${kind}`;
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
