import { DEFECT, REFUSAL, STOPPED } from './behaviour';
import { defineErrors } from './define';

export const engineErrors = defineErrors({
  CANCELLED: {
    behaviour: STOPPED,
    sentence: 'A operação foi interrompida a pedido.',
    action: 'Nada se perdeu; inicie de novo quando quiser continuar.',
  },
  JOB_IN_PROGRESS: {
    behaviour: REFUSAL,
    sentence: 'Este trabalho já está em andamento nesta pasta de trabalho (processo {pid} em {host}, desde {since}).',
    action: 'Espere que ele termine ou pare-o; se aquele programa foi encerrado à força, tente de novo em 30 segundos.',
  },
  JOB_CANNOT_PAUSE: {
    behaviour: REFUSAL,
    sentence: 'Este trabalho ({title}) não pode ser pausado.',
    action: 'Pare-o; quando for iniciado de novo, continua de onde estava.',
  },
  INTERNAL: {
    behaviour: DEFECT,
    sentence: 'Ocorreu um erro inesperado no programa: {reason}.',
    action: 'Tente de novo; se repetir, envie o registro (log) ao suporte.',
  },
});
