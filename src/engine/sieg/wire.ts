/**
 * Names, numbers and formats of SIEG's API. No official page was readable when this was written: each line is what independent
 * clients of the API do. Confidence H (several agree, or a real call was recorded), M (one credible client), L (a guess).
 * Whatever proves wrong is changed here and nowhere else.
 */
import { addDays, daysInWindow, isDay, isSiegKind } from '../domain';
import type { Day, SiegKind } from '../domain';
import { MaloteError } from '../../shared/errors';
import type { EventQuery, EventsOfQuery, PartyFilter, SiegRole, SiegWindow } from './port';
import { siegMessages } from '../../shared/messages/pt-BR/sieg';

/** H */
export const KIND_NUMBER: Readonly<Record<SiegKind, number>> = { NFe: 1, CTe: 2, NFSe: 3, NFCe: 4, CFe: 5 };

/** H: one party filter per call, digits only. */
const PARTY_FIELD: Readonly<Record<SiegRole, string>> = {
  issuer: 'CnpjEmit',
  recipient: 'CnpjDest',
  sender: 'CnpjRem',
  taker: 'CnpjTom',
};

/** H: 50 files a page in both generations. */
export const MAX_TAKE = 50;

/** Longest windows in days: v1 pages "2 months" (H), v1 counts "3 months" (M), taken short enough for February; legacy unknown (L). */
export const MAX_WINDOW_DAYS = {
  legacy: { page: 366, count: 366 },
  v1: { page: 59, count: 89 },
} as const;

/** Deadlines of whole calls: pages of v1 took 100 s, reports 180 s (H). */
export const DEADLINE_MS = {
  page: 180_000,
  count: 60_000,
  document: 60_000,
  events: 180_000,
  report: 200_000,
  token: 60_000,
} as const;

/** Largest accepted answers, unpacked. */
export const MAX_BYTES = { page: 128 * 1_048_576, small: 32 * 1_048_576, report: 64 * 1_048_576 } as const;

/** Legacy paths (H). `page` may be changed to '/BaixarXmlsV2', whose answer `{"xmls":[…]}` is understood too. */
export const LEGACY_PATHS = {
  page: '/BaixarXmls',
  count: '/ContarXmls',
  document: '/BaixarXml',
  events: '/BaixarEventos',
  report: '/api/relatorio/xml',
} as const;

/** v1 paths (H; baixar-xml M, baixar-eventos L). */
export const V1_PATHS = {
  token: '/api/v1/create-jwt',
  page: '/api/v1/baixar-xmls',
  count: '/api/v1/contar-xmls',
  document: '/api/v1/baixar-xml',
  events: '/api/v1/baixar-eventos',
} as const;

/** Report types (H): 2 is the basic list of NF-e and NFC-e, 4 CT-e, 5 NFS-e. None is known for CF-e. */
export const REPORT_TYPE: Readonly<Record<SiegKind, number | null>> = { NFe: 2, CTe: 4, NFCe: 2, NFSe: 5, CFe: null };

/** The kinds that SIEG has a report type for, in the order in which they are asked. */
export const KINDS_WITH_REPORT = Object.keys(REPORT_TYPE)
  .filter(isSiegKind)
  .filter((kind) => REPORT_TYPE[kind] !== null);

export function partyFields(party: PartyFilter | undefined): Record<string, string> {
  return party === undefined ? {} : { [PARTY_FIELD[party.role]]: party.taxId };
}

/**
 * Issue dates as plain days (H; NFS-e accepts nothing else). Upload times carry a time of day, so that their last day needs its
 * end (M), except for NFS-e.
 */
export function windowFields(window: SiegWindow, kind: SiegKind | null): Record<string, string> {
  if (window.by === 'issue') return { DataEmissaoInicio: window.from, DataEmissaoFim: window.to };
  const plain = kind === 'NFSe';
  return {
    DataUploadInicio: plain ? window.from : `${window.from}T00:00:00`,
    DataUploadFim: plain ? window.to : `${window.to}T23:59:59`,
  };
}

/** M: the same fields in both generations (v1 is L). */
export function eventFields(query: EventQuery): Record<string, string | number> {
  return {
    TipoXml: KIND_NUMBER[query.kind],
    ...(query.eventType === undefined ? {} : { TipoEvento: query.eventType }),
    DataInicioEvento: query.from,
    DataFimEvento: query.to,
    Take: query.take,
    Skip: query.skip,
    ...partyFields(query.party),
  };
}

/** M in both generations: BaixarEventos / baixar-eventos with the key of one document instead of days. */
export function eventsOfFields({ kind, key, eventType, skip }: EventsOfQuery): Record<string, string | number> {
  return {
    ChaveXml: key,
    TipoXml: KIND_NUMBER[kind],
    ...(eventType === undefined ? {} : { TipoEvento: eventType }),
    Take: MAX_TAKE,
    Skip: skip ?? 0,
  };
}

/** @throws SIEG_QUERY_INVALID for a window that is no window or that SIEG would refuse, before a request is spent on it. */
export function checkWindow(from: Day, to: Day, maxDays: number): void {
  if (!isDay(from) || !isDay(to) || from > to)
    throw new MaloteError('SIEG_QUERY_INVALID', { reason: siegMessages.query.window(from, to) });
  if (addDays(from, maxDays - 1) < to) {
    const days = daysInWindow(from, to).length;
    throw new MaloteError('SIEG_QUERY_INVALID', {
      reason: siegMessages.query.longWindow(days, maxDays),
    });
  }
}

/** @throws SIEG_QUERY_INVALID */
export function checkPaging(skip: number, take: number): void {
  if (!Number.isInteger(skip) || skip < 0)
    throw new MaloteError('SIEG_QUERY_INVALID', { reason: siegMessages.query.skip(skip) });
  if (!Number.isInteger(take) || take < 1 || take > MAX_TAKE) {
    throw new MaloteError('SIEG_QUERY_INVALID', {
      reason: siegMessages.query.take(take, MAX_TAKE),
    });
  }
}
