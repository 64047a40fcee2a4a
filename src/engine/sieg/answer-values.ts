/** Reads the loosely typed values that SIEG answers with: names in any case, JSON inside JSON strings, messages under many names. */

const NESTING = 4;

/**
 * The value of a body: parsed JSON, parsed again while it is a string that holds JSON (SIEG encodes arrays twice at times), or the
 * plain text when it is no JSON at all; `undefined` when it begins like JSON and breaks off.
 */
export function looseValue(body: Uint8Array): unknown {
  let value: unknown = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trim();
  for (let depth = 0; depth < NESTING && typeof value === 'string' && /^\s*(["[{]|null\s*$)/.test(value); depth += 1) {
    const parsed = parseJson(value);
    if (parsed === undefined) return depth === 0 ? undefined : value;
    value = parsed;
  }
  return value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The first of `names` that the object has, whatever the case; undefined when it has none or the value is null. */
export function field(value: unknown, ...names: readonly string[]): unknown {
  if (!isRecord(value)) return undefined;
  for (const name of names) {
    const key = Object.keys(value).find((candidate) => candidate.toLowerCase() === name.toLowerCase());
    if (key !== undefined && value[key] !== null) return value[key];
  }
  return undefined;
}

/** `{IsSuccess, IsFailure, ErrorMessage, StatusCode, Data}` around every v1 answer that is not binary. */
export interface Envelope {
  /** Null unless the envelope says that the call failed. */
  readonly failedStatus: number | null;
  readonly data: unknown;
}

/** Null when the value is not wrapped in an envelope. */
export function openEnvelope(value: unknown): Envelope | null {
  const success = field(value, 'IsSuccess');
  const failure = field(value, 'IsFailure');
  if (typeof success !== 'boolean' && typeof failure !== 'boolean') return null;
  const failed = success === false || failure === true;
  const status = Number(field(value, 'StatusCode'));
  return {
    failedStatus: failed ? (status >= 400 && status <= 599 ? status : 400) : null,
    data: field(value, 'Data') ?? null,
  };
}

const MESSAGE_FIELDS = ['ErrorMessage', 'Message', 'Mensagem', 'Status', 'Error', 'Errors', 'Detail', 'Title'] as const;

/** What an answer says to people: the text itself, the texts of a list, or those under one of the message fields. */
export function messagesOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.filter((element) => typeof element === 'string');
  const message = field(value, ...MESSAGE_FIELDS);
  if (typeof message === 'string') return [message];
  return Array.isArray(message) ? messagesOf(message) : [];
}

const LIST_FIELDS = ['xmls', 'Data', 'Eventos', 'Arquivos', 'Result'] as const;
const ITEM_FIELDS = ['Xml', 'XmlBase64', 'Base64', 'Conteudo', 'Arquivo', 'Data'] as const;

/** The items of a page, each a text to be decoded; null when the value is nothing of the kind. */
export function itemsOf(value: unknown): string[] | null {
  if (value === null || value === '') return [];
  if (typeof value === 'string') return listedItems(value);
  if (Array.isArray(value)) return value.map(itemText);
  const inner = field(value, ...LIST_FIELDS) ?? field(value, ...ITEM_FIELDS);
  return inner === undefined ? null : itemsOf(inner);
}

/** An item of a shape never met is kept as the JSON it came in, to be shown as undecodable instead of vanishing. */
function itemText(element: unknown): string {
  if (typeof element === 'string') return element;
  const inner = field(element, ...ITEM_FIELDS);
  return typeof inner === 'string' ? inner : JSON.stringify(element);
}

/** One item, or several base64 texts between commas (seen as plain text in place of an array). */
function listedItems(text: string): string[] {
  const parts = text.split(',').map((part) => part.trim());
  return parts.length > 1 && parts.every((part) => /^[A-Za-z0-9+/]+={0,2}$/.test(part)) ? parts : [text];
}
