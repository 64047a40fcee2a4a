import { auditCategory } from '../../audit-categories';
import type { FindingCategory, Remedy } from '../../ipc/audit';
import { intakeMessages } from './intake';
import { counted } from './numbers';

export const AUDIT_NOT_TO_ITS_END = 'A auditoria não chegou ao fim';

/** A category in words: one, many, what it means, and what can be done. */
export interface CategoryWords {
  readonly one: string;
  readonly many: string;
  readonly means: string;
  readonly todo: string;
}

export const AUDIT_WORDS: Readonly<Record<FindingCategory, CategoryWords>> = {
  missing: {
    one: 'faltante',
    many: 'faltantes',
    means: 'O SIEG prometeu o documento (relatório, contagem ou arquivo com defeito) e ele não está no acervo.',
    todo: 'Busque de novo no SIEG, pela recuperação ou rodando o mês.',
  },
  orphan: {
    one: 'órfão',
    many: 'órfãos',
    means: 'O documento está no acervo e nada prova que foi entregue à pasta de importação, nem está a caminho.',
    todo: 'Entregue pela recuperação: o que já estiver igual no destino é só conferido.',
  },
  ghost: {
    one: 'sumido do disco',
    many: 'sumidos do disco',
    means: 'O registro, ou o sistema anterior, diz que o documento existe, e o arquivo não está no acervo.',
    todo: 'Recupere: ele volta de outra cópia do acervo, da cópia conferida no destino ou do SIEG.',
  },
  stray: {
    one: 'sem registro',
    many: 'sem registro',
    means: 'O arquivo está no acervo, lê-se bem e não consta do registro.',
    todo: 'Confira de onde veio; a correção proposta passa documentos e eventos para o registro. Um resumo, uma inutilização ou um arquivo com vários documentos fica onde está: tire-o do acervo à mão se não for preciso.',
  },
  misfiled: {
    one: 'fora do lugar',
    many: 'fora do lugar',
    means:
      'O arquivo está na pasta de outra empresa, mês, tipo ou direção do que diz o seu conteúdo, ou foi tirado da pasta em que foi arquivado.',
    todo: 'Proponha as correções, confira e aplique: elas levam o arquivo para o lugar certo.',
  },
  renamed: {
    one: 'renomeado',
    many: 'renomeados',
    means: 'O nome do arquivo, ou de uma pasta, só difere em maiúsculas e minúsculas daquele com que foi arquivado.',
    todo: 'Proponha as correções e aplique: elas devolvem o nome registrado.',
  },
  altered: {
    one: 'alterado',
    many: 'alterados',
    means: 'O conteúdo do arquivo não é mais o que foi arquivado.',
    todo: 'Recupere: o que está lá é guardado, e o conteúdo certo volta de outra cópia do acervo, do destino ou do SIEG.',
  },
  unreadable: {
    one: 'ilegível',
    many: 'ilegíveis',
    means:
      'O arquivo XML não consta do registro e não pode ser lido ou não é um documento fiscal, ou o disco não deixa lê-lo.',
    todo: 'Se o nome traz a chave de um documento que falta, a recuperação o busca no SIEG. O arquivo em si fica: abra-o, veja o que é e tire-o do acervo à mão; o Malote não apaga nada.',
  },
  duplicate: {
    one: 'repetido',
    many: 'repetidos',
    means: 'O mesmo documento está no acervo mais vezes do que foi arquivado.',
    todo: 'O documento está inteiro no seu lugar e nada falta. Confira a cópia e apague-a à mão se não precisar dela; o Malote não apaga nada.',
  },
  conflict: {
    one: 'em conflito no destino',
    many: 'em conflito no destino',
    means: 'No destino há outro conteúdo com o mesmo nome; nada foi sobrescrito.',
    todo: 'Compare os dois arquivos e retire do destino o que não vale; depois entregue de novo.',
  },
  'cancelled-live': {
    one: 'cancelado dado por válido',
    many: 'cancelados dados por válidos',
    means: 'O documento foi entregue, depois foi cancelado, e o cancelamento não foi entregue.',
    todo: 'Entregue o cancelamento pela recuperação.',
  },
  'live-cancelled': {
    one: 'válido dado por cancelado',
    many: 'válidos dados por cancelados',
    means: 'Foi entregue um cancelamento, e nenhum evento registrado cancela o documento.',
    todo: 'Corrija no programa que importa: o documento vale.',
  },
  'key-mismatch': {
    one: 'chave e conteúdo divergem',
    many: 'chave e conteúdo divergem',
    means: 'O nome do arquivo é outra chave que a do conteúdo, ou a chave contradiz o documento.',
    todo: 'Confira o documento no portal da SEFAZ antes de usá-lo.',
  },
  'number-gap': {
    one: 'série com saltos',
    many: 'séries com saltos',
    means:
      'Números que o emitente pulou na série, sem documento no acervo e sem inutilização conhecida; pode não ser nada.',
    todo: 'Pergunte ao cliente: os números podem ter sido inutilizados ou o documento não chegou ao SIEG.',
  },
  'silent-company': {
    one: 'empresa sem documentos',
    many: 'empresas sem documentos',
    means: 'A empresa não tem nenhum documento no mês, e no mês anterior tinha muitos.',
    todo: 'Confira se a empresa ainda está no SIEG, com o certificado válido.',
  },
};

export const REMEDY_WORDS: Readonly<Record<Remedy, string>> = {
  deliver: 'entregar',
  fetch: 'repor no acervo',
  correct: 'corrigir o lugar',
  look: 'conferir',
};

/** Why a file of the archive is no fiscal document, a sentence each. */
export const auditFileMessages = {
  noDocument: intakeMessages.noDocument,
  rejected: 'A SEFAZ rejeitou a autorização: não é um documento fiscal.',
};

type Detail = Readonly<Record<string, unknown>>;

const text = (value: unknown, otherwise = '?'): string => (typeof value === 'string' ? value : otherwise);
const whole = (value: unknown): number => (typeof value === 'number' ? value : 0);
const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];

const SOURCES: Readonly<Record<string, string>> = {
  report: 'o relatório do SIEG',
  'broken-file': 'um arquivo com defeito',
  summary: 'um resumo',
  'old-report': 'um relatório guardado pelo sistema anterior',
};

function missing({ sources, answer, promised, held }: Detail): string {
  if (typeof promised === 'number') {
    return `O SIEG contou ${counted(promised, 'documento', 'documentos')} e o acervo tem ${String(whole(held))}; ninguém disse quais são os outros.`;
  }
  const named = text(sources, '')
    .split(',')
    .map((source) => SOURCES[source] ?? source);
  const told = typeof answer === 'string' ? ` Resposta do SIEG: ${answer}` : '';
  return `Prometido (${named.join(', ')}) e não está no acervo.${told}`;
}

function orphan({ claimed }: Detail): string {
  const said = claimed === true ? ' O sistema anterior só afirma que o processou, o que não prova a entrega.' : '';
  return `Está no acervo e nada prova a entrega.${said}`;
}

function ghost({ why, copy, blocked }: Detail): string {
  if (why === 'handed-over') return 'O sistema anterior registrou a entrega, e o documento não está no acervo.';
  if (why === 'processed') return 'O sistema anterior diz que processou o documento, e ele não está no acervo.';
  const also = typeof copy === 'string' ? ` O mesmo conteúdo está arquivado também em ${copy}` : '';
  const instead =
    typeof blocked === 'string'
      ? ' No lugar dele está outra coisa, uma pasta com o seu nome ou um arquivo onde deveria haver uma pasta: tire-a dali, para que ele possa voltar.'
      : '';
  return `Está no registro, e o arquivo não está no disco.${instead}${also}`;
}

function altered({ reason, contains }: Detail): string {
  const now =
    typeof contains === 'string'
      ? ` Agora traz outro documento: ${contains}.`
      : typeof reason === 'string'
        ? ` Agora: ${reason}`
        : '';
  return `O conteúdo não é mais o que foi arquivado.${now}`;
}

const CONTENTS: Readonly<Record<string, string>> = {
  document: 'um documento fiscal',
  event: 'um evento',
  summary: 'um resumo de documento',
  'voided-range': 'uma inutilização de numeração',
  several: 'vários documentos',
};

function stray({ holds }: Detail): string {
  return `Traz ${CONTENTS[text(holds)] ?? 'um documento fiscal'} que não consta do registro.`;
}

const DIFFERENCES: Readonly<Record<string, string>> = {
  company: 'empresa',
  month: 'mês',
  kind: 'tipo',
  direction: 'direção',
};

function unreadable({ reason, held }: Detail): string {
  const beside = held === true ? ' O documento deste nome está no registro; este arquivo é outro.' : '';
  return `${text(reason, 'O arquivo não pode ser lido.')}${beside}`;
}

function misfiled({ differs, expected, moved }: Detail): string {
  const what = texts(differs).map((one) => DIFFERENCES[one] ?? one);
  const why = what.length === 0 ? '' : ` (${what.join(', ')})`;
  const place = typeof expected === 'string' ? ` Lugar certo: ${expected}` : '';
  return moved === true
    ? `Foi tirado da pasta em que foi arquivado${why}.${place}`
    : `Está na pasta errada${why}.${place}`;
}

function renamed({ expected }: Detail): string {
  return `Só maiúsculas e minúsculas do nome mudaram. Nome registrado: ${text(expected)}`;
}

function duplicate({ of, same }: Detail): string {
  const where = typeof of === 'string' ? ` de ${of}` : '';
  return same === false ? `Outra versão do mesmo documento${where}.` : `Cópia a mais${where}.`;
}

function keyMismatch({ named, contains, messages }: Detail): string {
  if (typeof named === 'string') return `O nome diz ${named}, o conteúdo é ${text(contains)}.`;
  return texts(messages).join(' ');
}

/** Ranges of a series that are written out; the others are only counted. */
const RANGES_SHOWN = 12;

/** Audits of before 2026-12 kept one range a finding, as `from` and `to`. */
function rangesOf({ ranges, from, to }: Detail): (readonly [number, number])[] {
  if (!Array.isArray(ranges)) return [[whole(from), whole(to)]];
  return ranges.filter((range): range is readonly [number, number] => Array.isArray(range) && range.length === 2);
}

function numberGap(detail: Detail): string {
  const { model, series } = detail;
  const ranges = rangesOf(detail);
  const numbers = ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);
  const shown = ranges
    .slice(0, RANGES_SHOWN)
    .map(([first, last]) => (first === last ? String(first) : `${String(first)} a ${String(last)}`));
  const rest = ranges.length - shown.length;
  const inSeries = typeof series === 'string' ? `, série ${series}` : '';
  const where = `Modelo ${text(model)}${inSeries}`;
  if (ranges.length === 1)
    return `${where}: ${numbers === 1 ? 'falta o número' : 'faltam os números'} ${shown[0] ?? ''}.`;
  const more = rest === 0 ? '' : ` e mais ${counted(rest, 'salto', 'saltos')}`;
  return `${where}: faltam ${counted(numbers, 'número', 'números')} em ${counted(ranges.length, 'salto', 'saltos')}: ${shown.join(', ')}${more}.`;
}

/** What was found, in one or two sentences, from the detail that the ledger keeps with a finding. */
export function findingWords(category: FindingCategory, detail: Detail): string {
  switch (category) {
    case 'missing':
      return missing(detail);
    case 'orphan':
      return orphan(detail);
    case 'ghost':
      return ghost(detail);
    case 'stray':
      return stray(detail);
    case 'misfiled':
      return misfiled(detail);
    case 'renamed':
      return renamed(detail);
    case 'altered':
      return altered(detail);
    case 'unreadable':
      return unreadable(detail);
    case 'duplicate':
      return duplicate(detail);
    case 'conflict':
      return 'No destino há outro conteúdo com este nome.';
    case 'cancelled-live':
      return 'Foi entregue como válido e está cancelado; o cancelamento não foi entregue.';
    case 'live-cancelled':
      return AUDIT_WORDS[category].means;
    case 'key-mismatch':
      return keyMismatch(detail);
    case 'number-gap':
      return numberGap(detail);
    case 'silent-company':
      return `Nenhum documento no mês; no mês anterior, ${counted(whole(detail['before']), 'documento', 'documentos')}.`;
  }
}

const ADOPTABLE: readonly unknown[] = ['document', 'event'];

/** What can be done about a finding. Bringing a document back takes a key. */
export function remedyOf(category: FindingCategory, identity: string | null, detail: Detail): Remedy {
  const { recovery, correction } = auditCategory(category);
  switch (recovery) {
    case 'deliver':
      return 'deliver';
    case 'fetch':
      return identity === null ? 'look' : 'fetch';
    case 'fetch-unless-held':
      return identity === null || detail['held'] === true ? 'look' : 'fetch';
    case null:
      break;
  }
  if (correction === 'refile') return 'correct';
  return correction === 'adopt' && ADOPTABLE.includes(detail['holds']) ? 'correct' : 'look';
}
