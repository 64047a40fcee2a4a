import { count, counted } from './numbers';

const recovery = (id: string): string => `Recuperação ${id}`;
const correction = (id: string): string => `Correção ${id}`;

/** What a whole recovery came to. */
const WHOLE_ENDED: Readonly<Record<string, string>> = {
  planned: 'Recuperação de tudo: o plano está pronto para ser conferido.',
  complete: 'Recuperação de tudo concluída.',
  stopped: 'Recuperação de tudo parada; pode ser retomada de onde estava.',
  failed: 'Recuperação de tudo interrompida por um erro; pode ser retomada de onde estava.',
};

/** What recoveries, corrections and readings anew put into the journal, one sentence for each action; they are named by their numbers. */
export const recoveryJournalMessages = {
  'recovery.planned': (id: string, deliver: number, fetch: number): string => {
    const items = counted(deliver, 'arquivo a entregar', 'arquivos a entregar');
    const more = fetch === 0 ? '' : ` e ${counted(fetch, 'documento a buscar no SIEG', 'documentos a buscar no SIEG')}`;
    return `${recovery(id)} planejada: ${items}${more}.`;
  },
  'recovery.narrowed': (id: string, include: boolean, items: number): string => {
    const what = include
      ? counted(items, 'item posto de volta', 'itens postos de volta')
      : counted(items, 'item deixado de fora', 'itens deixados de fora');
    return `${recovery(id)}: ${what}.`;
  },
  'recovery.started': (id: string): string => `${recovery(id)} iniciada.`,
  'recovery.continued': (id: string): string => `${recovery(id)} retomada.`,
  'recovery.paused': (id: string): string => `${recovery(id)} em pausa.`,
  'recovery.resumed': (id: string): string => `${recovery(id)} segue depois da pausa.`,
  'recovery.interrupted': (id: string): string =>
    `${recovery(id)} tinha sido interrompida; pode ser retomada de onde estava.`,
  'recovery.enqueued': (id: string, items: number): string =>
    `${recovery(id)}: ${counted(items, 'arquivo posto', 'arquivos postos')} na fila de entrega.`,
  'recovery.withdrawn': (id: string, items: number): string =>
    `${recovery(id)}: ${counted(items, 'arquivo ainda não começado tirado', 'arquivos ainda não começados tirados')} da fila de entrega.`,
  'recovery.fetching': (id: string): string => `${recovery(id)}: documentos pedidos de novo ao SIEG.`,
  'recovery.ended': (
    id: string,
    complete: boolean,
    files: Readonly<Record<'copied' | 'skipped' | 'mismatch' | 'failed', number>>,
  ): string => {
    const figures = [
      counted(files.copied, 'copiado', 'copiados'),
      counted(files.skipped, 'já estava lá', 'já estavam lá'),
      counted(files.mismatch, 'conflito', 'conflitos'),
      counted(files.failed, 'falha', 'falhas'),
    ].join(', ');
    return `${recovery(id)} ${complete ? 'concluída' : 'parada'}: ${figures}.`;
  },
  'recovery.whole-started': 'Recuperação de tudo iniciada: auditoria, plano e execução.',
  'recovery.whole-continued': 'Recuperação de tudo retomada de onde estava.',
  'recovery.whole-ended': (state: string): string => WHOLE_ENDED[state] ?? 'Recuperação de tudo terminada.',
  'correction.proposed': (id: string, refile: number, adopt: number): string =>
    `${correction(id)} proposta: ${counted(refile, 'arquivo a levar para o lugar certo', 'arquivos a levar para o lugar certo')} e ${count(adopt)} a passar para o registro.`,
  'correction.dropped': (id: string): string => `${correction(id)} descartada.`,
  'document.reread': (document: string): string => `${document} foi lida de um arquivo que antes estava sem leitura.`,
  'document.merged': (document: string): string =>
    `Outra cópia de ${document}, antes sem leitura, foi juntada à nota registrada.`,
  'document.split': (document: string, notes: number): string =>
    `De ${document}, antes sem leitura, saíram ${String(notes)} notas, arquivadas uma a uma.`,
  'document.reread-undone': (document: string, reread: number): string =>
    `${document} voltou a ficar sem leitura (releitura ${String(reread)} desfeita).`,
  'event.claimed': (document: string): string => `Um cancelamento que tinha vindo antes foi ligado à nota ${document}.`,
  'reread.ended': (notes: Readonly<Record<'read' | 'merged' | 'split' | 'unread', number>>): string =>
    `Releitura das NFS-e concluída: ${String(notes.read)} lidas, ${String(notes.merged)} juntadas, ` +
    `${String(notes.split)} divididas, ${String(notes.unread)} ainda sem leitura.`,
  'reread.undone': (reread: string): string => `Releitura desfeita: ${reread.replace('reread', 'número')}.`,
  'correction.applied': (document: string, from: string, id: number, to: string | null): string =>
    to === null
      ? `${document} passou para o registro em ${from} (correção ${String(id)}).`
      : `${document} foi levado de ${from} para ${to} (correção ${String(id)}).`,
  'correction.undone': (document: string, from: string, id: number, to: string | null): string =>
    to === null
      ? `${document} saiu do registro, e o arquivo ficou em ${from} (correção ${String(id)} desfeita).`
      : `${document} voltou de ${to} para ${from} (correção ${String(id)} desfeita).`,
  'correction.failed': (document: string, id: number, problem: string): string =>
    `${document} ficou como estava (correção ${String(id)}). ${problem}`.trimEnd(),
  // `movedAside`: up to version 0.1 what lay there was moved beside it
  'archive.restored': (document: string, movedAside: string | null, displaced: boolean): string =>
    movedAside === null
      ? `${document} foi posto de novo no lugar${displaced ? '; o que estava lá ficou em guardados' : ''}.`
      : `${document} foi posto de novo no lugar; o arquivo alterado ficou guardado como ${movedAside}.`,
  'archive.restated': (document: string): string =>
    `O conteúdo arquivado de ${document} não existe mais em lugar nenhum; outra forma boa dele, dada pelo SIEG, tomou o lugar.`,
};
