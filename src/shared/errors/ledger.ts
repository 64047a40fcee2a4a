import { defineErrors } from './define';

export const ledgerErrors = defineErrors({
  LEDGER_ON_NETWORK: {
    sentence: 'A pasta de trabalho fica em um caminho de rede ({place}), onde o banco de dados pode se corromper.',
    action: 'Escolha uma pasta de trabalho em um disco deste computador (o acervo e o import continuam na rede).',
  },
  LEDGER_NEWER: {
    sentence: 'O banco de dados é da versão {found}, mais nova que a deste programa ({known}).',
    action: 'Atualize o Malote neste computador antes de abrir esta pasta de trabalho.',
  },
  LEDGER_CANNOT_OPEN: {
    sentence: 'Não foi possível abrir o banco de dados em {place}: {reason}.',
    action: 'Confira se a pasta existe, se há permissão de escrita e se o disco não está cheio.',
  },
  LEDGER_SET_ASIDE: {
    sentence: 'O banco de dados estava danificado e foi guardado como {place}; um novo foi criado.',
    action:
      'Restaure a última cópia de segurança ou rode o mês de novo: os arquivos já arquivados são reconhecidos e nada é duplicado.',
  },
});
