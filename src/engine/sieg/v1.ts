import { isMaloteError, MaloteError } from '../../shared/errors';
import type { Adapter, AdapterOptions, GenerationAdapter } from './adapter';
import { countsOf, filesOf, pageOf, tokenOf, type Payload } from './answers';
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
  SiegBucket,
  SiegFile,
} from './port';
import { createTokenSource } from './token';
import {
  checkPaging,
  checkWindow,
  DEADLINE_MS,
  eventFields,
  eventsOfFields,
  KIND_NUMBER,
  MAX_BYTES,
  MAX_TAKE,
  MAX_WINDOW_DAYS,
  partyFields,
  V1_PATHS,
  windowFields,
} from './wire';
import { siegMessages } from '../../shared/messages/pt-BR/sieg';

/** The newer generation: a token of a day beside the key, both in headers; pages are binary archives. It has no reports. */
function createV1Adapter({ call, credentials, redactor, clock }: AdapterOptions): Adapter {
  const tokens = createTokenSource({
    clock,
    fetch: async (signal) => {
      const headers = { 'X-Client-Id': credentials.clientId, 'X-Secret-Key': credentials.clientSecret };
      const request = {
        bucket: 'token',
        path: V1_PATHS.token,
        headers,
        deadlineMs: DEADLINE_MS.token,
        maxBytes: MAX_BYTES.small,
      } as const;
      const token = tokenOf(await call(request, signal), request.path);
      redactor.add(token);
      return token;
    },
  });

  /** A token can be withdrawn before its day is over: the first 401 of a call gets a new one. */
  async function authorised(request: Call, signal: AbortSignal, onLeave?: OnLeave): Promise<Payload> {
    const token = await tokens.get(signal);
    try {
      return await call(withToken(request, token), signal, onLeave);
    } catch (error) {
      if (!isMaloteError(error, 'SIEG_AUTHENTICATION') || error.details['status'] !== 401) throw error;
      tokens.drop(token);
      return call(withToken(request, await tokens.get(signal)), signal, onLeave);
    }
  }

  function withToken(request: Call, token: string): Call {
    return { ...request, headers: { Authorization: `Bearer ${token}`, 'X-API-Key': credentials.apiKey } };
  }

  async function count({ window, party }: CountQuery, signal: AbortSignal, onLeave?: OnLeave): Promise<Counts> {
    checkWindow(window.from, window.to, MAX_WINDOW_DAYS.v1.count);
    const body = { ...windowFields(window, null), ...partyFields(party) };
    const request: Call = {
      bucket: 'count',
      path: V1_PATHS.count,
      body,
      deadlineMs: DEADLINE_MS.count,
      maxBytes: MAX_BYTES.small,
    };
    return countsOf(await authorised(request, signal, onLeave), request.path);
  }

  async function page({ kind, window, party, skip, take, events }: PageQuery, signal: AbortSignal): Promise<Page> {
    checkWindow(window.from, window.to, MAX_WINDOW_DAYS.v1.page);
    checkPaging(skip, take);
    const body = {
      TipoXml: KIND_NUMBER[kind],
      Take: take,
      Skip: skip,
      BaixarEventos: events,
      ...windowFields(window, kind),
      ...partyFields(party),
    };
    const request: Call = {
      bucket: 'page',
      path: V1_PATHS.page,
      body,
      deadlineMs: DEADLINE_MS.page,
      maxBytes: MAX_BYTES.page,
    };
    return pageOf(await authorised(request, signal), request.path);
  }

  async function document(wanted: DocumentQuery, signal: AbortSignal): Promise<readonly SiegFile[]> {
    const body = { ChaveXml: wanted.key, TipoXml: KIND_NUMBER[wanted.kind], BaixarEventos: wanted.events };
    const request: Call = {
      bucket: 'document',
      path: V1_PATHS.document,
      body,
      deadlineMs: DEADLINE_MS.document,
      maxBytes: MAX_BYTES.small,
    };
    return filesOf(await authorised(request, signal), request.path);
  }

  async function events(wanted: EventQuery, signal: AbortSignal): Promise<Page> {
    checkWindow(wanted.from, wanted.to, MAX_WINDOW_DAYS.v1.page);
    checkPaging(wanted.skip, wanted.take);
    const body = eventFields(wanted);
    const request: Call = {
      bucket: 'events',
      path: V1_PATHS.events,
      body,
      deadlineMs: DEADLINE_MS.events,
      maxBytes: MAX_BYTES.page,
    };
    return pageOf(await authorised(request, signal), request.path);
  }

  async function eventsOf(wanted: EventsOfQuery, signal: AbortSignal): Promise<Page> {
    checkPaging(wanted.skip ?? 0, MAX_TAKE);
    const body = eventsOfFields(wanted);
    const request: Call = {
      bucket: 'events',
      path: V1_PATHS.events,
      body,
      deadlineMs: DEADLINE_MS.events,
      maxBytes: MAX_BYTES.page,
    };
    return pageOf(await authorised(request, signal), request.path);
  }

  function report(): Promise<Report | null> {
    return Promise.reject(new MaloteError('SIEG_UNSUPPORTED', { what: siegMessages.unsupported.reports }));
  }

  const capabilities = { reports: false, maxTake: MAX_TAKE, maxWindowDays: MAX_WINDOW_DAYS.v1.page };
  return { generation: 'v1', capabilities, count, page, document, events, eventsOf, report };
}

/** G3: each endpoint has its own limit; baixar-xmls 2 (H), contar-xmls 5 (M), the others a guess (L). */
const PER_MINUTE: Readonly<Record<SiegBucket, number>> = {
  page: 2,
  count: 5,
  document: 30,
  events: 30,
  report: 30,
  token: 30,
};

export const V1: GenerationAdapter = {
  create: createV1Adapter,
  // the setting replaces the limit of pages, which is the only one that decides how long a month takes
  limitOf: (bucket, requestsPerMinute) => ({
    share: `v1-${bucket}`,
    perMinute: (bucket === 'page' ? requestsPerMinute : undefined) ?? PER_MINUTE[bucket],
  }),
  hints: {},
};
