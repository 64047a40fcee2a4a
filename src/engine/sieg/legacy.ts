import { isMaloteError, MaloteError } from '../../shared/errors';
import { countsOf, filesOf, pageOf, reportPackageOf } from './answers';
import type { Call, OnLeave } from './caller';
import type {
  CountQuery,
  Counts,
  DocumentQuery,
  EventQuery,
  EventsOfQuery,
  Page,
  PageQuery,
  Report,
  ReportQuery,
  SiegFile,
} from './port';
import { readReport } from './report';
import {
  checkPaging,
  checkWindow,
  DEADLINE_MS,
  eventFields,
  eventsOfFields,
  KIND_NUMBER,
  LEGACY_PATHS,
  MAX_BYTES,
  MAX_TAKE,
  MAX_WINDOW_DAYS,
  partyFields,
  REPORT_TYPE,
  windowFields,
} from './wire';
import type { Adapter, AdapterOptions, GenerationAdapter } from './adapter';
import { siegMessages } from '../../shared/messages/pt-BR/sieg';

/** The older generation: JSON and base64, the key in the query string. */
function createLegacyAdapter({ call, credentials }: AdapterOptions): Adapter {
  const query = { api_key: credentials.apiKey };

  async function count({ window, party }: CountQuery, signal: AbortSignal, onLeave?: OnLeave): Promise<Counts> {
    checkWindow(window.from, window.to, MAX_WINDOW_DAYS.legacy.count);
    const body = { ...windowFields(window, null), ...partyFields(party) };
    const request = {
      bucket: 'count',
      path: LEGACY_PATHS.count,
      query,
      body,
      deadlineMs: DEADLINE_MS.count,
      maxBytes: MAX_BYTES.small,
    } as const;
    return countsOf(await call(request, signal, onLeave), request.path);
  }

  async function page({ kind, window, party, skip, take, events }: PageQuery, signal: AbortSignal): Promise<Page> {
    checkWindow(window.from, window.to, MAX_WINDOW_DAYS.legacy.page);
    checkPaging(skip, take);
    const body = {
      XmlType: KIND_NUMBER[kind],
      Take: take,
      Skip: skip,
      ...windowFields(window, kind),
      ...partyFields(party),
      Downloadevent: events,
    };
    const request = {
      bucket: 'page',
      path: LEGACY_PATHS.page,
      query,
      body,
      deadlineMs: DEADLINE_MS.page,
      maxBytes: MAX_BYTES.page,
    } as const;
    return pageOf(await call(request, signal), request.path);
  }

  async function fetchOne({ kind, key }: DocumentQuery, events: boolean, signal: AbortSignal): Promise<SiegFile[]> {
    const request: Call = {
      bucket: 'document',
      path: LEGACY_PATHS.document,
      query: { xmlType: String(KIND_NUMBER[kind]), downloadEvent: String(events), ...query },
      body: key,
      deadlineMs: DEADLINE_MS.document,
      maxBytes: MAX_BYTES.small,
    };
    return filesOf(await call(request, signal), request.path);
  }

  async function document(wanted: DocumentQuery, signal: AbortSignal): Promise<readonly SiegFile[]> {
    try {
      return await fetchOne(wanted, wanted.events, signal);
    } catch (error) {
      // downloadEvent=true is answered 400 for some documents (M) that come without it.
      const refused = isMaloteError(error, 'SIEG_REJECTED') && error.details['status'] === 400;
      if (!wanted.events || !refused) throw error;
      return fetchOne(wanted, false, signal);
    }
  }

  async function events(wanted: EventQuery, signal: AbortSignal): Promise<Page> {
    checkWindow(wanted.from, wanted.to, MAX_WINDOW_DAYS.legacy.page);
    checkPaging(wanted.skip, wanted.take);
    const body = eventFields(wanted);
    const request = {
      bucket: 'events',
      path: LEGACY_PATHS.events,
      query,
      body,
      deadlineMs: DEADLINE_MS.events,
      maxBytes: MAX_BYTES.page,
    } as const;
    return pageOf(await call(request, signal), request.path);
  }

  async function eventsOf(wanted: EventsOfQuery, signal: AbortSignal): Promise<Page> {
    checkPaging(wanted.skip ?? 0, MAX_TAKE);
    const body = eventsOfFields(wanted);
    const request = {
      bucket: 'events',
      path: LEGACY_PATHS.events,
      query,
      body,
      deadlineMs: DEADLINE_MS.events,
      maxBytes: MAX_BYTES.page,
    } as const;
    return pageOf(await call(request, signal), request.path);
  }

  async function report(wanted: ReportQuery, signal: AbortSignal): Promise<Report | null> {
    const type = REPORT_TYPE[wanted.kind];
    if (type === null)
      throw new MaloteError('SIEG_UNSUPPORTED', { what: siegMessages.unsupported.reportOf(wanted.kind) });
    const body = {
      Cnpj: wanted.taxId,
      TypeXmlDownloadReport: type,
      XmlType: KIND_NUMBER[wanted.kind],
      Month: Number(wanted.month.slice(5, 7)),
      Year: Number(wanted.month.slice(0, 4)),
    };
    const request = {
      bucket: 'report',
      path: LEGACY_PATHS.report,
      query,
      body,
      deadlineMs: DEADLINE_MS.report,
      maxBytes: MAX_BYTES.report,
    } as const;
    const packed = reportPackageOf(await call(request, signal));
    return packed === null ? null : readReport(packed, wanted, signal);
  }

  const capabilities = { reports: true, maxTake: MAX_TAKE, maxWindowDays: MAX_WINDOW_DAYS.legacy.page };
  return { generation: 'legacy', capabilities, count, page, document, events, eventsOf, report };
}

/** G2: 30 requests a minute for the key, whatever the endpoint (H). */
const PER_MINUTE = 30;

export const LEGACY: GenerationAdapter = {
  create: createLegacyAdapter,
  limitOf: (_bucket, requestsPerMinute) => ({ share: 'legacy', perMinute: requestsPerMinute ?? PER_MINUTE }),
  hints: {
    SIEG_WRONG_PATH: siegMessages.test.oldApiEnds,
    SIEG_AUTHENTICATION: siegMessages.test.keyOfNewApi,
  },
};
