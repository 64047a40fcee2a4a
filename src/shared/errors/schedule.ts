import { ANSWER } from './behaviour';
import { defineErrors } from './define';

export const scheduleErrors = defineErrors({
  SCHEDULE_UNKNOWN: {
    behaviour: ANSWER,
    sentence: 'Não há programação com o número {id} nesta pasta de trabalho.',
    action:
      'Veja os números em "malote schedule list" ou na aba Programação do Painel; pode ter sido removida há pouco.',
  },
  SCHEDULE_BAD_RULE: {
    behaviour: ANSWER,
    sentence: '"{pattern}" não diz quando fazer.',
    action:
      'Escreva a hora como HH:MM e os dias como daily, business, mon,thu, 5 (dia do mês) ou business:3 (dia útil do mês); ou um cron de cinco campos, por exemplo "0 6 * * 1-5".',
  },
  SCHEDULE_NO_LIMIT: {
    behaviour: ANSWER,
    sentence: '"{title}" não pode ser limitado a algumas empresas.',
    action: 'Tire o limite; ele serve só para experimentar a execução de um mês.',
  },
});
