import { ANSWER, REFUSAL, REMARK } from './behaviour';
import { defineErrors } from './define';

const ANOTHER =
  'Confira outra cópia com "malote backup verify", e faça uma nova com "malote backup now" se o Malote ainda abre.';

/** Of the copies of a workspace that are kept elsewhere, and of what puts one back. */
export const backupsErrors = defineErrors({
  BACKUP_NO_FOLDER: {
    behaviour: ANSWER,
    sentence: 'Não há pasta configurada para as cópias de segurança.',
    action:
      'Escolha em Configurações uma pasta em outro disco ou na rede; para ler cópias de outro lugar, indique-o com --from.',
  },
  BACKUP_SAME_DISK: {
    behaviour: ANSWER,
    sentence:
      'A pasta das cópias de segurança, {location}, fica no mesmo disco da pasta de trabalho: se ele falhar, os dois se perdem.',
    action:
      'Escolha em Configurações uma pasta em outro disco ou na rede, ou permita ali a cópia no mesmo disco, sabendo do risco.',
  },
  BACKUP_ON_SAME_DISK: {
    behaviour: REMARK,
    sentence:
      'A cópia de segurança fica em {location}, no mesmo disco da pasta de trabalho: se ele falhar, os dois se perdem.',
    action: 'Escolha em Configurações uma pasta em outro disco ou na rede.',
  },
  BACKUP_NONE: {
    behaviour: ANSWER,
    sentence: 'Não há nenhuma cópia de segurança em {location}.',
    action: 'Confira a pasta, ou faça a primeira com "malote backup now".',
  },
  BACKUP_UNKNOWN: {
    behaviour: ANSWER,
    sentence: 'Não há cópia de segurança {id} em {location}.',
    action: 'Veja os nomes das que existem com "malote backup list".',
  },
  BACKUP_SEVERAL_WORKSPACES: {
    behaviour: ANSWER,
    sentence: 'Em {location} há cópias de segurança de mais de uma pasta de trabalho: {workspaces}.',
    action: 'Diga de qual com --of e um desses nomes.',
  },
  BACKUP_TRUNCATED: {
    behaviour: ANSWER,
    sentence: 'A cópia de segurança {id} está incompleta: falta {part}, no todo ou no fim.',
    action: ANOTHER,
  },
  BACKUP_ALTERED: {
    behaviour: ANSWER,
    sentence: 'A cópia de segurança {id} foi alterada: {part} não tem mais o conteúdo que foi gravado.',
    action: ANOTHER,
  },
  BACKUP_CHAIN_BROKEN: {
    behaviour: ANSWER,
    sentence: 'A cópia de segurança {id} diz que veio depois de {previous}, e esta não é mais a que ela conheceu.',
    action: ANOTHER,
  },
  BACKUP_FOREIGN: {
    behaviour: ANSWER,
    sentence: 'A cópia de segurança {id} é de outra pasta de trabalho, e não desta ({place}).',
    action:
      'Indique a pasta de trabalho dela com --workspace; para pôr esta cópia no lugar mesmo assim, repita com --foreign (o que está aqui é guardado ao lado).',
  },
  BACKUP_NEWER: {
    behaviour: ANSWER,
    sentence: 'A cópia de segurança {id} é de uma versão mais nova do Malote ({found}) que a deste programa ({known}).',
    action: 'Atualize o Malote neste computador e repita.',
  },
  BACKUP_UNSOUND: {
    behaviour: ANSWER,
    sentence: 'A cópia do banco de dados em {id} não passou no exame: {reason}.',
    action: `Nada foi dado como guardado. ${ANOTHER}`,
  },
  BACKUP_CANNOT_WRITE: {
    behaviour: ANSWER,
    sentence: 'Não foi possível gravar em {place}: {reason}.',
    action: 'Libere espaço nesse disco, ou devolva a permissão de gravar nele, e repita: nada se perdeu.',
  },
  BACKUP_RESTORING: {
    behaviour: REFUSAL,
    sentence: 'A pasta de trabalho {place} está recebendo uma cópia de segurança (processo {pid} em {host}).',
    action:
      'Espere que termine; se aquele programa foi encerrado à força, abra o Malote de novo e ele conclui sozinho.',
  },
  BACKUP_RESTORED: {
    behaviour: REMARK,
    sentence:
      'A cópia de segurança {id} tomou o lugar da pasta de trabalho; o que estava antes foi guardado em {aside}.',
    action:
      'O que aconteceu depois da cópia não está nela: rode "malote audit --full" e "malote corrections --propose" para adotar o que só o disco conhece, e depois o mês; avise quem cuida do BI de que algo pode ser entregue outra vez.',
  },
});
