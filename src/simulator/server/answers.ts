import { gzipSync, Zip, ZipDeflate, ZipPassThrough, zipSync, type Zippable } from 'fflate';

/** A whole HTTP answer. */
export interface Answer {
  readonly status: number;
  readonly type: 'application/json; charset=utf-8' | 'text/plain; charset=utf-8' | 'application/zip';
  readonly body: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  /** XML files inside. */
  readonly files?: number;
}

/** A file on its way into an answer. Its content is not XML when a quirk spoiled it. */
export interface OutgoingFile {
  readonly name: string;
  readonly content: string;
  /** True when even the encoding around the content is spoiled. */
  readonly garbage: boolean;
}

const NOTHING = 'Nenhum arquivo XML localizado para os filtros informados.';
const NO_EVENTS = 'Eventos não encontrados!';
/** ZIP entries carry a date; a fixed one keeps the bytes the same on every day. */
const ENTRY_DATE = new Date(2026, 0, 1);

export function json(value: unknown, status = 200, files = 0): Answer {
  return { status, type: 'application/json; charset=utf-8', body: Buffer.from(JSON.stringify(value)), files };
}

export function text(value: string, status = 200): Answer {
  return { status, type: 'text/plain; charset=utf-8', body: Buffer.from(value) };
}

/** Nothing found: a 404 whose text comes in one of the three forms that clients have met. */
export function nothing(form: number): Answer {
  if (form === 0) return json([NOTHING], 404);
  return form === 1 ? json({ message: NOTHING }, 404) : text(NOTHING, 404);
}

export function noEvents(form: number): Answer {
  return text(NO_EVENTS, form === 0 ? 200 : 404);
}

/** An error of the legacy API in one of its three forms. */
export function legacyError(status: number, message: string, form: number): Answer {
  if (form === 0) return json({ Status: [message] }, status);
  return form === 1 ? json([message], status) : json({ Message: message }, status);
}

/** The envelope around most answers of v1. */
export function envelope(data: unknown, files = 0): Answer {
  return json({ IsSuccess: true, IsFailure: false, ErrorMessage: null, StatusCode: 200, Data: data }, 200, files);
}

export function v1Error(status: number, message: string): Answer {
  return json({ IsSuccess: false, IsFailure: true, ErrorMessage: message, StatusCode: status, Data: null }, status);
}

export function base64Of(file: OutgoingFile): string {
  return file.garbage ? file.content : Buffer.from(file.content).toString('base64');
}

/** The same, with the XML compressed inside: v1 hands some events out like that. */
export function gzippedBase64Of(file: OutgoingFile): string {
  return file.garbage
    ? file.content
    : Buffer.from(gzipSync(Buffer.from(file.content), { mtime: ENTRY_DATE })).toString('base64');
}

/** One entry in so many is compressed, the others are stored: readers must cope with both, and the server stays fast. */
const COMPRESSED_EVERY = 8;

interface Entry {
  readonly name: string;
  readonly content: Uint8Array;
  readonly compressed: boolean;
}

/**
 * A ZIP with one entry per file and a central directory. With `descriptors`, sizes and checksums stand only behind each entry
 * and in the directory, as SIEG sometimes writes them.
 */
export function zipAnswer(files: readonly OutgoingFile[], descriptors: boolean): Answer {
  const entries = uniqueEntries(files);
  const bytes = descriptors ? streamedZip(entries) : plainZip(entries);
  return { status: 200, type: 'application/zip', body: bytes, files: files.length };
}

/** A document that comes twice in one page gets a second name. */
function uniqueEntries(files: readonly OutgoingFile[]): Entry[] {
  const names = new Set<string>();
  return files.map((file, index) => {
    const name = names.has(file.name) ? file.name.replace(/\.xml$/, ' (2).xml') : file.name;
    names.add(name);
    return { name, content: Buffer.from(file.content), compressed: index % COMPRESSED_EVERY === 0 };
  });
}

function plainZip(entries: readonly Entry[]): Buffer {
  const zippable: Zippable = {};
  for (const { name, content, compressed } of entries)
    zippable[name] = [content, { level: compressed ? 1 : 0, mtime: ENTRY_DATE }];
  return Buffer.from(zipSync(zippable));
}

function streamedZip(entries: readonly Entry[]): Buffer {
  const chunks: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    chunks.push(chunk);
  });
  for (const { name, content, compressed } of entries) {
    const entry = compressed ? new ZipDeflate(name, { level: 1 }) : new ZipPassThrough(name);
    entry.mtime = ENTRY_DATE;
    zip.add(entry);
    entry.push(content, true);
  }
  zip.end();
  return Buffer.concat(chunks);
}
