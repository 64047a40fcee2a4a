import type { DeliveryWriter } from '../../../src/engine/ledger/writers/deliveries';
import type { Ledger } from '../../../src/engine/ledger';
import { databaseOf } from '../../../src/engine/ledger/ledger';
import { gatherMonth } from '../../../src/engine/verdict';
import type { Engine } from '../../../src/engine';
import { companyDocuments, companyMonth } from '../../../src/engine/records/company-month';
import { BATCH } from './big-ledger';
import { taxIdOf } from './big-office';

/** What a screen, a command or a dispatcher waits for, in milliseconds. */
export const AT_ONCE = 50;
/** The evidence of a whole month. */
export const WHOLE_MONTH = 500;

/** Nothing holds the engine's thread longer. */
export const HELD = 200;
/** What a screen waits for in all, when the thread that reads puts it together out of many statements, each of which is over at once. */
export const A_SCREEN = 1_000;
/** What a run, the window and a command know of a month in all: the verdict's evidence, the totals, the lists. */
export const ALL_EVIDENCE = 2_000;

/** One thing that is asked of the ledger. Nothing of it lasts. */
export interface Question {
  readonly name: string;
  /** Of its longest statement and, but for `whole`, of all of it. */
  readonly bound: number;
  /** Of all of it, where it is made of several statements; null: it holds nobody up. */
  readonly whole?: number | null;
  /** The engine asks it in the thread that reads: here its statements alone are looked at. */
  readonly aside?: true;
  readonly ask: () => unknown;
}

const AWAY = ['SHARE_LOST'];

/** What the program asks of a ledger as `writeBigLedger` makes it: of its last month, after an outage, of its largest client. */
/** @param reading the same one, as the thread that reads has it */
export function ledgerQuestions(ledger: Ledger, reading: Ledger, writer: DeliveryWriter, month: string): Question[] {
  const { outbox, recoveries } = ledger;
  // what both ask is measured where it takes longer
  const { evidence, expectations, history, audits, verdictFacts, companyMonths, auditReads } = reading;
  const giant = ledger.companies.byTaxId(taxIdOf(1))?.id ?? 0;
  const audit = audits.lastEnded()?.id ?? 0;
  const since = sinceBatches(ledger, 26);
  const newest = outbox.newest();
  const mended = audits.mended(audit);
  const undone = (work: () => unknown) => (): void => undoing(ledger, work);
  const at = (bound: number, name: string, ask: () => unknown): Question => ({ name, bound, ask });
  const aside = (bound: number, name: string, ask: () => unknown): Question => ({ name, bound, ask, aside: true });
  const screen = (name: string, ask: () => unknown): Question => ({ ...aside(AT_ONCE, name, ask), whole: A_SCREEN });
  const documents = { company: taxIdOf(1), month } as const;
  return [
    at(AT_ONCE, 'OutboxReader.countVerifiedSince, 26 batches ago', () =>
      outbox.countVerifiedSince(since, ['import'], newest),
    ),
    at(AT_ONCE, 'OutboxReader.isUnderWay', () => outbox.isUnderWay(['import'], newest)),
    at(AT_ONCE, 'OutboxReader.isUnderWay, nothing is', () => outbox.isUnderWay(['import'], 1)),
    at(AT_ONCE, 'OutboxReader.lines', () => outbox.lines()),
    at(AT_ONCE, 'DeliveryWriter.undelivered', () => writer.undelivered('import')),
    at(AT_ONCE, 'DeliveryWriter.waiting', () => writer.waiting('import')),
    at(AT_ONCE, 'DeliveryWriter.nextDue', () => writer.nextDue(['import'])),
    at(
      AT_ONCE,
      `DeliveryWriter.claim, ${String(BATCH)}`,
      undone(() => writer.claim(BATCH, '2027-01-01T00:00:00.000Z', ['import'])),
    ),
    at(
      AT_ONCE,
      'DeliveryWriter.failHeldBack',
      undone(() => writer.failHeldBack('2027-01-01', '2027-01-02', AWAY)),
    ),
    at(AT_ONCE, 'DeliveryWriter.unsentCancellations', () => writer.unsentCancellations('waiting')),
    at(
      AT_ONCE,
      'DeliveryWriter.healInterrupted',
      undone(() => writer.healInterrupted()),
    ),
    at(
      AT_ONCE,
      'DeliveryWriter.lookAgainAtConflicts',
      undone(() => writer.lookAgainAtConflicts()),
    ),
    at(AT_ONCE, 'EvidenceReader.pendingDeliveries', () => evidence.pendingDeliveries()),
    at(AT_ONCE, 'EvidenceReader.liveFacts', () => evidence.liveFacts(month)),
    aside(WHOLE_MONTH, 'EvidenceReader.liveCompanies (companies of a month)', () => evidence.liveCompanies(month)),
    aside(WHOLE_MONTH, 'EvidenceReader.totals (month totals)', () => evidence.totals(month)),
    aside(WHOLE_MONTH, 'EvidenceReader.totals of one company', () => evidence.totals(month, [giant])),
    aside(WHOLE_MONTH, 'EvidenceReader.undelivered of a month', () => evidence.undelivered(month, null, 10_000)),
    at(WHOLE_MONTH, 'EvidenceReader.documentsPerCompany', () => evidence.documentsPerCompany(month)),
    at(WHOLE_MONTH, 'EvidenceReader.heldByKind', () => evidence.heldByKind(`${month}-01`, `${month}-31`)),
    at(WHOLE_MONTH, 'EvidenceReader.filesByKind', () => evidence.filesByKind(month)),
    at(AT_ONCE, 'EvidenceReader.mostlyForeign', () => evidence.mostlyForeign()),
    aside(WHOLE_MONTH, 'ExpectationRepository.missing', () => expectations.missing(month)),
    {
      ...at(AT_ONCE, 'ExpectationRepository.reportAnswers of 50 companies, the giant too', () =>
        expectations.reportAnswers(
          month,
          Array.from({ length: 50 }, (_, n) => giant + n),
        ),
      ),
      // a statement for all, and one for each report after which something came; between fifties other work goes on
      whole: HELD,
    },
    at(AT_ONCE, 'ExpectationRepository.namedUnasked', () => expectations.namedUnasked(month, 'NFe')),
    aside(WHOLE_MONTH, 'VerdictReader.filed', () => verdictFacts.filed(month)),
    aside(WHOLE_MONTH, 'VerdictReader.missing', () => verdictFacts.missing(month)),
    aside(WHOLE_MONTH, 'VerdictReader.contradictedReports', () => verdictFacts.contradictedReports(month)),
    aside(WHOLE_MONTH, 'VerdictReader.documentsOf', () => verdictFacts.documentsOf(month)),
    aside(WHOLE_MONTH, 'VerdictReader.heldAgainstCount', () =>
      verdictFacts.heldAgainstCount('NFe', `${month}-01`, `${month}-31`, `${month}-20`),
    ),
    aside(WHOLE_MONTH, 'VerdictReader.heldByParties', () =>
      verdictFacts.heldByParties(
        `${month}-01`,
        `${month}-31`,
        Array.from({ length: 50 }, (_, n) => taxIdOf(1 + n * 20)),
      ),
    ),
    aside(AT_ONCE, 'VerdictReader.cancellationsWaiting', () => verdictFacts.cancellationsWaiting(month)),
    aside(WHOLE_MONTH, 'HistoryReader.openFindings', () => history.openFindings(month, null)),
    {
      ...aside(WHOLE_MONTH, 'gatherMonth, everything that a verdict needs', () => gatherMonth(reading, month)),
      whole: A_SCREEN,
    },
    at(AT_ONCE, 'HistoryReader.runs', () => history.runs(200)),
    at(AT_ONCE, 'HistoryReader.journal, by text', () => history.journal({ texts: ['0301_EMPRESA'] }, null, 100)),
    at(AT_ONCE, 'HistoryReader.journal, from a day', () =>
      history.journal({ from: `${month}-10`, to: `${month}-20` }, null, 100),
    ),
    at(WHOLE_MONTH, 'HistoryReader.journal, of a company', () => history.journal({ companyId: giant }, null, 100)),
    {
      ...aside(WHOLE_MONTH, 'company page: the giant’s verdict and witnesses', () =>
        companyMonth(reading, taxIdOf(1), month),
      ),
      whole: null,
    },
    screen('company page: witnesses of the giant', () => companyMonths.witnesses(giant, month, null)),
    aside(AT_ONCE, 'company page: the giant’s months', () => companyMonths.months(giant)),
    aside(AT_ONCE, 'company page: first documents of the giant', () => companyDocuments(reading, documents, null, 100)),
    aside(AT_ONCE, 'company page: orphans of the giant', () =>
      companyDocuments(reading, { ...documents, state: 'orphan' }, null, 100),
    ),
    aside(AT_ONCE, 'company page: documents of another', () =>
      companyDocuments(reading, { company: taxIdOf(7), month }, null, 100),
    ),
    screen('audit board: orphans of all months', () => auditReads.orphanTotals()),
    screen('audit board: counts and what is mended', () => [audits.counts(audit), audits.mended(audit)]),
    screen('audit: groups of findings', () => audits.groups(audit, audits.mended(audit))),
    aside(AT_ONCE, 'audit: a page of findings and its totals', () => [
      audits.page({ auditId: audit, open: true }, mended, 0, 100),
      audits.totals({ auditId: audit, open: true }, mended),
    ]),
    at(AT_ONCE, 'recovery: companies, months, speed', () => [
      recoveries.companies(1),
      recoveries.months(1),
      recoveries.recentSpeed(),
      recoveries.fetchDays(1, 'planned'),
    ]),
    at(AT_ONCE, 'WholeRecoveryRepository.hasChangedSince', () => ledger.wholeRecoveries.hasChangedSince(audit)),
    at(AT_ONCE, 'DocumentReader.awaitingCompanies', () => ledger.documents.awaitingCompanies(0, 10_000)),
    at(AT_ONCE, 'DocumentReader.eventsWithoutCompany', () => ledger.documents.eventsWithoutCompany(0, 10_000)),
    at(AT_ONCE, 'DocumentReader.heldInWindow of a company', () =>
      ledger.documents.heldInWindow('NFe', `${month}-01`, `${month}-31`, {
        taxId: taxIdOf(1),
        partyRoles: ['recipient'],
      }),
    ),
    at(AT_ONCE, 'DocumentReader.heldInWindow of a small company', () =>
      ledger.documents.heldInWindow('NFe', `${month}-01`, `${month}-31`, {
        taxId: taxIdOf(20),
        partyRoles: ['recipient'],
      }),
    ),
    at(AT_ONCE, 'DocumentReader.filingsOfMonth, a page', () => ledger.documents.filingsOfMonth(month, 0, 200)),
    at(AT_ONCE, 'DocumentReader.deliveriesOfMonth, a page', () => ledger.documents.deliveriesOfMonth(month, 0, 200)),
    at(AT_ONCE, 'OutboxReader.delivered, a page of a month', () => outbox.delivered(0, 200, month)),
    at(AT_ONCE, 'OutboxReader.countDelivered', () => outbox.countDelivered(month)),
    at(AT_ONCE, 'Journal.monthsTouchedSince', () => ledger.journal.monthsTouchedSince(ledger.journal.newest() - 30)),
    at(AT_ONCE, 'RereadRepository.isDue', () => ledger.rereads.isDue(99)),
    at(
      AT_ONCE,
      'LeftoverDebts.noteDeaths',
      undone(() => ledger.staleFileDebts.noteDeaths(['archive', 'import'])),
    ),
    at(AT_ONCE, 'ShareHealthRepository.history', () => ledger.shareHealth.history('import', 24)),
  ];
}

/** What an engine answers out of the thread that reads: its own thread is held by none of it. */
export function engineQuestions(engine: Engine, month: string, auditId: number): Question[] {
  const { audits, live, records } = engine;
  const at = (name: string, ask: () => unknown, whole: number | null = null): Question => ({
    name: `engine: ${name}`,
    bound: AT_ONCE,
    whole,
    ask,
  });
  // what nobody has written to is answered out of what is kept: here every question is asked anew
  const anew = (name: string, ask: () => unknown, whole?: number): Question =>
    at(
      name,
      () => {
        engine.alerts.mute(null);
        return ask();
      },
      whole,
    );
  return [
    anew('status, as malote status has it', () => engine.status(month), ALL_EVIDENCE),
    at('status, nothing having been written since', () => engine.status(month)),
    anew('companies of the month', () => live.companies(month), WHOLE_MONTH),
    anew('the last run, as it stands now', () => live.lastSummary(month), ALL_EVIDENCE),
    anew('what can be gone on with', () => live.interrupted()),
    anew('the giant’s month', () => records.companyMonth(taxIdOf(1), month)),
    anew('the giant’s first documents', () => records.documents({ company: taxIdOf(1), month }, null, 100)),
    anew('audit board', () => audits.overview(), A_SCREEN),
    anew('groups of an audit', () => audits.groups(auditId), A_SCREEN),
    anew('findings of an audit', () => audits.findings({ auditId, open: true }, 0, 100), A_SCREEN),
  ];
}

/** When the batch before the last so many was settled. */
function sinceBatches(ledger: Ledger, batches: number): string {
  return databaseOf(ledger).value<string>(
    "SELECT at FROM journal WHERE action = 'delivery.verified' ORDER BY id DESC LIMIT 1 OFFSET ?",
    [batches - 1],
  );
}

const UNDONE = new Error('undone');

function undoing(ledger: Ledger, work: () => unknown): void {
  try {
    ledger.transaction(() => {
      work();
      throw UNDONE;
    });
  } catch (error) {
    if (error !== UNDONE) throw error;
  }
}
