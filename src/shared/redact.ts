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

/**
 * The words that names of folders and files are made of: one number, one word of letters in one case (or with a capital), the short name of a
 * kind, a word and its number, a tax id. Of what is random (base64, hexadecimal, a GUID) hardly one piece in a million is only such words.
 */
const NAME_WORDS: readonly RegExp[] = [
  /^\d*$/,
  /^[A-Z]+$/,
  /^[a-z]+$/,
  /^[A-Z][a-z]+$/,
  /^[A-Z]{1,4}\d?[a-z]{1,3}$/,
  /^\w{1,3}$/,
  /^[A-Z]+\d+$/,
  /^\d+[A-Z]+$/,
  /^[0-9A-Z]{12}\d{2}$/,
  // an hour in the name of a file
  /^\d{2}(?:[Thms]\d{2}){1,3}s?$/,
];
/** Groups of five, as keys of licences have. */
const LICENCE = /^[0-9A-Z]{5}(?:-[0-9A-Z]{5}){3,}$/;
/** Where Malote's own folders begin: below them each name is judged by itself, so that an odd file does not hide where it lies. */
const OWN_PATH = /^(?:|.*\/)(?:\d{4}|Import|Cancelados)\//;

/** A long run of letters and digits mixed: a part of a credential that the server cut short. */
const LONG_RUN = /(?=[\w+/=%-]{0,200}\d)(?=[\w+/=%-]{0,200}[A-Za-z])[\w+/=%-]{24,}/g;
/**
 * An access key, with letters where a CNPJ has them, or the 50 digits of a national NFS-e: what an operator looks for, and never a
 * credential. Not inside a longer number, but for the Id of an event. So is the name of a file that nobody could read, by its hash.
 */
const KEY = String.raw`\d{6}[0-9A-Z]{12}\d{26}`;
const DOCUMENT_KEY = new RegExp(
  String.raw`(\bRAW_[0-9a-f]{64}(?![0-9a-zA-Z])|(?<!\d)(?:\d{9}[0-9A-Z]{12}\d{29}|${KEY})(?!\d)|(?<=ID\d{6})${KEY}(?=\d{2,3}(?!\d)))`,
);

/** @param shown what whoever reads the text has typed (paths): shown as it is, unless it holds one of the secrets */
export function createRedactor(secrets: readonly string[], shown: readonly string[] = []): Redactor {
  const known = new Map<string, Spellings>();
  const add = (secret: string): void => {
    if (secret.length < SHORTEST_SECRET || known.has(secret)) return;
    known.set(secret, spellingsOf(secret));
  };
  secrets.forEach(add);
  const plain = shown.length === 0 ? null : new RegExp(`(${shown.map(escapeRegExp).join('|')})`);
  return { add, redact: (text) => mask(text, longestFirst(known), plain) };
}

function longestFirst(known: ReadonlyMap<string, Spellings>): Spellings[] {
  return [...known].sort(([one], [other]) => other.length - one.length).map(([, spellings]) => spellings);
}

function mask(text: string, known: readonly Spellings[], plain: RegExp | null): string {
  let clean = text;
  for (const { letters, literal, wholes } of known) {
    clean = clean.replace(DISGUISE.test(clean) ? letters : literal, MASK);
    for (const whole of wholes) clean = clean.replace(whole, MASK);
  }
  for (const [pattern, replacement] of LOOKS_SECRET) clean = clean.replace(pattern, replacement);
  if (plain === null) return maskRuns(clean);
  return clean
    .split(plain)
    .map((piece, index) => (index % 2 === 1 ? piece : maskRuns(piece)))
    .join('');
}

function maskRuns(text: string): string {
  return text.replace(LONG_RUN, (run: string, at: number, whole: string) =>
    isHash(run, whole.slice(Math.max(0, at - 16), at)) ? run : maskRun(run),
  );
}

/** A SHA-256 that is said to be one: by itself it looks like any secret. */
function isHash(run: string, before: string): boolean {
  return /^[0-9a-f]{64}$/.test(run) && /(?:sha-?256|hash)["'\s:=(]{1,5}$/i.test(before);
}

/** What stands around the keys in a run is judged by itself: a path, an Id, a credential. */
function maskRun(run: string): string {
  const pieces = run.split(DOCUMENT_KEY);
  return pieces.map((piece, index) => (index % 2 === 1 ? piece : piece.replace(LONG_RUN, maskUnnamed))).join('');
}

function maskUnnamed(run: string): string {
  if (isNames(run)) return run;
  if (!OWN_PATH.test(run)) return MASK;
  return run
    .split('/')
    .map((name) => (isNames(name) ? name : MASK))
    .join('/');
}

function isNames(text: string): boolean {
  return !LICENCE.test(text) && text.split(/[/_+-]/).every((word) => NAME_WORDS.some((pattern) => pattern.test(word)));
}

/** The secret as it may be met. */
interface Spellings {
  /** Letter by letter in any of its spellings, mixed as they come. The engine takes some 30 ms for the first text that it tries it on. */
  readonly letters: RegExp;
  /** The same where the text holds no `DISGUISE`. */
  readonly literal: RegExp;
  /** As a whole in base64 (also inside a longer base64 text) or hexadecimal. */
  readonly wholes: readonly RegExp[];
}

/** Each spelling of a letter but the letter itself holds one of these; so does what may stand between two. */
const DISGUISE = /[%\\&+\0]/;

function spellingsOf(secret: string): Spellings {
  const encoded = encodeURIComponent(secret);
  const wholes = [...[secret, encoded].flatMap((text) => base64Cores(utf8(text))), ...base64Cores(utf16(secret))];
  const hexadecimal = [hex(utf8(secret)), hex(utf16(secret))];
  return {
    letters: new RegExp(Array.from(secret, letterPattern).join(BETWEEN), 'gi'),
    literal: new RegExp(escapeRegExp(secret), 'gi'),
    wholes: [...wholes, ...hexadecimal]
      .filter((spelling) => spelling.length >= SHORTEST_SECRET)
      .map((spelling) => new RegExp(escapeRegExp(spelling), 'gi')),
  };
}

/** The other half of a letter in UTF-16 that was read as bytes. */
const BETWEEN = String.raw`\0?`;
const NAMED: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };

/** One letter: as it is, after a backslash, `\\u00e9`, `\\xe9`, `&#233;`, `&#xe9;`, `&amp;`, percent-encoded as often as one likes. */
function letterPattern(letter: string): string {
  const code = letter.codePointAt(0) ?? 0;
  const units = Array.from({ length: letter.length }, (_, at) => letter.charCodeAt(at));
  const named = NAMED[letter];
  const bytes = [...utf8(letter)].map((byte) => `%(?:25)*${byte.toString(16).padStart(2, '0')}`).join('');
  return `(?:${[
    bytes,
    units.map((unit) => String.raw`\\+u0*\{?${unit.toString(16).padStart(4, '0')}\}?`).join(''),
    String.raw`\\+u\{0*${code.toString(16)}\}`,
    ...(code < 256 ? [String.raw`\\+x${code.toString(16).padStart(2, '0')}`] : []),
    `&(?:amp;)*#0*${String(code)};`,
    `&(?:amp;)*#x0*${code.toString(16)};`,
    ...(named === undefined ? [] : [`&(?:amp;)*${named};`]),
    ...(letter === ' ' ? [String.raw`\+`] : []),
    String.raw`\\*${escapeRegExp(letter)}`,
  ].join('|')})`;
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

function utf16(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < text.length; at += 1) view.setUint16(at * 2, text.charCodeAt(at), true);
  return bytes;
}

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** The base64 characters that depend on `bytes` alone, for each of the three positions it can have in a longer text. */
function base64Cores(bytes: Uint8Array): string[] {
  return [0, 1, 2].flatMap((offset) => {
    const base64 = btoa('\0'.repeat(offset) + String.fromCharCode(...bytes)).replace(/=+$/, '');
    const core = base64.slice(Math.ceil((offset * 8) / 6), base64.length - ((offset + bytes.length) % 3 > 0 ? 1 : 0));
    return [core, core.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
