/** Everything that SIEG is known to do to its clients, with what the simulator then does. */
export const QUIRKS = {
  'double-encoded': 'Às vezes a lista vem como texto JSON dentro de outro texto JSON.',
  'empty-list': 'Às vezes, quando não há nada, vem 200 com uma lista vazia em vez do 404 com o texto.',
  'empty-pages': 'Uma página que tem documentos vem vazia na primeira vez; na segunda vem certa.',
  'deep-empty': 'Toda página a partir de certo Skip (10.500) vem vazia, sempre, qualquer que seja o período.',
  'rate-limit': 'De vez em quando vem 429 sem que o limite tenha sido passado, com ou sem Retry-After.',
  'gateway-timeout':
    'Algumas páginas respondem 504 na primeira vez; na v1, algumas pesadas sempre que Take passa de 20.',
  'server-error': 'De vez em quando vem 500 ou 503.',
  reset: 'De vez em quando a conexão cai no meio da resposta.',
  'slow-reports': 'Cada relatório demora 30 segundos (divididos pela velocidade).',
  'late-arrivals': 'Alguns documentos só aparecem no cofre depois de parte das consultas.',
  'served-again':
    'Parte das notas de serviço municipais volta depois com outros bytes: cancelada, ou com um espaço ou uma letra diferente.',
  duplicates: 'Um documento se repete no fim de uma página e no começo da seguinte.',
  'broken-xml': 'Em algumas páginas um arquivo vem truncado ou ilegível; a consulta seguinte traz a cópia boa.',
  'event-noise': 'Na API legada, BaixarXml com downloadEvent=true responde 400.',
  'expired-token': 'Na v1, uma vez o token deixa de valer e vem 401.',
} as const satisfies Readonly<Record<string, string>>;

export type QuirkName = keyof typeof QUIRKS;
export type QuirkSet = ReadonlySet<QuirkName>;

export const QUIRK_NAMES = Object.keys(QUIRKS) as readonly QuirkName[];

function isQuirk(name: string): name is QuirkName {
  return Object.hasOwn(QUIRKS, name);
}

/**
 * Reads `none`, `all` or names separated by commas.
 * @throws RangeError with a sentence in Portuguese that names what was not understood and what there is.
 */
export function parseQuirks(text: string): QuirkSet {
  const wanted = text.trim();
  if (wanted === 'none' || wanted === '') return new Set();
  if (wanted === 'all') return new Set(QUIRK_NAMES);
  const names = wanted.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !isQuirk(name));
  if (unknown.length > 0) {
    throw new RangeError(
      `Comportamento desconhecido: ${unknown.join(', ')}. Use none, all ou: ${QUIRK_NAMES.join(', ')}.`,
    );
  }
  return new Set(names.filter(isQuirk));
}
