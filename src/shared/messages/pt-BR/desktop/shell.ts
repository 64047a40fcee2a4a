import { SYSTEM_CAUSES } from '../../../errors/system-codes';

/** What the program around the engine says: notices of its processes, and the ends of sentences whose codes are SHELL_*. */
export const shellMessages = {
  engineCrashed: (attempt: number, attempts: number): string =>
    `O motor parou e está sendo reiniciado (tentativa ${String(attempt)} de ${String(attempts)}). O que foi arquivado e entregue não se perde; uma execução em andamento pode ser retomada.`,
  engineGone:
    'O motor parou vezes demais e não foi reiniciado. Reinicie-o pelo aviso no alto da tela; se repetir, envie o registro ao suporte.',
  /** Why a process is gone. */
  agents: { tooMany: 'há processos demais', ended: (code: number): string => `código ${String(code)}` },
  /** Why a notification was not shown. */
  notifications: {
    silent: 'o sistema não respondeu',
    none: 'este sistema não tem notificações',
    service: 'um serviço não tem tela',
  },
  /** Why a secret is not kept, or not handed out. */
  secrets: {
    keyNotEncrypted: 'o sistema não cifrou a chave',
    notEncrypted: 'o sistema não o cifrou',
    unknownAddress: 'um endereço que não se conhece',
  },
  /** Why something is not opened. */
  opening: {
    notFound: SYSTEM_CAUSES.folderNotFound,
    silent: 'a pasta não responde',
    othersSilent: 'outras pastas ainda não responderam; tente de novo em um minuto',
    address: 'o endereço',
    forbidden: 'não é permitido',
  },
};
