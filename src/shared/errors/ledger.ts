import { ANSWER, LEDGER_FAILS, LEDGER_TAKEN, REMARK } from './behaviour';
import { defineErrors } from './define';

const RUN_AGAIN =
  'Rode os meses de novo: o que já está no acervo é reconhecido pelo conteúdo. O registro vazio não sabe o que o BI já leu: isso é entregue outra vez, então avise antes quem cuida do BI.';

export const ledgerErrors = defineErrors({
  LEDGER_ON_NETWORK: {
    behaviour: LEDGER_FAILS,
    sentence: 'A pasta de trabalho fica em um caminho de rede ({place}), onde o banco de dados pode se corromper.',
    action: 'Escolha uma pasta de trabalho em um disco deste computador (o acervo e o import continuam na rede).',
  },
  LEDGER_NEWER: {
    behaviour: LEDGER_FAILS,
    sentence: 'O banco de dados é da versão {found}, mais nova que a deste programa ({known}).',
    action: 'Atualize o Malote neste computador antes de abrir esta pasta de trabalho.',
  },
  LEDGER_CANNOT_OPEN: {
    behaviour: LEDGER_FAILS,
    sentence: 'Não foi possível abrir o banco de dados em {place}: {reason}.',
    action: 'Confira se a pasta existe, se há permissão de escrita e se o disco não está cheio.',
  },
  LEDGER_WAITING: {
    behaviour: LEDGER_TAKEN,
    sentence: 'Outro programa está usando o banco de dados {place}; o Malote espera por ele.',
    action: 'Se demorar, feche o programa que abriu o arquivo (cópia de segurança, antivírus, visualizador de banco).',
  },
  LEDGER_BUSY: {
    behaviour: LEDGER_TAKEN,
    sentence: 'Outro programa não soltou o banco de dados {place} no tempo de espera.',
    action:
      'Feche o programa que abriu o arquivo (cópia de segurança, antivírus, visualizador de banco) e repita: nada se perdeu.',
  },
  LEDGER_DISK_FULL: {
    behaviour: LEDGER_FAILS,
    sentence: 'O disco da pasta de trabalho está cheio: o banco de dados {place} não pôde ser gravado.',
    action: 'Libere espaço nesse disco e repita: o que já estava gravado continua lá, e o resto é retomado.',
  },
  LEDGER_READ_ONLY: {
    behaviour: LEDGER_FAILS,
    sentence: 'O banco de dados {place} não pode ser gravado: o arquivo, a pasta ou o disco é somente leitura.',
    action: 'Devolva ao usuário do Malote a permissão de gravar nessa pasta e repita: nada se perdeu.',
  },
  LEDGER_DISK_FAILED: {
    behaviour: LEDGER_FAILS,
    sentence: 'O disco da pasta de trabalho falhou ao ler ou gravar o banco de dados {place}.',
    action:
      'Confira o disco e se há espaço livre, e repita; se voltar a falhar, copie a pasta de trabalho para outro disco.',
  },
  LEDGER_DAMAGED: {
    behaviour: LEDGER_FAILS,
    sentence: 'O banco de dados {place} está danificado: o trabalho parou, e nada nele foi mudado.',
    action:
      'Feche o Malote e restaure a última cópia de segurança com "malote ledger restore <CÓPIA>"; sem cópia, "malote ledger accept-fresh" (ou o botão nesta tela) guarda o danificado e começa um registro vazio.',
  },
  LEDGER_IS_FOLDER: {
    behaviour: LEDGER_FAILS,
    sentence:
      'Há uma pasta com o nome do banco de dados ({place}), onde deveria estar o arquivo: o trabalho parou, e nada foi mudado.',
    action:
      'Feche o Malote, procure o arquivo verdadeiro (talvez dentro dela) e restaure-o, ou a última cópia de segurança, com "malote ledger restore <CÓPIA>"; sem cópia, "malote ledger accept-fresh" (ou o botão nesta tela) guarda a pasta com outro nome e começa um registro vazio.',
  },
  LEDGER_GONE: {
    behaviour: LEDGER_FAILS,
    sentence:
      'O banco de dados {place} sumiu (esta pasta já teve um): o trabalho parou, e nada foi posto no lugar dele.',
    action:
      'Procure o arquivo na lixeira e na quarentena do antivírus e devolva-o ao lugar, ou feche o Malote e restaure a última cópia de segurança com "malote ledger restore <CÓPIA>"; sem nada disso, "malote ledger accept-fresh" (ou o botão nesta tela) começa um registro vazio.',
  },
  LEDGER_BEGUN_ANEW: {
    behaviour: REMARK,
    sentence: 'Um registro vazio tomou o lugar do banco de dados {place}, que não estava mais lá.',
    action: RUN_AGAIN,
  },
  LEDGER_SET_ASIDE: {
    behaviour: REMARK,
    sentence: 'O banco de dados danificado foi guardado como {place}; um registro vazio tomou o lugar dele.',
    action: RUN_AGAIN,
  },
  LEDGER_RESTORED: {
    behaviour: REMARK,
    sentence: 'A cópia {place} tomou o lugar do banco de dados que estava danificado ou tinha sumido.',
    action:
      'Audite e rode o mês de novo: o que aconteceu depois da cópia não está nela, e o que o BI leu desde então pode ser entregue outra vez.',
  },
  LEDGER_SOUND: {
    behaviour: REMARK,
    sentence: 'O banco de dados {place} foi examinado inteiro e não está danificado: nada foi mudado.',
    action: 'Continue a usá-lo; para trabalhar com outra cópia, indique a pasta dela com --workspace.',
  },
  LEDGER_COPY_MISSING: {
    behaviour: ANSWER,
    sentence: 'A cópia {place} não foi encontrada: nada foi mudado.',
    action: 'Confira o caminho do arquivo, entre aspas se tiver espaços, e se o pendrive ou a rede está ligado.',
  },
  LEDGER_COPY_IS_FOLDER: {
    behaviour: ANSWER,
    sentence: 'A cópia {place} é uma pasta, e não um arquivo: nada foi mudado.',
    action: 'Indique o arquivo malote.db que está na pasta da cópia de segurança.',
  },
  LEDGER_COPY_UNUSABLE: {
    behaviour: ANSWER,
    sentence: 'A cópia {place} não é um banco de dados do Malote que se possa usar: nada foi mudado.',
    action: 'Indique outra cópia do arquivo malote.db, de um dia anterior.',
  },
  LEDGER_COPY_UNREADABLE: {
    behaviour: ANSWER,
    sentence: 'A cópia {place} não pôde ser lida ({reason}): nada foi mudado.',
    action: 'Confira se o pendrive ou a rede onde ela está responde e se você pode lê-la, ou indique outra cópia.',
  },
});
