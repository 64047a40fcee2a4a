import { ANSWER, REFUSAL } from './behaviour';
import { defineErrors } from './define';

export const legacyErrors = defineErrors({
  LEGACY_NOT_THERE: {
    behaviour: ANSWER,
    sentence: 'Em {location} não há dados do sistema anterior (estado, transactions ou logs).',
    action: 'Escolha a pasta em que o sistema anterior guarda estado, transactions e logs (era W:\\).',
  },
  LEGACY_IN_PROGRESS: {
    behaviour: REFUSAL,
    sentence: 'Os dados do sistema anterior já estão sendo importados (processo {pid} em {host}, desde {since}).',
    action: 'Espere que termine ou pare; se aquele programa foi encerrado à força, tente de novo em 30 segundos.',
  },
  LEGACY_TOO_LARGE: {
    behaviour: ANSWER,
    sentence: 'O arquivo {file} tem {bytes} bytes, mais do que um arquivo do sistema anterior pode ter.',
    action: 'Confira se o arquivo é mesmo do sistema anterior.',
  },
});
