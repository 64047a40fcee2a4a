/** The sentences of SIEG that mean something, matched without case, accents and outer spaces. Change them here and nowhere else. */

/** H: 404 of pages and reports; M: events, in plain text. Kept narrow: an error read as "nothing" would lose documents silently. */
const NOTHING: readonly RegExp[] = [
  /^nenhum(a)? (arquivo|xml|evento|registro|documento|nota)/,
  /^(arquivos?|xmls?|eventos?|registros?|documentos?|notas?) (xmls? )?nao (foi |foram )?(encontrad|localizad)/,
  /^nao (ha|existem?) (arquivo|xml|evento|registro|documento|nota)/,
  /^nao (foi|foram) (encontrad|localizad)/,
];

/** M: a bad key was once answered with text instead of 401. "Chave" alone is no help: it may be that of a document. */
const AUTHENTICATION: readonly RegExp[] = [
  /(api.?key|chave d[ae] api|token|credencia\w*|jwt).{0,40}(invalid|incorret|inexistente|expirad|inativ|nao autorizad|nao encontrad|revogad)/,
  /(invalid|expired|missing).{0,20}(api.?key|token|credential|jwt)/,
  /^(nao autorizad|unauthori[sz]ed|acesso negado|forbidden)/,
];

/** L */
const RATE_LIMIT: readonly RegExp[] = [/limite de (requisic|consultas|chamadas)/, /too many requests|rate limit/];

/** Answers are sentences; anything longer is content. */
const LONGEST_SENTENCE = 500;

/** Whether a text is something said to people rather than a document: short, no XML, and several words or one that is known. */
export function isSentence(text: string): boolean {
  const trimmed = text.trim();
  if (trimmed.length > LONGEST_SENTENCE || trimmed.startsWith('<')) return false;
  return /\S\s+\S/.test(trimmed) || saysWrongKey(trimmed) || saysTooMany(trimmed);
}

export function saysNothing(text: string): boolean {
  return matches(text, NOTHING);
}

export function saysWrongKey(text: string): boolean {
  return matches(text, AUTHENTICATION);
}

export function saysTooMany(text: string): boolean {
  return matches(text, RATE_LIMIT);
}

function matches(text: string, patterns: readonly RegExp[]): boolean {
  if (text.length > LONGEST_SENTENCE) return false;
  const plain = plainText(text);
  return patterns.some((pattern) => pattern.test(plain));
}

/** Lower case, no accents, single spaces. */
export function plainText(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();
}
