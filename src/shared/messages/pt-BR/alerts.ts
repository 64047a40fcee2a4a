import { dayTime } from './moments';
import { count, counted, duration, listed, monthName } from './numbers';

/** What happened to a folder: above the alert, and after the folder's name. */
interface FolderFate {
  readonly title: string;
  readonly predicate: string;
}

const away: FolderFate = { title: 'Fora do ar', predicate: 'está fora do ar' };
const refusesReading: FolderFate = { title: 'Não aceita leitura', predicate: 'não aceita leitura' };
const refusesWriting: FolderFate = { title: 'Não aceita gravação', predicate: 'não aceita gravação' };

/** Titles and texts of the alerts about a folder. */
export const folderAlertMessages = {
  fates: { away, refusesReading, refusesWriting },
  away: (location: string, { predicate }: FolderFate): string => `A pasta ${location} ${predicate}`,
  fromTheNextRun: 'Se uma execução está em andamento, a pasta nova vale a partir da próxima.',
  stillDownTitle: (title: string): string => `Ainda ${title.charAt(0).toLowerCase()}${title.slice(1)}`,
  /** @param since ISO 8601 */
  stillDown: (seconds: number, since: string): string => `Há ${duration(seconds)}, desde ${dayTime(since)}.`,
  unwatchedTitle: 'Não é mais acompanhada',
  replaced: 'Nas configurações, outra pasta ficou no lugar desta; o Malote não testa mais a antiga.',
  removed: 'Esta pasta saiu das configurações, e o Malote não a testa mais.',
  backTitle: 'De volta',
  back: (at: string, downForSeconds: number): string =>
    `Voltou em ${dayTime(at)}, depois de ${duration(downForSeconds)}.`,
  draining: 'O que esperava por ela segue agora, sem que ninguém precise fazer nada.',
  nothingWaited: 'Nada esperava por ela.',
  delivered: (files: number): string =>
    files === 1
      ? '1 arquivo que esperava foi entregue e conferido.'
      : `${count(files)} arquivos que esperavam foram entregues e conferidos.`,
  spoolFullTitle: 'Downloads parados: o espaço de espera encheu',
  spoolFull: (pages: number): string =>
    `${counted(pages, 'página já baixada espera', 'páginas já baixadas esperam')} neste computador pela volta do acervo, e não cabe mais nada. ` +
    'Nada se perdeu: faça a pasta voltar, ou aumente o espaço de espera em Configurações.',
};

/** Titles and texts of the alerts about a month. */
export const runAlertMessages = {
  completeTitle: (month: string): string => `Mês completo: ${monthName(month)}`,
  complete: (archived: number, delivered: number): string =>
    `${counted(archived, 'documento arquivado', 'documentos arquivados')}, ${counted(delivered, 'entregue e conferido', 'entregues e conferidos')}.`,
  nothingMissing: 'Nada falta.',
  withoutDocuments: (companies: number): string =>
    `${counted(companies, 'empresa está', 'empresas estão')} sem nenhum documento, embora no mês anterior houvesse: confira o certificado no SIEG.`,
  noDocumentsTitle: (month: string): string => `Nenhum documento: ${monthName(month)}`,
  noDocuments: 'O SIEG foi perguntado e não tem nenhum documento deste mês.',
  openTitle: (month: string): string => `Mês em aberto: ${monthName(month)}`,
  gapsTitle: (month: string): string => `Mês terminado com pendências: ${monthName(month)}`,
  gaps: ({ missing, pending, conflicts }: Readonly<Record<'missing' | 'pending' | 'conflicts', number>>): string => {
    const parts = [
      missing > 0 ? counted(missing, 'documento faltante', 'documentos faltantes') : '',
      pending > 0 ? counted(pending, 'cópia à espera de entrega', 'cópias à espera de entrega') : '',
      conflicts > 0 ? counted(conflicts, 'conflito no destino', 'conflitos no destino') : '',
    ].filter((part) => part !== '');
    return parts.length === 0 ? 'Ficaram perguntas sem resposta do SIEG.' : `Ficaram ${listed(parts)}.`;
  },
  poorTitle: (month: string): string => `Execução fora do normal: ${monthName(month)}`,
  poorRate: (percent: number, archived: number, expected: number): string =>
    `Só ${String(percent)}% do que o SIEG anunciou chegou: ${count(archived)} de ${counted(expected, 'documento', 'documentos')}.`,
  manyFailed: (files: number): string =>
    `A entrega de ${counted(files, 'arquivo falhou', 'arquivos falhou')} e espera nova tentativa.`,
  poorAction: 'Veja em Diagnóstico o que está errado antes de iniciar o mês de novo.',
  seeEachGap: 'Abra o Malote para ver cada pendência pelo nome.',
  stoppedTitle: (month: string): string => `Mês parado: ${monthName(month)}`,
  takenOver:
    'Outro processo do Malote assumiu esta pasta de trabalho, talvez enquanto este computador dormia. O que chegou está guardado; veja se o mês continua lá antes de iniciá-lo de novo.',
  stopped: 'Foi parado a pedido. O que chegou está guardado; inicie o mês de novo para continuar daí.',
  brokenTitle: (month: string): string => `Mês interrompido por um erro: ${monthName(month)}`,
  beginAgain: 'O que chegou está guardado; depois, inicie o mês de novo para continuar daí.',
  failedTitle: (month: string): string => `Mês parado por um erro: ${monthName(month)}`,
  unforeseen: 'O programa encontrou um erro que não esperava.',
  unforeseenAction: 'Se repetir, envie o registro (log) ao suporte.',
  beginAnew: 'O que já tinha chegado está guardado; depois, inicie o mês de novo.',
};

/** Titles and texts of the alerts about SIEG. */
export const siegAlertMessages = {
  refusedTitle: 'O SIEG recusou a chave',
  refused:
    'Nada é baixado até que ela seja aceita: confira a chave no portal do SIEG e informe-a de novo em Configurações.',
  downTitle: 'O SIEG não responde',
  /** @param at ISO 8601, as the others below */
  since: (at: string): string => `Desde ${dayTime(at)}.`,
  nextAttempt: (at: string): string =>
    `As consultas esperam, sem gastar o limite da chave, e continuam sozinhas quando ele voltar; próxima tentativa: ${dayTime(at)}.`,
  downAction: 'Verifique a internet do escritório; se ela está bem, é só aguardar.',
  backTitle: 'O SIEG voltou a responder',
  back: (at: number, downForSeconds: number): string =>
    `Voltou em ${dayTime(at)}, ${duration(downForSeconds)} depois do aviso. As consultas continuam de onde estavam.`,
};

/** Titles of the alerts about copies of the workspace. */
export const backupAlertMessages = {
  failedTitle: 'A cópia de segurança não foi feita',
  unprovenTitle: 'Uma cópia de segurança não pode ser restaurada',
} as const;

/** What is said of alerts themselves, and of the ledger in which they are kept. */
export const alertMessages = {
  notSentTitle: (channel: string): string => `O aviso por ${channel} não saiu`,
  tooOld: 'Por um dia não houve como enviar, e o aviso perdeu a hora.',
  testTitle: 'Teste de aviso',
  test: 'Se você lê isto, os avisos do Malote chegam até aqui. Nada aconteceu: não é preciso fazer nada.',
  ledgerTitle: (gone: boolean): string => `O Malote parou: o banco de dados ${gone ? 'sumiu' : 'está danificado'}`,
};
