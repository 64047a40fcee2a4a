import { SYSTEM_CAUSES } from '../../errors/system-codes';
import { count } from './numbers';

/**
 * Why something on a share fails, for `{cause}` of the SHARE_ codes: clauses without capital and full stop. What codes of the system
 * mean stands with those codes, in `shared/errors/system-codes`.
 */
export const shareCauses = {
  /** Of codes whose sentence names no cause. */
  vanished: 'um arquivo sumiu logo depois de gravado',
  readBackDifferent: 'o que se leu de volta é diferente do que foi gravado',
  otherContent: 'já existe outro conteúdo com o mesmo nome',
  closed: 'a pasta foi fechada por este programa',
  /** @param seconds "?" where nobody knows */
  silent: (seconds: string): string => `não respondeu em ${seconds} segundos`,
  slow: (seconds: number): string =>
    `gravar e ler de volta um arquivo pequeno leva ${seconds.toLocaleString('pt-BR', { maximumFractionDigits: 1 })} s`,
  nearlyFull: (megabytes: number): string => `restam ${count(megabytes)} MB livres`,

  /** Of the root itself. */
  notFound: SYSTEM_CAUSES.folderNotFound,
  noFolder: 'não é uma pasta',
  incomplete: 'o caminho não está completo',
  workbookAbsent: (name: string): string => `a planilha ${name} não está na pasta`,
  mountedNow: 'a unidade foi montada ou desmontada neste instante',
  otherVolume: 'a unidade que estava ali foi desmontada e há outra no lugar',

  /** Of the process that speaks to the root. */
  callsHung: 'chamadas anteriores ainda estão presas no sistema',
  agentEnded: (reason: string): string => `o processo que cuida dela foi encerrado (${reason})`,
  agentReplaced: 'o processo que cuida desta pasta foi trocado no meio da listagem',

  /** Of one file; "ele" is the file. */
  fileAbove: SYSTEM_CAUSES.fileAbove,
  pathLost: 'o sistema não encontra o seu caminho; outro programa pode ter mexido nele agora',
  rival: 'outro programa cria e apaga o arquivo ao mesmo tempo',
  takenAway: 'outro programa o tirou de lá no mesmo instante',
  heldOpen: 'outro programa está com ele aberto, ou o protegeu',

  /** Of a name. */
  emptyName: 'há um nome vazio',
  dots: 'os nomes "." e ".." não são aceitos',
  separator: 'há separador, dois-pontos ou caractere de controle em um nome',
  temporaryName: 'este nome é reservado aos arquivos temporários',
  notOnWindows: 'há um caractere que o Windows não aceita em um nome: * ? " < > |',
  trailing: 'há um nome que termina em ponto ou espaço, o que o Windows não aceita',
  reserved: (name: string): string => `o nome ${name} é reservado pelo Windows`,
  tooLong: 'há um nome comprido demais',

  /** Of the server, by what it answered when it was asked itself. */
  folderNotThere: (server: string): string => `o servidor ${server} responde, mas a pasta não existe nele`,
  unknownName: (server: string): string => `ninguém na rede conhece o nome ${server}`,
  off: (server: string): string => `o servidor ${server} está desligado ou não há rede até ele`,
  sharesNothing: (server: string): string => `o servidor ${server} está ligado, mas não compartilha arquivos`,
  shareWithoutFolder: (server: string): string => `o servidor ${server} tem esse nome, mas não a pasta atrás dele`,
  denied: (server: string): string => `o servidor ${server} não deixa este usuário entrar nele`,
  shareSilent: (server: string): string => `o servidor ${server} responde, mas o compartilhamento não`,
  refused: (server: string): string =>
    `o servidor ${server} responde, mas recusa: senha errada ou vencida, conta bloqueada, ou compartilhamento que não existe mais`,

  /** Of a drive letter of Windows, and what is wrong with the share it stands for. */
  behindLetter: (letter: string, share: string, cause: string): string => `a letra ${letter}: é ${share}, e ${cause}`,
  folderNotInShare: 'a pasta não existe nele',
  letterUnseen: (letter: string, share: string): string =>
    `a letra ${letter}: não está conectada para este programa, embora ${share} responda; serviços, tarefas agendadas e programas ` +
    `abertos como administrador não veem as letras de um usuário, e o caminho ${share} serve a todos`,
} as const;
