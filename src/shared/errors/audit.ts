import { ANSWER, REFUSAL } from './behaviour';
import { defineErrors } from './define';
import { SHARED_ADVICE } from './shared-advice';

export const auditErrors = defineErrors({
  AUDIT_IN_PROGRESS: {
    behaviour: REFUSAL,
    sentence: 'Já há uma auditoria em andamento nesta pasta de trabalho (processo {pid} em {host}, desde {since}).',
    action: SHARED_ADVICE.waitForTheOther,
  },
  AUDIT_UNKNOWN: {
    behaviour: ANSWER,
    sentence: 'A auditoria {id} não existe.',
    action: 'Veja a lista das auditorias feitas ou faça uma nova.',
  },
  AUDIT_CANNOT_RESUME: {
    behaviour: ANSWER,
    sentence: 'A auditoria {id} já terminou.',
    action: 'Faça uma nova; o que não mudou no disco não é lido outra vez.',
  },
});
