import { ANSWER, DEFECT, WAITS_FOR_ANOTHER } from './behaviour';
import { defineErrors } from './define';

/** What can go wrong between two programs that have one workspace. */
export const linkErrors = defineErrors({
  LINK_SECRET: {
    behaviour: ANSWER,
    sentence: 'O Malote que já está com esta pasta de trabalho e este programa não se reconheceram.',
    action: 'Use a mesma conta do Windows ou do Linux nos dois, ou feche o outro e tente de novo.',
  },
  LINK_VERSION: {
    behaviour: ANSWER,
    sentence: 'O Malote que já está com esta pasta de trabalho é da versão {other}, e este é da {own}.',
    action: 'Feche o outro ou reinicie o serviço, para que os dois sejam da mesma versão.',
  },
  LINK_SILENT: {
    behaviour: WAITS_FOR_ANOTHER,
    sentence: 'O Malote que já está com esta pasta de trabalho não respondeu em 5 segundos.',
    action: 'Tente de novo; se repetir, feche-o ou reinicie o serviço.',
  },
  LINK_SLOW: {
    behaviour: WAITS_FOR_ANOTHER,
    sentence:
      'A ligação entre dois programas do Malote foi cortada, porque um deles deixou de ler o que o outro dizia.',
    action: 'Nada a fazer: a ligação é refeita com o estado inteiro.',
  },
  LINK_GARBLED: {
    behaviour: DEFECT,
    sentence: 'A ligação entre dois programas do Malote foi cortada, porque veio algo que não faz parte dela.',
    action: 'Nada se perdeu; se isso se repetir, envie o registro (log) ao suporte.',
  },
  LINK_UNAVAILABLE: {
    behaviour: ANSWER,
    sentence: 'Não foi possível ligar os programas do Malote desta pasta de trabalho em {place}: {reason}.',
    action: 'Confira as permissões dessa pasta; sem a ligação, cada programa trabalha por si.',
  },
});
