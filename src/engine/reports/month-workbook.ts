import { exactMoment } from '../../shared/messages/pt-BR/moments';
import {
  monthPageMessages as page,
  monthReportMessages as common,
  monthSummaryMessages as say,
} from '../../shared/messages/pt-BR/month-report';
import { dayName, monthName } from '../../shared/messages/pt-BR/numbers';
import { reportColumns as titles, sheetNames } from '../../shared/messages/pt-BR/report-columns';
import type { MonthEvent, MonthSnapshot, SnapshotCompany } from '../ledger';
import type { Cell } from './cells';
import { documentsOf, missingOf, type MonthEvidence, type Tally } from './month-evidence';
import { eachRow } from './rows';
import type { Column, Sheet } from './workbook';

const KEY: Column = { title: titles.key, width: 48 };
const KIND: Column = { title: titles.kind, width: 8 };
const FOLDER: Column = { title: titles.company, width: 38 };
const HASH: Column = { title: titles.sha256, width: 68 };

const whole = (title: string): Column => ({ title, kind: 'whole', width: 14 });

type Companies = ReadonlyMap<number, SnapshotCompany>;

function foldersOf(ids: readonly number[], companies: Companies): string {
  return ids.map((id) => companies.get(id)?.folder ?? String(id)).join(', ');
}

const day = (text: string | null): string => (text === null ? '' : dayName(text));
const moment = (text: string | null): string => (text === null ? '' : exactMoment(text));

/** The sheets of a month's evidence: Resumo, Empresas, Faltantes, Órfãos, Eventos. Their rows are read as they are written. */
export function monthSheets(
  evidence: MonthEvidence,
  snapshot: MonthSnapshot,
  issue: { readonly at: string; readonly by: string; readonly program: string },
  signal?: AbortSignal,
): Sheet[] {
  const companies = new Map(snapshot.companies().map((company) => [company.id, company]));
  return [
    summarySheet(evidence, issue),
    companiesSheet(evidence),
    missingSheet(snapshot, companies, signal),
    orphansSheet(snapshot, companies, signal),
    eventsSheet(snapshot, companies, signal),
  ];
}

function summarySheet(
  { month, announced, total, unassigned, audit, findings, listSha256 }: MonthEvidence,
  { at, by, program }: { readonly at: string; readonly by: string; readonly program: string },
): Sheet {
  const rows: Cell[][] = [
    [say.month, monthName(month), ''],
    [say.issuedAt, exactMoment(at), ''],
    [say.issuedBy, by, program],
    [
      say.audit,
      audit === null ? say.noAudit : say.auditNumber(audit.id),
      audit === null ? '' : exactMoment(audit.endedAt),
    ],
    [say.announced, announced, announced === null ? say.notAsked : say.announcedNote],
    [say.reported, total.promised, total.promised === null ? say.noReport : say.reportedNote],
    [say.ledger, total.ledger, say.unassigned(unassigned)],
    [say.disk, total.disk, total.disk === null ? page.noAudit : ''],
    [say.handedOver, total.handedOver, say.handedOverNote],
    [say.handedOverBefore, total.handedOverBefore, ''],
    [say.waiting, total.waiting, ''],
    [say.conflicts, total.conflicts, ''],
    [say.orphans, total.orphans, say.orphansNote],
    [say.missing, total.missing, say.missingNote],
    [say.cancelled, total.cancelled, ''],
    [say.listHash, listSha256, say.listHashNote],
    ...[...findings].map(([category, n]): Cell[] => [say.finding(category), n, common.findingMeaning(category)]),
  ];
  const columns = [
    { title: titles.item, width: 44 },
    { title: titles.value, width: 40 },
    { title: titles.observation, width: 80 },
  ];
  return { name: sheetNames.summary, columns, rows };
}

function companiesSheet({ companies }: MonthEvidence): Sheet {
  function* rows(): Generator<Cell[]> {
    for (const { company, kinds } of companies) {
      const head = [company.folder, company.taxId, company.name];
      if (kinds.size === 0) yield [...head, '', ...figures(undefined)];
      for (const [kind, tally] of kinds) yield [...head, kind, ...figures(tally)];
    }
  }
  const columns = [
    ...[FOLDER, { title: titles.taxId, width: 18 }, { title: titles.name, width: 34 }, KIND],
    ...[titles.reported, titles.onRecord, titles.onDisk, titles.delivered, titles.deliveredBefore].map(whole),
    ...[titles.queued, titles.conflicts, titles.orphans, titles.missing, titles.cancelled].map(whole),
    ...[titles.inbound, titles.outbound, titles.thirdParty].map(
      (title) => ({ title, kind: 'cents', width: 18 }) as const,
    ),
    whole(titles.withoutValue),
  ];
  return { name: sheetNames.companies, columns, rows: rows() };
}

function figures(tally: Readonly<Tally> | undefined): Cell[] {
  if (tally === undefined) return [null, 0, null, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  const { promised, ledger, disk, handedOver, handedOverBefore, waiting, conflicts, orphans, missing, cancelled } =
    tally;
  const numbers = [
    promised,
    ledger,
    disk,
    handedOver,
    handedOverBefore,
    waiting,
    conflicts,
    orphans,
    missing,
    cancelled,
  ];
  const { inboundCents, outboundCents, otherCents, unvalued } = tally.sums;
  return [...numbers, inboundCents, outboundCents, otherCents, unvalued];
}

function missingSheet(snapshot: MonthSnapshot, companies: Companies, signal: AbortSignal | undefined): Sheet {
  async function* rows(): AsyncGenerator<Cell[]> {
    for await (const { identity, kind, companyId, issueDay, sources, answer } of eachRow(missingOf(snapshot), signal)) {
      const company = companyId === null ? undefined : companies.get(companyId);
      const whose = [company?.folder ?? '', company?.taxId ?? ''];
      yield [identity, kind, ...whose, day(issueDay), common.sources(sources), answer ?? ''];
    }
  }
  const columns = [
    ...[KEY, KIND, FOLDER, { title: titles.taxId, width: 18 }, { title: titles.issued, width: 12 }],
    ...[
      { title: titles.promisedBy, width: 34 },
      { title: titles.siegAnswer, width: 50 },
    ],
  ];
  return { name: sheetNames.missing, columns, rows: rows() };
}

function orphansSheet(snapshot: MonthSnapshot, companies: Companies, signal: AbortSignal | undefined): Sheet {
  async function* rows(): AsyncGenerator<Cell[]> {
    for await (const document of eachRow(documentsOf(snapshot), signal)) {
      if (document.handedOver !== 'no' || document.filed.length === 0) continue;
      const { identity, kind, filed, issueDay, number, totalCents, path, size, sha256 } = document;
      const facts = [day(issueDay), number, totalCents, path, size, sha256];
      yield [
        identity,
        kind,
        foldersOf(
          filed.map(({ companyId }) => companyId),
          companies,
        ),
        ...facts,
      ];
    }
  }
  const columns: Column[] = [
    ...[KEY, KIND, FOLDER, { title: titles.issued, width: 12 }, { title: titles.documentNumber, width: 12 }],
    { title: titles.money, kind: 'cents', width: 16 },
    ...[{ title: titles.archiveFile, width: 90 }, whole(titles.bytes), HASH],
  ];
  return { name: sheetNames.orphans, columns, rows: rows() };
}

function eventsSheet(snapshot: MonthSnapshot, companies: Companies, signal: AbortSignal | undefined): Sheet {
  const read = (last: MonthEvent | null, limit: number): MonthEvent[] => snapshot.events(last?.identity ?? '', limit);
  async function* rows(): AsyncGenerator<Cell[]> {
    for await (const event of eachRow(read, signal)) {
      const { documentIdentity, kind, eventType, sequence, effect, effective, issuedAt, companyIds, deliveredAt } =
        event;
      const what = [documentIdentity, kind, eventType, sequence, common.effect(effect, effective), issuedAt];
      yield [...what, foldersOf(companyIds, companies), moment(deliveredAt), event.sha256];
    }
  }
  const columns: Column[] = [
    ...[{ ...KEY, title: titles.document }, KIND, { title: titles.event, width: 10 }, whole(titles.sequence)],
    ...[{ title: titles.effect, width: 24 }, { title: titles.eventDate, width: 28 }, FOLDER],
    ...[{ title: titles.deliveredAt, width: 20 }, HASH],
  ];
  return { name: sheetNames.events, columns, rows: rows() };
}
