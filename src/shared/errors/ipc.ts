import { DEFECT, WAITS_FOR_ANOTHER } from './behaviour';
import { defineErrors } from './define';

/** What can go wrong between the page, the main process and the engine's process. Imported by the preload script: keep it small. */
const START_AGAIN = 'Feche e abra o Malote; se repetir, envie o registro (log) ao suporte.';

export const ipcErrors = defineErrors({
  IPC_BAD_REQUEST: {
    behaviour: DEFECT,
    sentence: 'O programa recusou um pedido malformado ({request}: {reason}).',
    action: START_AGAIN,
  },
  IPC_BAD_ANSWER: {
    behaviour: DEFECT,
    sentence: 'A resposta a um pedido veio em um formato inesperado ({request}).',
    action: START_AGAIN,
  },
  IPC_ENGINE_AWAY: {
    behaviour: WAITS_FOR_ANOTHER,
    sentence: 'O motor do Malote não está em funcionamento neste momento.',
    action: 'Espere alguns segundos enquanto ele reinicia; o que já foi arquivado e entregue não se perde.',
  },
});
