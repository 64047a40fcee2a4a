import { MaloteError } from '../../shared/errors';
import { plainWords } from '../../shared/plain-words';
import { PROXY_LOGIN } from '../network';
import { isTooDeep, untrusted } from '../base';
import { SIEG_KINDS, type SiegKind } from '../domain';
import { isSentence, plainText, saysNothing, saysTooMany, saysWrongKey } from './answer-texts';
import { field, isRecord, itemsOf, looseValue, messagesOf, openEnvelope } from './answer-values';
import { DECODE_LIMITS, decodeItem, isArchive, isGzip, newBudget } from './decode';
import type { HttpAnswer } from './http';
import type { Counts, Page, SiegFile } from './port';
import { siegMessages } from '../../shared/messages/pt-BR/sieg';

/** A successful answer: SIEG's word that there is nothing, raw bytes, or a value out of JSON or plain text. */
export type Payload =
  | { readonly type: 'nothing' }
  | { readonly type: 'bytes'; readonly bytes: Uint8Array }
  | { readonly type: 'value'; readonly value: unknown };

/** Statuses with which "there is nothing" was seen or is plausible: 404 (H), 200 (M), 400 (L). */
const MAY_SAY_NOTHING = [200, 400, 404];
const LONGEST_QUOTE = 200;

/**
 * Tells success from failure, whatever the status claims: SIEG answers 404 for "nothing found" and 200 with an error text.
 * @param redact is applied to every word of the server before it enters an error.
 * @throws MaloteError SIEG_*
 */
export function readAnswer(answer: HttpAnswer, redact: (text: string) => string): Payload {
  return ofAnswer(answer.path, () => payloadOf(answer, redact));
}

/** Whatever an answer does to its reader, it is that answer which cannot be read. */
function ofAnswer<Result>(path: string, read: () => Result): Result {
  return untrusted(read, (cause) => {
    throw new MaloteError('SIEG_UNREADABLE', { reason: siegMessages.answer.noAnswer, path }, { cause });
  });
}

function payloadOf(answer: HttpAnswer, redact: (text: string) => string): Payload {
  const ok = isOk(answer.status);
  if (ok && (isArchive(answer.body) || isGzip(answer.body))) return { type: 'bytes', bytes: answer.body };
  const whole = looseValue(answer.body);
  if (isTooDeep(whole)) throw unreadable(answer, siegMessages.answer.tooDeep);
  const envelope = openEnvelope(whole);
  const status = (ok ? envelope?.failedStatus : null) ?? answer.status;
  const messages = messagesOf(whole).map(plainWords);
  if (MAY_SAY_NOTHING.includes(status) && messages.some(saysNothing)) return { type: 'nothing' };
  const said = redact(messages.filter(isSentence).slice(0, 3).join(' ')).slice(0, LONGEST_QUOTE);
  if (!isOk(status)) throw statusError({ ...answer, status }, whole, said);
  if (isHtml(whole)) throw new MaloteError('SIEG_NOT_SIEG', { status, path: answer.path });
  if (whole === undefined) throw unreadable(answer, siegMessages.answer.brokenText);
  if (isComplaint(whole)) throw spokenError({ ...answer, status }, said);
  return { type: 'value', value: envelope === null ? whole : envelope.data };
}

function isOk(status: number): boolean {
  return status >= 200 && status <= 299;
}

function isHtml(value: unknown): boolean {
  return typeof value === 'string' && /^\s*(<!doctype html|<html[\s>])/i.test(value);
}

/** A value that is nothing but sentences, where data was asked for. */
function isComplaint(value: unknown): boolean {
  if (typeof value === 'string') return isSentence(value);
  if (Array.isArray(value))
    return value.length > 0 && value.every((element) => typeof element === 'string' && isSentence(element));
  return isRecord(value) && itemsOf(value) === null && messagesOf(value).some((message) => message.trim() !== '');
}

function statusError(answer: HttpAnswer, value: unknown, said: string): MaloteError {
  const { status, path } = answer;
  const details = { status, path, answer: said };
  if (status === PROXY_LOGIN) return new MaloteError('SIEG_PROXY_LOGIN', { path });
  // A 403 page in HTML comes from a firewall or proxy, and must not be taken for SIEG refusing the key.
  if ((status === 403 && isHtml(value)) || status === 511) return new MaloteError('SIEG_NOT_SIEG', { status, path });
  if (status === 401 || status === 403) return new MaloteError('SIEG_AUTHENTICATION', details);
  if (status === 429) return rateLimit(answer, said);
  if (status === 408)
    return new MaloteError('SIEG_CONNECTION', { ...details, reason: siegMessages.answer.status(408) });
  if (status === 504) return new MaloteError('SIEG_GATEWAY_TIMEOUT', details);
  if (status >= 500) return new MaloteError('SIEG_SERVER_ERROR', details);
  if (status >= 300 && status <= 399) return new MaloteError('SIEG_REDIRECTED', { status, path });
  if ([404, 405, 410].includes(status)) return new MaloteError('SIEG_WRONG_PATH', details);
  return spokenError(answer, said);
}

/** An error that only its words explain. */
function spokenError(answer: HttpAnswer, said: string): MaloteError {
  const { status, path } = answer;
  if (saysWrongKey(said)) return new MaloteError('SIEG_AUTHENTICATION', { status, path, answer: said });
  if (saysTooMany(said)) return rateLimit(answer, said);
  const quoted = said === '' ? siegMessages.answer.unexplained(status) : said.replace(/[.\s]+$/, '');
  return new MaloteError('SIEG_REJECTED', { status, path, answer: quoted });
}

function rateLimit(answer: HttpAnswer, said: string): MaloteError {
  return new MaloteError('SIEG_RATE_LIMIT', { status: answer.status, path: answer.path, answer: said });
}

function unreadable(answer: Pick<HttpAnswer, 'path'>, reason: string): MaloteError {
  return new MaloteError('SIEG_UNREADABLE', { reason, path: answer.path });
}

/** The files of a payload, decoded. @throws SIEG_UNREADABLE, SIEG_TOO_LARGE when the answer as a whole is not a list of files. */
export function filesOf(payload: Payload, path: string): SiegFile[] {
  return ofAnswer(path, () => filesIn(payload, path));
}

function filesIn(payload: Payload, path: string): SiegFile[] {
  if (payload.type === 'nothing') return [];
  if (payload.type === 'bytes') return wholeArchive(payload.bytes, path);
  // that there is nothing SIEG says in words, with 404 or with an empty list: a null was never met, and says nothing of the kind
  if (payload.value === null) throw unreadable({ path }, siegMessages.answer.nullForFiles);
  const items = itemsOf(payload.value);
  if (items === null) throw unreadable({ path }, siegMessages.answer.noFiles);
  const budget = newBudget();
  const files = items.flatMap((item) => decodeItem(item, null, DECODE_LIMITS, budget));
  // A bare text that is no document is not a list with one bad file in it: as such it would pass for a last page.
  if (typeof payload.value === 'string' && files.length > 0 && files.every((file) => file.problem !== null)) {
    throw unreadable({ path }, siegMessages.answer.noDocument);
  }
  return files;
}

export function pageOf(payload: Payload, path: string): Page {
  return { files: filesOf(payload, path), saidNothing: payload.type === 'nothing' };
}

/** A broken archive is no page of one broken file: taken as such it would look like the last page. */
function wholeArchive(bytes: Uint8Array, path: string): SiegFile[] {
  const files = decodeItem(bytes);
  const whole =
    files.length > 0 && files.every((file) => file.problem !== null && file.bytes === bytes) ? files[0]?.problem : null;
  if (whole === 'too-large') {
    throw new MaloteError('SIEG_TOO_LARGE', { megabytes: DECODE_LIMITS.maxTotalBytes / 1_048_576, path });
  }
  if (whole !== null) throw unreadable({ path }, siegMessages.answer.brokenArchive);
  return files;
}

/** Counts by kind, directly or under `Data`; null for a kind that is not named, or named without a number. @throws SIEG_UNREADABLE */
export function countsOf(payload: Payload, path: string): Counts {
  const value = payload.type === 'value' ? payload.value : null;
  if (payload.type === 'nothing') return zeroCounts();
  const source = isRecord(field(value, 'Data')) ? field(value, 'Data') : value;
  if (!SIEG_KINDS.some((kind) => field(source, kind) !== undefined))
    throw unreadable({ path }, siegMessages.answer.noCounts);
  return perKind((kind) => {
    const told = field(source, kind);
    if (told === undefined || told === null) return null;
    const count = Number(told);
    if (!Number.isInteger(count) || count < 0) throw unreadable({ path }, siegMessages.answer.countIsNoNumber(kind));
    return count;
  });
}

function zeroCounts(): Counts {
  return perKind(() => 0);
}

function perKind(count: (kind: SiegKind) => number | null): Counts {
  return Object.fromEntries(SIEG_KINDS.map((kind) => [kind, count(kind)])) as Record<SiegKind, number | null>;
}

/** A token handed out as a bare string or in an object. @throws SIEG_UNREADABLE */
export function tokenOf(payload: Payload, path: string): string {
  const value = payload.type === 'value' ? payload.value : null;
  const token = typeof value === 'string' ? value : field(value, 'Token', 'Jwt', 'AccessToken', 'access_token', 'Data');
  if (typeof token !== 'string' || !/^[\x21-\x7e]{8,}$/.test(token.trim()))
    throw unreadable({ path }, siegMessages.answer.noToken);
  return token.trim();
}

/** The spreadsheet of a report, still packed; null when there is nothing. */
export function reportPackageOf(payload: Payload): Uint8Array | string | null {
  if (payload.type === 'nothing') return null;
  if (payload.type === 'bytes') return payload.bytes;
  const base64 =
    typeof payload.value === 'string'
      ? payload.value
      : field(payload.value, 'RelatorioBase64', 'Relatorio', 'Data', 'Base64');
  return typeof base64 === 'string' && plainText(base64) !== '' ? base64 : '';
}
