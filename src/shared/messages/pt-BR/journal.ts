import type { JournalAction } from '../../ipc/journal-actions';
import { counted, dayName, listed, monthName } from './numbers';
import { recoveryJournalMessages } from './recovery-journal';
import { NOTHING_PAST } from './retention';
import { scheduleJournalMessages } from './schedule';
import { unusedRows } from './sheets';

const documents = (n: number): string => counted(n, 'documento', 'documentos');
const companies = (n: number): string => counted(n, 'empresa', 'empresas');

/** An instant as ISO text, in words of this computer's own time. */
function at(iso: string): string {
  return new Date(iso).toLocaleString('pt-BR', { dateStyle: 'short', timeStyle: 'short' });
}

const OUTCOMES: Readonly<Record<string, string>> = {
  complete: 'completa',
  gaps: 'com pendências',
  stopped: 'parada a pedido',
  failed: 'interrompida por um erro',
};

const ROLES: Readonly<Record<string, string>> = {
  issuer: 'emitente',
  recipient: 'destinatário',
  sender: 'remetente',
  taker: 'tomador',
};

/** What SIEG was asked for, within a sentence. */
export const askedMessages = {
  /** @param party who takes part in the documents; null: whoever it is */
  days: (
    kind: string,
    party: { readonly role: string; readonly taxId: string } | null,
    from: string,
    to: string,
  ): string => {
    const whose = party === null ? '' : ` com o ${ROLES[party.role] ?? 'participante'} ${party.taxId}`;
    return `${kind}${whose} de ${from === to ? dayName(from) : `${dayName(from)} a ${dayName(to)}`}`;
  },
  month: (kind: string, month: string): string => `${kind} de ${monthName(month)}`,
};

/** What stood under a name is known by its SHA-256, unless its size alone told that it was another content. */
function unread(wasRead: boolean): string {
  return wasRead ? '' : ' (um arquivo grande, que não foi lido)';
}

type Sentence = string | ((...values: never[]) => string);

/** The journal, one sentence for each action. `asked` is of `askedMessages`, months are `YYYY-MM`, instants are ISO 8601. */
export const journalMessages = {
  'run.started': (again: boolean, month: string, many: number): string =>
    `${again ? 'Execução retomada' : 'Execução iniciada'}: ${monthName(month)}, ${companies(many)}.`,
  'run.ended': (status: string, figures: Readonly<Record<'archived' | 'delivered' | 'missing', number>>): string =>
    `Execução ${OUTCOMES[status] ?? 'encerrada'}: ${documents(figures.archived)} no acervo, ${counted(figures.delivered, 'entregue', 'entregues')}, ${counted(figures.missing, 'faltante', 'faltantes')}.`,
  'run.healed': 'Uma execução que tinha sido interrompida foi encerrada; a próxima continua dela.',
  'companies.imported': (
    figures: Readonly<Record<'total' | 'added' | 'changed' | 'retired' | 'badRows' | 'leftOut', number>>,
  ): string => {
    const { total, added, changed, retired, badRows, leftOut } = figures;
    const changes = [
      counted(added, 'nova', 'novas'),
      counted(changed, 'alterada', 'alteradas'),
      counted(retired, 'retirada', 'retiradas'),
    ].join(', ');
    const rows = badRows === 0 ? '' : ` ${unusedRows(badRows)}.`;
    const sheets = leftOut === 0 ? '' : ` ${counted(leftOut, 'aba ficou de fora', 'abas ficaram de fora')}.`;
    return `Planilha importada: ${companies(total)} (${changes}).${rows}${sheets}`;
  },
  'capture.company-aside': (company: string, failures: number, code: string): string =>
    `${company} ficou de lado depois de ${counted(failures, 'falha seguida', 'falhas seguidas')} do SIEG (${code}); as outras empresas seguem.`,
  'capture.company-resumed': (company: string): string => `O SIEG voltou a responder sobre ${company}.`,
  'capture.sieg-away': (since: string, code: string, nextAttemptAt: string): string =>
    `O SIEG não responde desde ${at(since)} (${code}); próxima tentativa: ${at(nextAttemptAt)}.`,
  'capture.sieg-back': (since: string): string => `O SIEG voltou a responder; não respondia desde ${at(since)}.`,
  'capture.planned': (byCompany: boolean): string =>
    `Busca planejada ${byCompany ? 'empresa por empresa' : 'pela conta inteira'}.`,
  'intake.accepted': (held: number, events: number): string => {
    const parts = [
      ...(held > 0 || events === 0 ? [documents(held)] : []),
      ...(events > 0 ? [counted(events, 'evento', 'eventos')] : []),
    ];
    const first = held > 0 || events === 0 ? held : events;
    return `${first === 1 ? 'Arquivado' : 'Arquivados'} ${parts.join(' e ')}.`;
  },
  'document.upgraded': (document: string): string => `Uma cópia melhor de ${document} tomou o lugar da anterior.`,
  'document.contradicted': (document: string): string =>
    `Outra cópia de ${document} chegou com outro conteúdo: possível adulteração. As duas estão guardadas; compare com o XML do emitente.`,
  'event.upgraded': (event: string): string => `Uma cópia melhor do evento ${event} tomou o lugar da anterior.`,
  'document.refiled': (document: string): string =>
    `${document} foi arquivado também para empresas que entraram na planilha.`,
  'event.refiled': (event: string): string =>
    `O evento ${event} foi arquivado também para empresas que entraram na planilha.`,
  'document.set-aside': (document: string, keptAs: string | null): string =>
    `${document} não pôde ser gravado no acervo; o XML está em guardados${keptAs === null ? '' : `/${keptAs}`}, e cada execução tenta de novo.`,
  'archive.conflict': (path: string, wasRead: boolean): string =>
    `Outro conteúdo${unread(wasRead)} já estava em ${path}; o novo foi guardado ao lado.`,
  'archive.moved': (from: string, to: string, files: number): string =>
    `O acervo passa a ficar em ${to}; antes ficava em ${from}. No registro ${files === 1 ? '1 arquivo está' : `${String(files)} arquivos estão`}.`,
  'destination.moved': (cancelled: boolean, from: string, to: string): string =>
    `${cancelled ? 'Os cancelamentos passam a ser entregues' : 'Os arquivos passam a ser entregues'} em ${to}; o que foi entregue antes foi para ${from}.`,
  'delivery.redirected': (n: number): string =>
    n === 1
      ? 'Mudou de pasta, com as configurações, 1 arquivo ainda não entregue.'
      : `Mudaram de pasta, com as configurações, ${counted(n, 'arquivo ainda não entregue', 'arquivos ainda não entregues')}.`,
  'delivery.verified': (n: number): string =>
    n === 1 ? 'Entregue e conferido 1 arquivo.' : `Entregues e conferidos ${counted(n, 'arquivo', 'arquivos')}.`,
  'delivery.conflict': (path: string, wasRead: boolean): string =>
    `Outro conteúdo${unread(wasRead)} já estava no destino ${path}; nada foi sobrescrito.`,
  'delivery.held-back': (n: number): string =>
    `Esperam que os cancelamentos deles possam ser entregues: ${counted(n, 'documento cancelado', 'documentos cancelados')}.`,
  'delivery.rechecked': ({
    done,
    absent,
    altered,
  }: Readonly<Record<'done' | 'absent' | 'altered', number>>): string => {
    const gone = `${counted(absent, 'já retirado', 'já retirados')} pelo outro programa`;
    return `Verificados de novo ${counted(done, 'arquivo entregue', 'arquivos entregues')}: ${gone}, ${counted(altered, 'alterado', 'alterados')}.`;
  },
  'delivery.renewed': (path: string): string =>
    `O arquivo ${path}, que tinha outro conteúdo no destino, já não está lá; volta à fila para ser entregue de novo.`,
  'delivery.altered': (path: string): string => `O arquivo ${path} já entregue tem agora outro conteúdo no destino.`,
  'spool.damaged': (page: string): string =>
    `Uma página que esperava pelo arquivo (${page}) se danificou; o que ela trazia será pedido de novo.`,
  'alert.raised': (sentence: string): string => `Aviso: ${sentence}`,
  'alert.sent': (channel: string, sentence: string): string => `Aviso enviado por ${channel}: ${sentence}`,
  'alert.failed': (channel: string, sentence: string): string => `O aviso não saiu por ${channel}: ${sentence}`,
  'alerts.muted': (until: string | null): string =>
    until === null ? 'Avisos ligados de novo.' : `Avisos silenciados até ${at(until)}.`,
  'delivery.superseded': (path: string): string => `A entrega de ${path} foi trocada por uma versão mais nova.`,
  'delivery.failed': (path: string, attempts: number): string =>
    `A entrega de ${path} falhou (${counted(attempts, 'tentativa', 'tentativas')}); será tentada de novo.`,
  'page.unexpectedly-empty': (asked: string): string =>
    `O SIEG devolveu uma página vazia onde havia documentos: ${asked}.`,
  'page.repeated': (asked: string, skip: number): string =>
    `O SIEG devolveu sempre as mesmas páginas em ${asked}: nada de novo veio depois da posição ${String(skip)}. A busca continua em partes menores.`,
  'window.contradiction': (asked: string, missing: number): string =>
    `O SIEG contou mais do que entregou em ${asked}: ${counted(missing, 'falta', 'faltam')}; a busca continua em partes menores.`,
  'window.no-progress': (asked: string, missing: number): string =>
    `As páginas de ${asked} não trazem o que o SIEG contou: ${counted(missing, 'documento falta', 'documentos faltam')}. Elas não são mais pedidas; cada chave que um relatório nomear é pedida sozinha.`,
  'count.contradicted': (asked: string, held: number): string =>
    `O SIEG contou zero em ${asked}, mas já entregou ${documents(held)}; as páginas foram pedidas mesmo assim.`,
  'window.failed': (asked: string): string => `O SIEG não respondeu sobre ${asked}; será perguntado de novo.`,
  'report.failed': (report: string): string => `O SIEG não entregou o relatório de ${report}.`,
  'report.bad-rows': (report: string): string => `O relatório de ${report} tem linhas que não puderam ser lidas.`,
  'archive.damaged': (
    month: string,
    { absent, altered, unreadable }: Readonly<Record<'absent' | 'altered' | 'unreadable', number>>,
  ): string => {
    const parts = [
      absent > 0 ? counted(absent, 'sumiu', 'sumiram') : '',
      altered > 0 ? counted(altered, 'mudou', 'mudaram') : '',
      unreadable > 0 ? counted(unreadable, 'não pôde ser lido', 'não puderam ser lidos') : '',
    ].filter((part) => part !== '');
    return `Arquivos do acervo de ${monthName(month)} que não estão como o registro diz: ${listed(parts)}.`;
  },
  'month.verified': (month: string, findings: number): string =>
    `Arquivos de ${monthName(month)} verificados: ${findings === 0 ? 'tudo como registrado' : counted(findings, 'diferença', 'diferenças')}.`,
  /** @param cause a clause; null: none is known */
  'share.changed': (root: string, state: string, cause: string | null): string =>
    `${root} ${state}${cause === null ? '' : ` (${cause})`}.`,
  /** @param months null: all of them; `many` companies, null: all of them */
  'audit.started': (resumed: boolean, months: readonly string[] | null, many: number | null, full: boolean): string => {
    const of = months === null ? 'todos os meses' : months.map(monthName).join(', ');
    const whom = many === null ? '' : `, ${companies(many)}`;
    return `Auditoria ${resumed ? 'retomada' : 'iniciada'}: ${of}${whom}${full ? ', lendo todos os arquivos' : ''}.`;
  },
  'audit.ended': (outcome: string, files: number, findings: number): string => {
    const name = outcome === 'complete' ? 'concluída' : (OUTCOMES[outcome] ?? 'encerrada');
    return `Auditoria ${name}: ${counted(files, 'arquivo', 'arquivos')} no acervo, ${counted(findings, 'achado', 'achados')}.`;
  },
  'leftovers.removed': (files: number): string =>
    `Removidos ${counted(files, 'arquivo temporário', 'arquivos temporários')} de uma execução interrompida.`,
  'legacy.adopted': (held: number, events: number): string =>
    `Registrados onde já estavam no acervo: ${documents(held)} e ${counted(events, 'evento', 'eventos')}.`,
  'legacy.imported': (from: string, stopped: boolean, handedOver: number, unreadable: number): string => {
    const bad = counted(unreadable, 'arquivo ilegível', 'arquivos ilegíveis');
    return `Importação do sistema anterior (${from}) ${stopped ? 'parada a pedido' : 'concluída'}: ${counted(handedOver, 'entrega provada', 'entregas provadas')}, ${bad}.`;
  },
  'report.written': (month: string, file: string): string => `Relatório de ${monthName(month)} gravado: ${file}.`,
  'summaries.written': (month: string, many: number): string =>
    `Resumos de ${monthName(month)} atualizados nas pastas de ${companies(many)}.`,
  'ledger.set-aside': (gone: boolean, keptAs: string): string =>
    gone
      ? 'O banco de dados tinha sumido; este registro começou vazio.'
      : `O banco de dados estava danificado e foi guardado como ${keptAs}; este registro começou vazio.`,
  'ledger.restored': (gone: boolean, copy: string): string =>
    `O banco de dados ${gone ? 'tinha sumido' : 'estava danificado'}; este registro veio da cópia ${copy}.`,
  'backup.made': (id: string, files: number, removed: number): string =>
    `Cópia de segurança ${id} feita, com ${counted(files, 'arquivo', 'arquivos')}.${removed === 0 ? '' : ` ${counted(removed, 'cópia antiga saiu', 'cópias antigas saíram')} pela regra de guarda.`}`,
  'backup.proven': (id: string): string =>
    `A cópia de segurança ${id} foi montada à parte e conferida: pode ser restaurada.`,
  'backup.unproven': (id: string, code: string): string =>
    `A cópia de segurança${id === '' ? '' : ` ${id}`} não passou na prova (${code}).`,
  'backup.restored': (id: string): string =>
    `A cópia de segurança ${id} tomou o lugar da pasta de trabalho; o que estava antes foi guardado ao lado.`,
  'retention.done': (gone: number, left: number): string =>
    `${gone === 0 ? NOTHING_PAST : `Pelo prazo de guarda ${counted(gone, 'registro ou arquivo saiu', 'registros ou arquivos saíram')}.`}${left === 0 ? '' : ` ${counted(left, 'arquivo não pôde ser apagado', 'arquivos não puderam ser apagados')}.`}`,
  'ledger.migrated': (copy: string | null): string =>
    copy === null
      ? 'O banco de dados passou à versão deste programa; não houve espaço para guardar antes uma cópia dele.'
      : `O banco de dados passou à versão deste programa; como era antes, está em ${copy}.`,
  'ledger.damaged': 'O exame do banco de dados encontrou danos; o trabalho parou.',
  ...recoveryJournalMessages,
  ...scheduleJournalMessages,
} satisfies Readonly<Record<JournalAction, Sentence>>;

/** What no action of `journalMessages` covers, and what the journal's list says beside its sentences. */
export const journalLineMessages = {
  /** A conflict in the archive where no document can lie at all. */
  noRoom: (path: string, because: string): string =>
    `Em ${path} não cabe um documento (${because}); ele foi guardado ao lado.`,
  /** An entry of a whole batch, of which a document's own part is told first. */
  ofBatch: (own: string, whole: string): string =>
    `${own} Do mesmo lote: ${whole.charAt(0).toLowerCase()}${whole.slice(1)}`,
  ownDocument: (identity: string, paths: readonly string[]): string =>
    `Documento ${identity} arquivado em ${paths.join(' e em ') || '?'}.`,
  ownEvent: (name: string, identity: string, path: string): string =>
    `${name} de ${identity}: evento arquivado em ${path}.`,
  ownDelivery: (target: string): string => `Entregue e conferido no destino: ${target}.`,
  ownWait: (target: string): string => `Espera que o cancelamento dele possa ser entregue: ${target}.`,
  unknown: (subject: string): string => `Outra versão do Malote anotou algo que esta não conhece sobre ${subject}.`,
};
