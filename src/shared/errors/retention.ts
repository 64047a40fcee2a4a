import { REMARK } from './behaviour';
import { defineErrors } from './define';

export const retentionErrors = defineErrors({
  RETENTION_FILE_STAYS: {
    behaviour: REMARK,
    sentence: 'O prazo de guarda de {place} passou, mas o arquivo não pôde ser apagado nem compactado ({reason}).',
    action: 'Feche o programa que o tem aberto; a próxima limpeza tenta de novo.',
  },
});
