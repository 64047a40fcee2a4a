import type { FindingCategory, Remedy } from '../ipc/audit';
import { counted } from './numbers';

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
    todo: 'Busque de novo no SIEG pela recuperação.',
  },
  stray: {
    one: 'sem registro',
    many: 'sem registro',
    means: 'O arquivo está no acervo, lê-se bem e não consta do registro.',
    todo: 'Confira de onde veio; a correção proposta pode passá-lo para o registro.',
  },
  misfiled: {
    one: 'fora do lugar',
    many: 'fora do lugar',
    means: 'O arquivo está na pasta de outra empresa, mês, tipo ou direção do que diz o seu conteúdo.',
    todo: 'Confira e aplique a correção proposta, que o leva para a pasta certa.',
  },
  altered: {
    one: 'alterado',
    many: 'alterados',
    means: 'O conteúdo do arquivo não é mais o que foi arquivado.',
    todo: 'Guarde o arquivo como está e busque o documento de novo no SIEG.',
  },
  unreadable: {
    one: 'ilegível',
    many: 'ilegíveis',
    means: 'O arquivo XML não pode ser lido ou não é um documento fiscal.',
    todo: 'Se o nome traz a chave, busque o documento de novo no SIEG; se não, abra o arquivo e veja o que é.',
  },
  duplicate: {
    one: 'repetido',
    many: 'repetidos',
    means: 'O mesmo documento está no acervo mais vezes do que foi arquivado.',
    todo: 'Confira a cópia; o Malote não apaga nada.',
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
  fetch: 'buscar de novo no SIEG',
  look: 'conferir',
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

function ghost({ why }: Detail): string {
  if (why === 'handed-over') return 'O sistema anterior registrou a entrega, e o documento não está no acervo.';
  if (why === 'processed') return 'O sistema anterior diz que processou o documento, e ele não está no acervo.';
  return 'Está no registro, e o arquivo não está no disco.';
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

function misfiled({ differs, expected }: Detail): string {
  const what = texts(differs).map((one) => DIFFERENCES[one] ?? one);
  const place = typeof expected === 'string' ? ` Lugar certo: ${expected}` : '';
  return `Está na pasta errada (${what.join(', ')}).${place}`;
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
    case 'altered':
      return 'O conteúdo não é mais o que foi arquivado.';
    case 'unreadable':
      return text(detail['reason'], 'O arquivo não pode ser lido.');
    case 'duplicate':
      return duplicate(detail);
    case 'conflict':
      return 'No destino há outro conteúdo com este nome.';
    case 'cancelled-live':
      return 'Foi entregue como válido e está cancelado; o cancelamento não foi entregue.';
    case 'live-cancelled':
      return 'Foi entregue um cancelamento, e nenhum evento registrado cancela o documento.';
    case 'key-mismatch':
      return keyMismatch(detail);
    case 'number-gap':
      return numberGap(detail);
    case 'silent-company':
      return `Nenhum documento no mês; no mês anterior, ${counted(whole(detail['before']), 'documento', 'documentos')}.`;
  }
}

/** What can be done about a finding. Asking SIEG takes a key. */
export function remedyOf(category: FindingCategory, identity: string | null): Remedy {
  switch (category) {
    case 'orphan':
    case 'cancelled-live':
      return 'deliver';
    case 'missing':
    case 'ghost':
    case 'altered':
    case 'unreadable':
      return identity === null ? 'look' : 'fetch';
    default:
      return 'look';
  }
}
