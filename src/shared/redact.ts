/** Removes every known secret from text that comes from outside before it may enter an error, a log or a screen. */
export interface Redactor {
  /** Also hides `secret` from now on (a token that was just issued). */
  readonly add: (secret: string) => void;
  readonly redact: (text: string) => string;
}

const MASK = '•••';
/** Shorter "secrets" would blank out ordinary words; no real credential is that short. */
const SHORTEST_SECRET = 4;
/** What looks like a credential although nobody told us so: parameters, bearer tokens, JSON Web Tokens. */
const LOOKS_SECRET: readonly (readonly [RegExp, string])[] = [
  [
    /(api[_-]?key|x-api-key|x-secret-key|x-client-id|secret|token|senha|password)(["']?\s*[=:]\s*["']?)[^\s&"',;}]+/gi,
    `$1$2${MASK}`,
  ],
  [/\b(bearer)\s+[\w.~+/-]+=*/gi, `$1 ${MASK}`],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, MASK],
];

/** A long run of letters and digits mixed: a part of a credential that the server cut short, unless it reads like a name. */
const LONG_RUN = /(?=[\w+/=%-]{0,200}\d)(?=[\w+/=%-]{0,200}[A-Za-z])[\w+/=%-]{24,}/g;
/**
 * An access key, with letters where a CNPJ has them, or the 50 digits of a national NFS-e: what an operator looks for, and never a
 * credential. Not inside a longer number, but for the Id of an event.
 */
const KEY = String.raw`\d{6}[0-9A-Z]{12}\d{26}`;
const DOCUMENT_KEY = new RegExp(
  String.raw`((?<!\d)(?:\d{9}[0-9A-Z]{12}\d{29}|${KEY})(?!\d)|(?<=ID\d{6})${KEY}(?=\d{2,3}(?!\d)))`,
);

export function createRedactor(secrets: readonly string[]): Redactor {
  const spellings = new Set<string>();
  const add = (secret: string): void => {
    if (secret.length < SHORTEST_SECRET) return;
    for (const spelling of spellingsOf(secret)) spellings.add(spelling);
  };
  secrets.forEach(add);
  return { add, redact: (text) => mask(text, spellings) };
}

function mask(text: string, spellings: ReadonlySet<string>): string {
  let clean = text;
  const longestFirst = [...spellings].sort((a, b) => b.length - a.length);
  for (const spelling of longestFirst) clean = clean.replace(new RegExp(escapeRegExp(spelling), 'gi'), MASK);
  for (const [pattern, replacement] of LOOKS_SECRET) clean = clean.replace(pattern, replacement);
  return clean.replace(LONG_RUN, maskRun);
}

/** What stands around the keys in a run is judged by itself: a path, an Id, a credential. */
function maskRun(run: string): string {
  const pieces = run.split(DOCUMENT_KEY);
  return pieces.map((piece, index) => (index % 2 === 1 ? piece : piece.replace(LONG_RUN, maskPiece))).join('');
}

function maskPiece(piece: string): string {
  return readsLikeName(piece) ? piece : MASK;
}

/** A word, a kind of document (NFe), a number, an hour, or a short name such as 3M: chance makes none of these of a credential's parts. */
const NAME_PART =
  /^(?:[A-Z]{1,20}|[a-z]{1,20}|(?:[A-Z][a-z]{1,15}){1,4}|[A-Z]{2,3}e|\d{1,20}|[A-Z\d]{1,3}|\d{2}(?:[Thms]\d{2}){1,3}s?|\d{3}Z)$/;
const UUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/i;

/**
 * Whether a run is made of words and numbers with separators between them, as folders of companies and names of files are
 * (`0001_PADARIA_EXEMPLO_LTDA`, `broken-2026-11-29-104105123`). Groups of one length, as keys of licences have, are none.
 */
function readsLikeName(run: string): boolean {
  if (UUID.test(run)) return false;
  const parts = run.split(/[_/-]+/).filter((part) => part !== '');
  const lengths = new Set(parts.map(({ length }) => length));
  const isLicence = parts.length > 3 && lengths.size === 1;
  return parts.length > 1 && !isLicence && parts.every((part) => NAME_PART.test(part));
}

/** The secret as it may be met: as is, percent-encoded once or twice, in JSON, in base64 (also inside a longer base64 text). */
function spellingsOf(secret: string): string[] {
  const encoded = encodeURIComponent(secret);
  return [
    secret,
    encoded,
    encodeURIComponent(encoded),
    new URLSearchParams({ k: secret }).toString().slice(2),
    JSON.stringify(secret).slice(1, -1),
    ...[secret, encoded].flatMap(base64Cores),
  ].filter((spelling) => spelling.length >= SHORTEST_SECRET);
}

/** The base64 characters that depend on `text` alone, for each of the three positions it can have in a longer text. */
function base64Cores(text: string): string[] {
  const bytes = new TextEncoder().encode(text);
  return [0, 1, 2].flatMap((offset) => {
    const base64 = btoa('\0'.repeat(offset) + String.fromCharCode(...bytes)).replace(/=+$/, '');
    const core = base64.slice(Math.ceil((offset * 8) / 6), base64.length - ((offset + bytes.length) % 3 > 0 ? 1 : 0));
    return [core, core.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
