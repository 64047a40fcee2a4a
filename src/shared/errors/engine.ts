import { DEFECT, STOPPED } from './behaviour';
import { defineErrors } from './define';

export const engineErrors = defineErrors({
  CANCELLED: {
    behaviour: STOPPED,
    sentence: 'A operação foi interrompida a pedido.',
    action: 'Nada se perdeu; inicie de novo quando quiser continuar.',
  },
  INTERNAL: {
    behaviour: DEFECT,
    sentence: 'Ocorreu um erro inesperado no programa: {reason}.',
    action: 'Tente de novo; se repetir, envie o registro (log) ao suporte.',
  },
});
