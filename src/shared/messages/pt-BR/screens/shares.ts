import type { OutboxView, ShareRoot, ShareState } from '../../../ipc/shares';
import { size, speed } from '../amounts';
import { span } from '../moments';
import { count, counted, listed, monthName } from '../numbers';
import { SHARE_NAMES, SHARE_STATES, THE_SHARE } from '../shares';

/** Where there is little room. */
const short: Readonly<Record<ShareRoot, string>> = {
  archive: 'Acervo',
  import: 'Importação',
  cancelled: 'Cancelados',
  // it is the folder that is looked at: whether the file is there is seen when it is read
  workbook: 'Pasta da planilha',
};

const files = (number: number): string => counted(number, 'arquivo', 'arquivos');

const listOf = (list: readonly ShareRoot[]): string => listed(list.map((root) => THE_SHARE[root]));

/** The folders that the work stands on: their health, what waits for them, and what was delivered. */
export const shares = {
  roots: SHARE_NAMES,
  states: SHARE_STATES,
  lead: {
    allWell: 'Todas as pastas respondem.',
    unknown: 'As pastas ainda não foram testadas.',
    attention: (roots: number): string =>
      counted(
        roots,
        'pasta precisa de atenção, e o trabalho segue.',
        'pastas precisam de atenção, e o trabalho segue.',
      ),
    down: (down: number, all: number): string =>
      `${count(down)} de ${counted(all, 'pasta fora do ar', 'pastas fora do ar')}; as outras seguem trabalhando.`,
    allDown: 'Nenhuma pasta responde. Verifique primeiro a rede deste computador.',
  },
  range: { label: 'Período dos gráficos', 24: '24 horas', 168: '7 dias' },
  testAll: 'Testar todas',
  test: 'Testar agora',
  testOf: (root: ShareRoot): string => `Testar agora: ${SHARE_NAMES[root]}`,
  testing: 'Testando…',
  open: 'Abrir a pasta',
  openOf: (root: ShareRoot): string => `Abrir a pasta: ${SHARE_NAMES[root]}`,
  since: (moment: string): string => `desde ${moment}`,
  todo: 'O que fazer:',
  unknownNote: 'O primeiro teste acontece logo depois de o programa abrir.',
  recoveringNote: 'Voltou a responder. Depois de mais um teste bom, o que esperava segue sozinho.',
  facts: {
    latency: 'Responde em',
    noAnswer: 'não responde',
    free: 'Espaço livre',
    checked: 'Último teste',
    next: 'Próximo teste',
  },
  none: {
    title: 'Nenhuma pasta configurada',
    text: 'Informe o acervo e a pasta de importação; o Malote passa a testá-las e avisa quando uma delas sair do ar.',
    action: 'Completar a configuração',
  },
  history: {
    chart: (root: ShareRoot): string => `Tempo de resposta: ${SHARE_NAMES[root]}`,
    loading: 'Carregando o histórico…',
    failed: 'O histórico não pôde ser lido.',
    retry: 'Tentar de novo',
    empty: 'Ainda não há medições neste período.',
    usual: (usual: string, most: string): string => `Em geral ${usual}, no máximo ${most}.`,
    onlyFailures: 'Nenhum teste deste período teve resposta.',
    noOutage: 'Nenhuma queda.',
    outages: (number: number, seconds: number): string =>
      `${counted(number, 'queda', 'quedas')}, ${span(seconds)} fora do ar.`,
    noAnswer: 'sem resposta',
    table: (root: ShareRoot): string => `Quedas: ${SHARE_NAMES[root]}`,
    show: (number: number): string => `Ver ${counted(number, 'queda', 'quedas')} do período`,
    columns: { from: 'Saiu', to: 'Voltou', lasted: 'Durou', cause: 'Causa', delivered: 'Entregues depois' },
    stillDown: 'ainda fora',
  },
  outbox: {
    title: 'Fila de entregas',
    deliver: 'Entregar agora',
    empty: 'Nada espera para ser entregue.',
    noDestination: 'Nenhum destino configurado.',
    pending: files,
    failed: (number: number): string => counted(number, 'já falhou ao menos uma vez', 'já falharam ao menos uma vez'),
    conflicts: (number: number): string => `${count(number)} em conflito`,
    conflictHint:
      'No destino já existe outro conteúdo com o mesmo nome; nada foi sobrescrito. Tire de lá o arquivo errado: “Entregar agora” e cada execução conferem de novo e, se o lugar estiver livre, entregam o do acervo.',
    oldest: (age: string, month: string | null): string =>
      `O mais antigo espera há ${age}${month === null ? '' : ` (${monthName(month)})`}.`,
    draining: 'Entregando o que esperava',
    drained: ({ delivered, total, perSecond }: NonNullable<OutboxView['draining']>): string =>
      `${count(delivered)} de ${count(total)} · ${speed(perSecond)} por segundo`,
    waitingFor: (list: readonly ShareRoot[]): string =>
      `Espera ${listOf(list)} voltar${list.length > 1 ? 'em' : ''}. A entrega recomeça sozinha, do mês mais antigo para o mais novo.`,
  },
  spool: {
    title: 'Guardado neste computador',
    empty: 'Nada guardado. Se o acervo sair do ar, o que o SIEG mandar fica aqui e é arquivado quando ele voltar.',
    meaning:
      'O acervo está fora; o que o SIEG mandou está guardado neste computador e será arquivado em ordem quando ele voltar.',
    draining: 'O acervo responde; o que estava guardado neste computador está sendo arquivado em ordem.',
    full: 'O espaço está cheio: o Malote parou de baixar e continua sozinho quando o acervo voltar. Nada se perdeu.',
    used: 'Espaço ocupado',
    usedOf: (bytes: number, limit: number): string => `${size(bytes)} de ${size(limit)}`,
    pages: (pages: number): string => counted(pages, 'página', 'páginas'),
    oldest: (age: string): string => `A mais antiga espera há ${age}.`,
    change: 'Mudar o limite',
  },
  scrub: {
    title: 'Verificar de novo',
    text: 'Lê mais uma vez, sem pressa, os arquivos já entregues.',
    month: (month: string): string => `Só ${monthName(month)}`,
    all: 'Todos os meses',
    stop: 'Parar',
    progress: 'Andamento da verificação',
    progressOf: (done: number, total: number): string => `${count(done)} de ${files(total)}`,
    ended: (done: number, moment: string): string => `${files(done)} lidos de novo até ${moment}.`,
    endedOne: (moment: string): string => `1 arquivo lido de novo até ${moment}.`,
    stopped: (done: number, total: number, moment: string): string =>
      `Lidos ${count(done)} de ${files(total)} até ${moment}; os outros ficam para a próxima vez.`,
    nothing: 'Não havia arquivos entregues para ler.',
    same: 'Iguais ao que foi entregue',
    absent: 'Não estão mais lá',
    absentNote: 'Não prova nada: o BI retira os arquivos que já leu.',
    altered: 'Com outro conteúdo',
    alteredNote: 'Alguém mudou o arquivo depois da entrega. O original está no acervo.',
  },
  strip: {
    label: 'Pastas',
    item: (root: ShareRoot, state: ShareState): string => `${short[root]} ${SHARE_STATES[state].toLowerCase()}`,
    delivering: (delivered: number, total: number): string => `entregando ${count(delivered)} de ${count(total)}`,
    open: 'Ver compartilhamentos',
  },
  banner: {
    one: (root: ShareRoot): string => `${SHARE_NAMES[root]} fora do ar.`,
    many: (list: readonly ShareRoot[]): string =>
      `${counted(list.length, 'pasta', 'pastas')} fora do ar: ${listOf(list)}.`,
    waits: (number: number, roots: number): string =>
      `${counted(number, 'arquivo espera e segue sozinho', 'arquivos esperam e seguem sozinhos')} quando ${roots === 1 ? 'ela voltar' : 'elas voltarem'}.`,
    spooled: (pages: number): string =>
      `${counted(pages, 'página do SIEG está guardada', 'páginas do SIEG estão guardadas')} neste computador.`,
    fullTitle: 'O Malote parou de baixar.',
    full: 'O acervo está fora e o espaço deste computador para guardar páginas encheu; o trabalho continua sozinho quando ele voltar.',
    open: 'Ver o que fazer',
  },
  down: (number: number): string => counted(number, 'pasta fora do ar', 'pastas fora do ar'),
};
