import { ALERT_CHANNEL_NAMES, type AlertChannelName } from '../../shared/alert-channels';
import { TO_BE_ASKED } from '../../shared/audit-categories';
import type { JournalAction, JournalActionRead } from '../../shared/ipc/journal-actions';
import type { JournalLine } from '../../shared/ipc/state';
import { CHANNEL_WORDS } from '../../shared/messages/pt-BR/alert-channels';
import { counted, dayName, listed, monthName } from '../../shared/messages/pt-BR/numbers';
import { causeClause, SHARE_NAMES, SHARE_STATES } from '../../shared/messages/pt-BR/shares';
import type { JournalEntry } from '../ledger';
import { recoverySentences } from './recovery-journal';

type Detail = Readonly<Record<string, unknown>>;

function detailOf({ detail }: JournalEntry): Detail {
  return typeof detail === 'object' && detail !== null ? (detail as Detail) : {};
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '?';
}

function documents(n: number): string {
  return counted(n, 'documento', 'documentos');
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

/** The part of SIEG's account that a line is about, written as `NFe account 2026-10-01..2026-10-07`, `NFe taker:<tax id> …` or `NFe 2026-10`. */
function askedWords(subject: string): string {
  const [, kind = '', scope = '', from = '', to = ''] = /^(\w+) (\S+) (\S+)\.\.(\S+)$/.exec(subject) ?? [];
  if (kind !== '') {
    const [role = '', taxId] = scope.split(':');
    const party = taxId === undefined ? '' : ` com o ${ROLES[role] ?? 'participante'} ${taxId}`;
    const days = from === to ? dayName(from) : `${dayName(from)} a ${dayName(to)}`;
    return `${kind}${party} de ${days}`;
  }
  const [, counting = '', month = ''] = /^(\w+) (\d{4}-\d{2})$/.exec(subject) ?? [];
  return counting === '' ? subject : `${counting} de ${monthName(month)}`;
}

function runStarted(detail: Detail): string {
  const again = typeof detail['resumes'] === 'number' ? 'Execução retomada' : 'Execução iniciada';
  return `${again}: ${monthName(textOf(detail['month']))}, ${counted(numberOf(detail['companies']), 'empresa', 'empresas')}.`;
}

function runEnded(detail: Detail): string {
  const { archived, delivered, missing } = (detail['documents'] ?? {}) as Detail;
  const outcome = OUTCOMES[textOf(detail['status'])] ?? 'encerrada';
  const figures = `${documents(numberOf(archived))} no acervo, ${counted(numberOf(delivered), 'entregue', 'entregues')}`;
  return `Execução ${outcome}: ${figures}, ${counted(numberOf(missing), 'faltante', 'faltantes')}.`;
}

function imported(detail: Detail): string {
  const changes = [
    counted(numberOf(detail['added']), 'nova', 'novas'),
    counted(numberOf(detail['changed']), 'alterada', 'alteradas'),
    counted(numberOf(detail['retired']), 'retirada', 'retiradas'),
  ].join(', ');
  const bad = lengthOf(detail['badRows']);
  const rows = bad === 0 ? '' : ` ${counted(bad, 'linha não pôde ser usada', 'linhas não puderam ser usadas')}.`;
  const out = lengthOf(detail['leftOut']);
  const sheets = out === 0 ? '' : ` ${counted(out, 'aba ficou de fora', 'abas ficaram de fora')}.`;
  return `Planilha importada: ${counted(numberOf(detail['total']), 'empresa', 'empresas')} (${changes}).${rows}${sheets}`;
}

function accepted(detail: Detail): string {
  const held = lengthOf(detail['documents']);
  const events = lengthOf(detail['events']);
  const parts = [
    ...(held > 0 || events === 0 ? [documents(held)] : []),
    ...(events > 0 ? [counted(events, 'evento', 'eventos')] : []),
  ];
  const first = held > 0 || events === 0 ? held : events;
  return `${first === 1 ? 'Arquivado' : 'Arquivados'} ${parts.join(' e ')}.`;
}

function delivered(detail: Detail): string {
  const n = lengthOf(detail['deliveries']);
  return n === 1 ? 'Entregue e conferido 1 arquivo.' : `Entregues e conferidos ${counted(n, 'arquivo', 'arquivos')}.`;
}

function heldBack(detail: Detail): string {
  const n = lengthOf(detail['deliveries']);
  return `Esperam que os cancelamentos deles possam ser entregues: ${counted(n, 'documento cancelado', 'documentos cancelados')}.`;
}

function archiveMoved({ from, to, files }: Detail): string {
  const n = numberOf(files);
  const filed = n === 1 ? '1 arquivo está' : `${String(n)} arquivos estão`;
  return `O acervo passa a ficar em ${textOf(to)}; antes ficava em ${textOf(from)}. No registro ${filed}.`;
}

function destinationMoved({ from, to }: Detail, name: string): string {
  const what = name === 'cancelled' ? 'Os cancelamentos passam a ser entregues' : 'Os arquivos passam a ser entregues';
  return `${what} em ${textOf(to)}; o que foi entregue antes foi para ${textOf(from)}.`;
}

function redirected({ deliveries }: Detail): string {
  const n = numberOf(deliveries);
  return n === 1
    ? 'Mudou de pasta, com as configurações, 1 arquivo ainda não entregue.'
    : `Mudaram de pasta, com as configurações, ${counted(n, 'arquivo ainda não entregue', 'arquivos ainda não entregues')}.`;
}

function rechecked({ done, absent, altered }: Detail): string {
  const gone = `${counted(numberOf(absent), 'já retirado', 'já retirados')} pelo outro programa`;
  return `Verificados de novo ${counted(numberOf(done), 'arquivo entregue', 'arquivos entregues')}: ${gone}, ${counted(numberOf(altered), 'alterado', 'alterados')}.`;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function channelName(channel: unknown): string {
  const name = textOf(channel);
  // of a channel that is no more the journal may still tell
  return ALERT_CHANNEL_NAMES.some((each) => each === name) ? CHANNEL_WORDS[name as AlertChannelName].listed : name;
}

/** An instant in words of this computer's own time. */
function momentOf(iso: string): string {
  return new Date(iso).toLocaleString('pt-BR', { dateStyle: 'short', timeStyle: 'short' });
}

function shareChanged({ to, words }: Detail, root: string): string {
  const names: Readonly<Record<string, string>> = SHARE_NAMES;
  const states: Readonly<Record<string, string>> = SHARE_STATES;
  const state = states[textOf(to)]?.toLowerCase() ?? textOf(to);
  return `${names[root] ?? root} ${state}${typeof words === 'string' ? ` (${causeClause({ words })})` : ''}.`;
}

function adopted(detail: Detail): string {
  const parts = [documents(lengthOf(detail['documents'])), counted(lengthOf(detail['events']), 'evento', 'eventos')];
  return `Registrados onde já estavam no acervo: ${parts.join(' e ')}.`;
}

function legacyImported(detail: Detail, from: string): string {
  const { handedOver } = (detail['documents'] ?? {}) as Detail;
  const outcome = detail['outcome'] === 'stopped' ? 'parada a pedido' : 'concluída';
  const bad = counted(numberOf(detail['unreadable']), 'arquivo ilegível', 'arquivos ilegíveis');
  return `Importação do sistema anterior (${from}) ${outcome}: ${counted(numberOf(handedOver), 'entrega provada', 'entregas provadas')}, ${bad}.`;
}

/** One sentence for each action of the journal. */
const SENTENCES: Readonly<Record<JournalAction, (detail: Detail, subject: string) => string>> = {
  'run.started': runStarted,
  'run.ended': runEnded,
  'run.healed': () => 'Uma execução que tinha sido interrompida foi encerrada; a próxima continua dela.',
  'companies.imported': imported,
  'capture.company-aside': ({ failures, code }, subject) =>
    `${subject} ficou de lado depois de ${counted(numberOf(failures), 'falha seguida', 'falhas seguidas')} do SIEG (${textOf(code)}); as outras empresas seguem.`,
  'capture.company-resumed': (_detail, subject) => `O SIEG voltou a responder sobre ${subject}.`,
  'capture.sieg-away': ({ since, nextAttemptAt, code }) =>
    `O SIEG não responde desde ${momentOf(textOf(since))} (${textOf(code)}); próxima tentativa: ${momentOf(textOf(nextAttemptAt))}.`,
  'capture.sieg-back': ({ since }) => `O SIEG voltou a responder; não respondia desde ${momentOf(textOf(since))}.`,
  'capture.planned': ({ strategy }) =>
    `Busca planejada ${strategy === 'companies' ? 'empresa por empresa' : 'pela conta inteira'}.`,
  'intake.accepted': accepted,
  'document.upgraded': (_detail, subject) => `Uma cópia melhor de ${subject} tomou o lugar da anterior.`,
  'document.contradicted': (_detail, subject) =>
    `Outra cópia de ${subject} chegou com outro conteúdo: possível adulteração. As duas estão guardadas; compare com o XML do emitente.`,
  'event.upgraded': (_detail, subject) => `Uma cópia melhor do evento ${subject} tomou o lugar da anterior.`,
  'document.refiled': (_detail, subject) => `${subject} foi arquivado também para empresas que entraram na planilha.`,
  'document.set-aside': ({ keptAs }, subject) =>
    `${subject} não pôde ser gravado no acervo; o XML está em guardados${typeof keptAs === 'string' ? `/${keptAs}` : ''}, e cada execução tenta de novo.`,
  'archive.conflict': ({ found, because }, subject) =>
    typeof because === 'string'
      ? `Em ${subject} não cabe um documento (${because}); ele foi guardado ao lado.`
      : `Outro conteúdo${unread(found)} já estava em ${subject}; o novo foi guardado ao lado.`,
  'archive.moved': archiveMoved,
  'destination.moved': destinationMoved,
  'delivery.redirected': redirected,
  'delivery.verified': delivered,
  'delivery.conflict': ({ found }, subject) =>
    `Outro conteúdo${unread(found)} já estava no destino ${subject}; nada foi sobrescrito.`,
  'delivery.held-back': heldBack,
  'delivery.rechecked': rechecked,
  'delivery.renewed': (_detail, subject) =>
    `O arquivo ${subject}, que tinha outro conteúdo no destino, já não está lá; volta à fila para ser entregue de novo.`,
  'delivery.altered': (_detail, subject) => `O arquivo ${subject} já entregue tem agora outro conteúdo no destino.`,
  'spool.damaged': (_detail, subject) =>
    `Uma página que esperava pelo arquivo (${subject}) se danificou; o que ela trazia será pedido de novo.`,
  'alert.raised': (_detail, subject) => `Aviso: ${sentence(subject)}`,
  'alert.sent': ({ channel }, subject) => `Aviso enviado por ${channelName(channel)}: ${sentence(subject)}`,
  'alert.failed': ({ channel }, subject) => `O aviso não saiu por ${channelName(channel)}: ${sentence(subject)}`,
  'alerts.muted': (_detail, subject) =>
    subject === 'off' ? 'Avisos ligados de novo.' : `Avisos silenciados até ${momentOf(subject)}.`,
  'delivery.superseded': (_detail, subject) => `A entrega de ${subject} foi trocada por uma versão mais nova.`,
  'delivery.failed': ({ attempts }, subject) =>
    `A entrega de ${subject} falhou (${counted(numberOf(attempts), 'tentativa', 'tentativas')}); será tentada de novo.`,
  'page.unexpectedly-empty': (_detail, subject) =>
    `O SIEG devolveu uma página vazia onde havia documentos: ${askedWords(subject)}.`,
  'page.repeated': ({ skip }, subject) =>
    `O SIEG devolveu sempre as mesmas páginas em ${askedWords(subject)}: nada de novo veio depois da posição ${String(numberOf(skip))}. A busca continua em partes menores.`,
  'window.contradiction': ({ missing }, subject) =>
    `O SIEG contou mais do que entregou em ${askedWords(subject)}: ${counted(numberOf(missing), 'falta', 'faltam')}; a busca continua em partes menores.`,
  'window.no-progress': ({ missing }, subject) =>
    `As páginas de ${askedWords(subject)} não trazem o que o SIEG contou: ${counted(numberOf(missing), 'documento falta', 'documentos faltam')}. Elas não são mais pedidas; cada chave que um relatório nomear é pedida sozinha.`,
  'count.contradicted': ({ held }, subject) =>
    `O SIEG contou zero em ${askedWords(subject)}, mas já entregou ${counted(numberOf(held), 'documento', 'documentos')}; as páginas foram pedidas mesmo assim.`,
  'window.failed': (_detail, subject) => `O SIEG não respondeu sobre ${askedWords(subject)}; será perguntado de novo.`,
  'report.failed': (_detail, subject) => `O SIEG não entregou o relatório de ${subject}.`,
  'report.bad-rows': (_detail, subject) => `O relatório de ${subject} tem linhas que não puderam ser lidas.`,
  'archive.damaged': archiveDamaged,
  'month.verified': ({ findings }, subject) => verified(numberOf(findings), subject),
  'share.changed': shareChanged,
  'audit.started': auditStarted,
  'audit.ended': auditEnded,
  ...recoverySentences,
  'leftovers.removed': ({ files }) =>
    `Removidos ${counted(numberOf(files), 'arquivo temporário', 'arquivos temporários')} de uma execução interrompida.`,
  'legacy.adopted': adopted,
  'legacy.imported': legacyImported,
  'report.written': ({ month }, subject) => `Relatório de ${monthName(textOf(month))} gravado: ${subject}.`,
  'summaries.written': ({ files }, subject) =>
    `Resumos de ${monthName(subject)} atualizados nas pastas de ${counted(numberOf(files), 'empresa', 'empresas')}.`,
  'ledger.set-aside': ({ gone }, subject) =>
    gone === true
      ? 'O banco de dados tinha sumido; este registro começou vazio.'
      : `O banco de dados estava danificado e foi guardado como ${subject}; este registro começou vazio.`,
  'ledger.restored': ({ gone }, subject) =>
    `O banco de dados ${gone === true ? 'tinha sumido' : 'estava danificado'}; este registro veio da cópia ${subject}.`,
  'ledger.damaged': () => 'O exame do banco de dados encontrou danos; o trabalho parou.',
};

/** What stood under a name is known by its SHA-256, unless its size alone told that it was another content. */
function unread(found: unknown): string {
  return found === null ? ' (um arquivo grande, que não foi lido)' : '';
}

function auditStarted({ scope, full, resumed }: Detail): string {
  const { months, companies } = (scope ?? {}) as Detail;
  const of = Array.isArray(months) ? months.map((month) => monthName(textOf(month))).join(', ') : 'todos os meses';
  const whom = Array.isArray(companies) ? `, ${counted(companies.length, 'empresa', 'empresas')}` : '';
  const how = full === true ? ', lendo todos os arquivos' : '';
  return `Auditoria ${resumed === true ? 'retomada' : 'iniciada'}: ${of}${whom}${how}.`;
}

function auditEnded({ outcome, figures, counts }: Detail): string {
  const { files } = (figures ?? {}) as Detail;
  const wrong = Object.entries((counts ?? {}) as Detail).filter(
    ([category]) => !TO_BE_ASKED.some((one) => one === category),
  );
  const findings = wrong.reduce<number>((sum, [, n]) => sum + numberOf(n), 0);
  const name = outcome === 'complete' ? 'concluída' : (OUTCOMES[textOf(outcome)] ?? 'encerrada');
  return `Auditoria ${name}: ${counted(numberOf(files), 'arquivo', 'arquivos')} no acervo, ${counted(findings, 'achado', 'achados')}.`;
}

function archiveDamaged({ absent, altered, unreadable }: Detail, month: string): string {
  const parts = [
    numberOf(absent) > 0 ? counted(numberOf(absent), 'sumiu', 'sumiram') : '',
    numberOf(altered) > 0 ? counted(numberOf(altered), 'mudou', 'mudaram') : '',
    numberOf(unreadable) > 0 ? counted(numberOf(unreadable), 'não pôde ser lido', 'não puderam ser lidos') : '',
  ].filter((part) => part !== '');
  return `Arquivos do acervo de ${monthName(month)} que não estão como o registro diz: ${listed(parts)}.`;
}

function verified(findings: number, month: string): string {
  const outcome = findings === 0 ? 'tudo como registrado' : counted(findings, 'diferença', 'diferenças');
  return `Arquivos de ${monthName(month)} verificados: ${outcome}.`;
}

function isKnown(action: string): action is JournalAction {
  return Object.hasOwn(SENTENCES, action);
}

/** What an entry tells of, as a person or a filter is told. */
export function journalAction({ action }: Pick<JournalEntry, 'action'>): JournalActionRead {
  return isKnown(action) ? action : 'unknown';
}

/** A journal entry as one sentence in Portuguese, whatever version wrote it. */
export function journalText(entry: JournalEntry): string {
  const { action, subject } = entry;
  return isKnown(action)
    ? SENTENCES[action](detailOf(entry), subject)
    : `Outra versão do Malote anotou algo que esta não conhece sobre ${subject}.`;
}

export function journalLine(entry: JournalEntry): JournalLine {
  return { id: entry.id, at: entry.at, action: journalAction(entry), text: journalText(entry) };
}
