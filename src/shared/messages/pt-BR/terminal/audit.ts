import type { AuditProgress, AuditScope, AuditView } from '../../../ipc/audit';
import { decimalSize } from '../amounts';
import { AUDIT_NOT_TO_ITS_END } from '../audit';
import { count, counted, monthName } from '../numbers';

const findings = (number: number): string => counted(number, 'achado', 'achados');

const outcomes: Readonly<Record<NonNullable<AuditView['outcome']>, string>> = {
  complete: 'completa',
  stopped: 'parada; continue com --resume',
  failed: 'interrompida por um erro; continue com --resume',
  interrupted: 'o programa parou no meio; continue com --resume',
};

function scopeWords({ months, companies }: AuditScope): string {
  const when = months === null ? 'todos os meses' : months.map(monthName).join(', ');
  return companies === null ? when : `${when}, ${counted(companies.length, 'empresa', 'empresas')}`;
}

function outcomeWords(outcome: AuditView['outcome']): string {
  return outcome === null ? 'em andamento' : outcomes[outcome];
}

/** What an audit compared and found, on the terminal. */
export const auditMessages = {
  progress: ({ phase, files, bytes, read, findings: found, expected }: AuditProgress): string => {
    if (phase === 'ledger') return `Auditoria: comparando com o registro; ${findings(found)} até agora.`;
    const of = expected === null ? '' : ` de cerca de ${count(expected)}`;
    return `Auditoria: ${count(files)}${of} arquivos vistos (${decimalSize(bytes)}), ${count(read)} lidos, ${findings(found)}.`;
  },
  title: ({ id, scope, outcome }: Pick<AuditView, 'id' | 'scope' | 'outcome'>): string =>
    `Auditoria ${String(id)}: ${scopeWords(scope)} (${outcomeWords(outcome)})`,
  scope: scopeWords,
  outcome: outcomeWords,
  facts: {
    files: 'Arquivos no acervo',
    read: 'lidos agora',
    unchanged: 'sem mudança desde a última leitura',
    other: 'que não são XML',
    promised: 'Documentos prometidos pelo SIEG',
    ledger: 'no registro',
    disk: 'encontrados no disco',
    handedOver: 'entregues',
    handedOverBefore: (documents: number): string => `${count(documents)} pelo sistema anterior`,
    waiting: 'a caminho',
    duration: 'Duração',
  },
  found: 'Achados',
  toBeAsked: 'Para perguntar ao cliente',
  resolvedSince: (number: number): string => `Resolvidos desde a auditoria: ${count(number)}`,
  closing: {
    found: (total: number, id: number): string =>
      `${findings(total)}; para ver um por um: malote audit --id ${String(id)} --list`,
    unfinished: `${AUDIT_NOT_TO_ITS_END}.`,
    clean: 'As quatro testemunhas concordam: nada a apontar.',
  },
  withoutKey: '(sem chave)',
  noAudits: 'Ainda não há auditorias.',
  columns: {
    id: 'Nº',
    startedAt: 'Início',
    scope: 'Alcance',
    files: 'Arquivos',
    findings: 'Achados',
    state: 'Situação',
  },
  comparison: {
    title: (older: number, newer: number): string => `Auditoria ${String(older)} comparada com a ${String(newer)}`,
    columns: { category: 'Categoria', same: 'Iguais', gone: 'Resolvidos', fresh: 'Novos' },
    nothing: 'Nenhuma das duas tem achados.',
  },
} as const;

/** What is in the archive and nothing proves to have been handed over. */
export const orphansMessages = {
  none: 'Nenhum órfão: tudo o que está no acervo foi entregue ou está a caminho.',
  unknown: `${AUDIT_NOT_TO_ITS_END}: não se sabe se há órfãos.`,
  mayBeMore: `${AUDIT_NOT_TO_ITS_END}: pode haver mais.`,
  title: (documents: number, bytes: number): string =>
    `${counted(documents, 'XML sem entrega comprovada', 'XMLs sem entrega comprovada')} (${decimalSize(bytes)})`,
  howToDeliver: 'Para entregar: malote recover --plan',
  notThere: (files: number, audit: number): string =>
    `${counted(files, 'arquivo do registro não está', 'arquivos do registro não estão')} no acervo como foi gravado: malote audit --id ${String(audit)} --list`,
  ofCompany: (documents: number): string => counted(documents, 'órfão', 'órfãos'),
  fetchedSingly: (documents: number): string => `buscados um a um pelo sistema anterior: ${count(documents)}`,
  moreKeys: (keys: number): string => `e mais ${count(keys)}; todos com --json`,
  withoutCompany: '(sem empresa)',
} as const;
