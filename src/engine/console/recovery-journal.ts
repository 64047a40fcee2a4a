import type { JournalAction } from '../../shared/ipc/journal-actions';
import { counted } from '../../shared/messages/pt-BR/numbers';
import { correctionProblem } from '../../shared/messages/pt-BR/recovery';

type Detail = Readonly<Record<string, unknown>>;

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

function nameOf(subject: string): string {
  return `Recuperação ${subject.replace(/^\D+/, '')}`;
}

function correctionName(subject: string): string {
  return `Correção ${subject.replace(/^\D+/, '')}`;
}

function pathOf(value: unknown): string {
  return typeof value === 'string' ? value : '?';
}

function planned({ deliver, fetch }: Detail, subject: string): string {
  const items = counted(numberOf(((deliver ?? {}) as Detail)['items']), 'arquivo a entregar', 'arquivos a entregar');
  const asked = numberOf(fetch);
  const more = asked === 0 ? '' : ` e ${counted(asked, 'documento a buscar no SIEG', 'documentos a buscar no SIEG')}`;
  return `${nameOf(subject)} planejada: ${items}${more}.`;
}

function narrowed({ include, items }: Detail, subject: string): string {
  const what =
    include === true
      ? counted(numberOf(items), 'item posto de volta', 'itens postos de volta')
      : counted(numberOf(items), 'item deixado de fora', 'itens deixados de fora');
  return `${nameOf(subject)}: ${what}.`;
}

function ended({ state, files }: Detail, subject: string): string {
  const { copied, skipped, mismatch, failed } = (files ?? {}) as Detail;
  const figures = [
    counted(numberOf(copied), 'copiado', 'copiados'),
    counted(numberOf(skipped), 'já estava lá', 'já estavam lá'),
    counted(numberOf(mismatch), 'conflito', 'conflitos'),
    counted(numberOf(failed), 'falha', 'falhas'),
  ].join(', ');
  return `${nameOf(subject)} ${state === 'complete' ? 'concluída' : 'parada'}: ${figures}.`;
}

const WHOLE_ENDED: Readonly<Record<string, string>> = {
  planned: 'Recuperação de tudo: o plano está pronto para ser conferido.',
  complete: 'Recuperação de tudo concluída.',
  stopped: 'Recuperação de tudo parada; pode ser retomada de onde estava.',
  failed: 'Recuperação de tudo interrompida por um erro; pode ser retomada de onde estava.',
};

/** What recoveries put into the journal. */
export const recoverySentences = {
  'recovery.planned': planned,
  'recovery.narrowed': narrowed,
  'recovery.started': (_detail, subject) => `${nameOf(subject)} iniciada.`,
  'recovery.continued': (_detail, subject) => `${nameOf(subject)} retomada.`,
  'recovery.paused': (_detail, subject) => `${nameOf(subject)} em pausa.`,
  'recovery.resumed': (_detail, subject) => `${nameOf(subject)} segue depois da pausa.`,
  'recovery.interrupted': (_detail, subject) =>
    `${nameOf(subject)} tinha sido interrompida; pode ser retomada de onde estava.`,
  'recovery.enqueued': ({ items }, subject) =>
    `${nameOf(subject)}: ${counted(numberOf(items), 'arquivo posto', 'arquivos postos')} na fila de entrega.`,
  'recovery.withdrawn': ({ items }, subject) =>
    `${nameOf(subject)}: ${counted(numberOf(items), 'arquivo ainda não começado tirado', 'arquivos ainda não começados tirados')} da fila de entrega.`,
  'recovery.fetching': (_detail, subject) => `${nameOf(subject)}: documentos pedidos de novo ao SIEG.`,
  'recovery.ended': ended,
  'recovery.whole-started': () => 'Recuperação de tudo iniciada: auditoria, plano e execução.',
  'recovery.whole-continued': () => 'Recuperação de tudo retomada de onde estava.',
  'recovery.whole-ended': ({ state }) =>
    WHOLE_ENDED[typeof state === 'string' ? state : ''] ?? 'Recuperação de tudo terminada.',
  'correction.proposed': ({ refile, adopt }, subject) =>
    `${correctionName(subject)} proposta: ${counted(numberOf(refile), 'arquivo a levar para o lugar certo', 'arquivos a levar para o lugar certo')} e ${counted(numberOf(adopt), 'a passar para o registro', 'a passar para o registro')}.`,
  'correction.dropped': (_detail, subject) => `${correctionName(subject)} descartada.`,
  'document.reread': (_detail, subject) => `${subject} foi lida de um arquivo que antes estava sem leitura.`,
  'document.merged': (_detail, subject) =>
    `Outra cópia de ${subject}, antes sem leitura, foi juntada à nota registrada.`,
  'document.split': ({ notes }, subject) =>
    `De ${subject}, antes sem leitura, saíram ${String(numberOf(notes))} notas, arquivadas uma a uma.`,
  'document.reread-undone': ({ reread }, subject) =>
    `${subject} voltou a ficar sem leitura (releitura ${String(numberOf(reread))} desfeita).`,
  'event.claimed': (_detail, subject) => `Um cancelamento que tinha vindo antes foi ligado à nota ${subject}.`,
  'reread.ended': ({ read, merged, split, unread }) =>
    `Releitura das NFS-e concluída: ${String(numberOf(read))} lidas, ${String(numberOf(merged))} juntadas, ` +
    `${String(numberOf(split))} divididas, ${String(numberOf(unread))} ainda sem leitura.`,
  'reread.undone': (_detail, subject) => `Releitura desfeita: ${subject.replace('reread', 'número')}.`,
  'correction.applied': ({ action, from, to, correction }, subject) =>
    action === 'adopt'
      ? `${subject} passou para o registro em ${pathOf(from)} (correção ${String(numberOf(correction))}).`
      : `${subject} foi levado de ${pathOf(from)} para ${pathOf(to)} (correção ${String(numberOf(correction))}).`,
  'correction.undone': ({ action, from, to, correction }, subject) =>
    action === 'adopt'
      ? `${subject} saiu do registro, e o arquivo ficou em ${pathOf(from)} (correção ${String(numberOf(correction))} desfeita).`
      : `${subject} voltou de ${pathOf(to)} para ${pathOf(from)} (correção ${String(numberOf(correction))} desfeita).`,
  'correction.failed': ({ code, correction }, subject) =>
    `${subject} ficou como estava (correção ${String(numberOf(correction))}). ${correctionProblem(typeof code === 'string' ? code : null) ?? ''}`.trimEnd(),
  // `movedAside`: up to version 0.1 what lay there was moved beside it
  'archive.restored': ({ movedAside, displaced }, subject) =>
    typeof movedAside === 'string'
      ? `${subject} foi posto de novo no lugar; o arquivo alterado ficou guardado como ${movedAside}.`
      : `${subject} foi posto de novo no lugar${typeof displaced === 'string' ? '; o que estava lá ficou em guardados' : ''}.`,
  'archive.restated': (_detail, subject) =>
    `O conteúdo arquivado de ${subject} não existe mais em lugar nenhum; outra forma boa dele, dada pelo SIEG, tomou o lugar.`,
} satisfies Partial<Record<JournalAction, (detail: Detail, subject: string) => string>>;
