import { ANSWER, REFUSAL, SOURCE_LOST, WAITS_FOR_ANOTHER } from './behaviour';
import { defineErrors } from './define';
import { SHARED_ADVICE } from './shared-advice';

export const runsErrors = defineErrors({
  RUN_IN_PROGRESS: {
    behaviour: REFUSAL,
    sentence: 'Já há uma execução em andamento nesta pasta de trabalho (processo {pid} em {host}, desde {since}).',
    action: SHARED_ADVICE.waitForTheOther,
  },
  RUN_NO_COMPANIES: {
    behaviour: ANSWER,
    sentence: 'Nenhuma empresa ativa foi encontrada para executar.',
    action: 'Importe a planilha de empresas (colunas CnpjCpf e Nome Tratado) e tente de novo.',
  },
  RUN_UNKNOWN_COMPANY: {
    behaviour: REFUSAL,
    sentence: 'A empresa {taxId} não está na planilha importada.',
    action: 'Confira o CNPJ ou importe de novo a planilha de empresas.',
  },
  RUN_BAD_MONTH: {
    behaviour: ANSWER,
    sentence: 'O mês "{month}" não é válido.',
    action: 'Escreva o mês como AAAA-MM, por exemplo 2026-10, e não depois do mês atual.',
  },
  DELIVERY_SOURCE_ABSENT: {
    behaviour: SOURCE_LOST,
    sentence: 'O arquivo a entregar não está mais no acervo.',
    action:
      'Rode "verify" para saber quais arquivos sumiram e devolva-os da cópia de segurança; a próxima execução os entrega.',
  },
  DELIVERY_SOURCE_ALTERED: {
    behaviour: SOURCE_LOST,
    sentence: 'O arquivo a entregar foi alterado depois de arquivado.',
    action: 'Rode "verify" para ver quais arquivos mudaram e devolva os originais; nada alterado é entregue ao BI.',
  },
  DELIVERY_CANCELLATION_FIRST: {
    behaviour: WAITS_FOR_ANOTHER,
    sentence: 'O documento está cancelado, e o cancelamento dele ainda não pôde ser entregue.',
    action:
      'Veja na lista de entregas por que o cancelamento não sai (conflito no destino, ou arquivo que falta no acervo) e resolva isso; o documento sai logo depois dele.',
  },
});
