import type { AuditScope, AuditView, FindingCategory } from '../../../ipc/audit';
import { AUDIT_NOT_TO_ITS_END, AUDIT_WORDS, REMEDY_WORDS } from '../audit';
import { capital } from '../numbers';
import { size } from '../amounts';
import { count, counted, duration, monthName } from '../numbers';

const documents = (number: number): string => counted(number, 'documento', 'documentos');
const files = (number: number): string => counted(number, 'arquivo', 'arquivos');
const companies = (number: number): string => counted(number, 'empresa', 'empresas');

/** The words that the command line and the reports use too; here each begins a line. */
const categories = Object.fromEntries(
  Object.entries(AUDIT_WORDS).map(([category, { many, means, todo }]) => [
    category,
    { name: capital(many), meaning: means, todo },
  ]),
) as Readonly<Record<FindingCategory, { readonly name: string; readonly meaning: string; readonly todo: string }>>;

const outcomes: Readonly<Record<NonNullable<AuditView['outcome']>, string>> = {
  complete: 'completa',
  stopped: 'parada antes do fim',
  failed: 'falhou',
  interrupted: 'interrompida',
};

/** "outubro de 2026, todas as empresas" */
function scopeOf({ months, companies: of }: AuditScope): string {
  const [first] = months ?? [];
  const when =
    first === undefined
      ? 'todos os meses'
      : months?.length === 1
        ? monthName(first)
        : `${count(months?.length ?? 0)} meses`;
  return `${when}, ${of === null ? 'todas as empresas' : companies(of.length)}`;
}

/** The audit: four witnesses compared, and what they disagree about. */
export const orphans = {
  tabs: {
    label: 'Partes da tela',
    audit: 'Auditoria',
    recovery: 'Recuperação',
    earlier: 'Recuperações anteriores',
    corrections: 'Correções',
    legacy: 'Sistema anterior',
  },
  lead: {
    orphans: (number: number): string => `${documents(number)} sem entrega comprovada`,
    all: (number: number, bytes: number): string =>
      `${documents(number)} sem entrega comprovada (${size(bytes)}), somando todos os meses.`,
    none: 'Nenhum documento guardado está sem entrega comprovada.',
    onTheirWay: (number: number): string =>
      `Nenhum documento ficou para trás; ${counted(number, 'arquivo espera', 'arquivos esperam')} a entrega.`,
    unknown: 'Ainda não se olhou o que está sem entrega comprovada.',
  },
  banner: {
    title: (number: number): string => `${counted(number, 'XML', 'XMLs')} sem entrega comprovada.`,
    text: 'Nada prova que chegaram ao BI. Antes de copiar, você vê o plano.',
    action: 'Recuperar',
    runningTitle: 'Recuperação em andamento.',
    runningText: (done: number, total: number): string => `${count(done)} de ${files(total)}.`,
    waiting: 'Espera uma pasta voltar; segue sozinha.',
    paused: 'Está em pausa.',
    open: 'Acompanhar',
  },
  oneClick: {
    auditing: 'Conferindo o que está sem entrega; o plano aparece em seguida.',
    planning: 'Fazendo o plano…',
    cancel: 'Deixar para depois',
    nothing: 'Nada a recuperar',
    nothingText: 'A auditoria não achou nada sem entrega comprovada nem cancelamento por entregar.',
    audits: 'Ver a auditoria',
    ended: 'O plano não ficou pronto',
    stopped: 'Foi parado antes do fim. Nada foi copiado; siga de onde estava quando quiser.',
    again: 'Continuar',
  },
  start: 'Auditar agora',
  dialog: {
    title: 'Auditar agora',
    text: 'Compara o que o SIEG prometeu, o que está registrado, o que está no disco e o que foi entregue. Não muda nada.',
    months: 'Meses',
    thisMonth: (month: string): string => monthName(month),
    allMonths: 'Todos os meses',
    companies: 'Empresas',
    allCompanies: 'Todas',
    someCompanies: 'Só as escolhidas',
    search: 'Empresa ou CNPJ',
    chosen: (number: number): string => `${companies(number)} ${number === 1 ? 'escolhida' : 'escolhidas'}`,
    list: 'Empresas a auditar',
    more: (number: number): string => `Mais ${companies(number)}: escreva para achar.`,
    none: 'Nenhuma empresa com este nome.',
    full: 'Ler tudo de novo',
    fullHint: 'Sem isto, o arquivo que não mudou desde a última auditoria não é lido outra vez.',
    confirm: 'Auditar',
    cancel: 'Cancelar',
  },
  running: {
    disk: 'Lendo o acervo',
    ledger: 'Comparando as quatro fontes',
    progress: 'Andamento da auditoria',
    files: (done: number, expected: number | null): string =>
      expected === null ? files(done) : `${count(done)} de cerca de ${files(expected)}`,
    read: (number: number, bytes: number): string => `${files(number)} lidos por inteiro · ${size(bytes)} ao todo`,
    findings: (number: number): string => counted(number, 'achado', 'achados'),
    elapsed: (seconds: number): string => duration(seconds),
    stop: 'Parar',
  },
  last: {
    title: (id: number): string => `Auditoria ${count(id)}`,
    choose: 'Auditoria mostrada',
    option: (id: number, when: string, scope: string): string => `${count(id)} · ${when} · ${scope}`,
    scope: scopeOf,
    outcomes,
    full: 'tudo lido de novo',
    ended: (when: string, seconds: number): string => `${when}, em ${duration(seconds)}`,
    resume: 'Continuar esta auditoria',
    compare: 'Comparar com',
    compareNone: 'Não comparar',
    failed: AUDIT_NOT_TO_ITS_END,
  },
  witnesses: {
    label: 'As quatro fontes',
    promised: 'Anunciados pelo SIEG',
    ledger: 'Registrados',
    disk: 'No disco',
    handedOver: 'Entregues',
    before: (number: number): string => `${count(number)} só pelo sistema anterior`,
    verified: 'todos conferidos no destino',
    waiting: 'Na fila',
    waitingNote: 'vão sozinhos',
    files: 'Arquivos no disco',
    filesNote: (read: number, unchanged: number): string => `${count(read)} lidos, ${count(unchanged)} iguais`,
  },
  none: {
    title: 'Nenhuma auditoria ainda',
    text: 'A auditoria compara as quatro fontes (SIEG, registro, disco e entregas) e diz, chave por chave, onde elas discordam.',
  },
  first: {
    title: 'Primeira auditoria em andamento',
    text: 'Ela lê o acervo inteiro uma vez; as próximas só leem o que mudou.',
  },
  cleanSoFar: {
    title: 'Nada foi achado até onde ela foi',
    text: 'Esta auditoria não chegou ao fim; o que ela não olhou pode discordar. Continue-a, ou audite de novo.',
  },
  clean: { title: 'Nada discorda', text: 'As quatro fontes contam a mesma história neste período.' },
  categories,
  remedies: REMEDY_WORDS,
  list: {
    label: 'Achados por categoria',
    recover: (name: string): string => `Recuperar: ${name}`,
    total: (number: number, bytes: number): string =>
      bytes === 0 ? counted(number, 'achado', 'achados') : `${counted(number, 'achado', 'achados')} · ${size(bytes)}`,
    resolved: (number: number): string => counted(number, 'já resolvido', 'já resolvidos'),
    todo: 'O que fazer:',
  },
  pane: {
    modes: { label: 'Como mostrar', companies: 'Por empresa', findings: 'Um a um' },
    search: 'Chave, arquivo ou pasta',
    searchCompany: 'Empresa ou CNPJ',
    month: 'Mês',
    allMonths: 'Todos os meses',
    company: (name: string): string => `Só ${name}`,
    allCompanies: 'Mostrar todas as empresas',
    loading: 'Carregando…',
    noneTitle: 'Nada com esta busca',
    mendedTitle: 'Nada em aberto aqui',
    resolved: 'Já resolvido.',
    cut: (shown: number, total: number): string =>
      `Mostrando os primeiros ${count(shown)} de ${count(total)}. Use a busca ou escolha uma empresa.`,
    shown: (shown: number, total: number): string =>
      shown === total
        ? counted(total, 'achado', 'achados')
        : `${count(shown)} de ${counted(total, 'achado', 'achados')} carregados`,
    companiesShown: companies,
    columns: {
      company: 'Empresa',
      count: 'Achados',
      bytes: 'Tamanho',
      months: 'Meses',
      singles: 'Buscados um a um',
      identity: 'Chave ou arquivo',
      kind: 'Tipo',
      month: 'Mês',
      size: 'Tamanho',
      words: 'O que se achou',
    },
    singlesHint: 'Documentos que o registro do sistema anterior diz ter buscado um a um para esta empresa.',
    groupsOf: (category: string): string => `${category}, por empresa`,
    findingsOf: (category: string): string => `${category}, um a um`,
    noCompany: 'Sem empresa',
    open: (name: string): string => `Ver os achados de ${name}`,
    corrections: 'Ver correções',
    details: 'Detalhes do achado',
    copyPage: 'Copiar as chaves mostradas',
  },
  detail: {
    identity: 'Chave',
    company: 'Empresa',
    where: 'Onde está',
    path: 'Arquivo',
    words: 'O que se achou',
    todo: 'O que fazer',
    resolved: 'Nada: foi resolvido depois da auditoria.',
    copy: (what: string): string => `Copiar: ${what.toLowerCase()}`,
    openMonth: 'Ver o mês da empresa',
    roots: { archive: 'Acervo', import: 'Pasta de importação', cancelled: 'Pasta dos cancelados' },
  },
  plan: {
    label: 'Recuperação do que foi achado',
    ready: (number: number): string =>
      `${counted(number, 'achado pode', 'achados podem')} ser recuperado${number === 1 ? '' : 's'}`,
    limited: (number: number): string => `só ${companies(number)}`,
    inMonth: (month: string): string => `só ${monthName(month)}`,
    nothing: 'Marque à esquerda o que recuperar',
    none: 'Nada aqui se recupera com um clique; os achados são para conferir.',
    mended: 'O que se recupera com um clique já foi resolvido depois desta auditoria.',
    clear: 'Todas as empresas',
    action: 'Planejar recuperação',
  },
  compare: {
    title: (older: number, newer: number): string => `O que mudou da auditoria ${count(older)} para a ${count(newer)}`,
    close: 'Fechar a comparação',
    table: 'Mudanças por categoria',
    category: 'Categoria',
    gone: 'Não aparecem mais',
    fresh: 'Novos',
    same: 'Continuam',
    lists: { label: 'Mudanças uma a uma', gone: 'Não aparecem mais', fresh: 'Novos' },
    none: 'Nenhum.',
    unlike:
      'As duas não olharam o mesmo até o fim: o que não aparece mais pode só não ter sido olhado, e o que é novo também pode ser antigo.',
    cut: (shown: number): string => `São mostrados os primeiros ${count(shown)}.`,
  },
  error: { title: 'A última auditoria não terminou.' },
};
