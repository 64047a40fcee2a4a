import { ANSWER } from './behaviour';
import { defineErrors } from './define';

export const settingsErrors = defineErrors({
  SETTINGS_BROKEN: {
    behaviour: ANSWER,
    sentence: 'O arquivo de configurações {file} estava danificado ({reason}) e foi guardado como {keptAt}.',
    action: 'Preencha as configurações de novo ou corrija a cópia guardada e devolva a ela o nome settings.json.',
  },
  SETTINGS_INCOMPLETE: {
    behaviour: ANSWER,
    sentence: 'Faltam configurações em {file}: {fields}.',
    action: 'Preencha esses campos e inicie de novo.',
  },
  SETTINGS_INVALID: {
    behaviour: ANSWER,
    sentence: 'Há valores que não podem ser usados em {file}: {fields}.',
    action: 'Corrija esses campos e inicie de novo.',
  },
  SETTINGS_SECRET: {
    behaviour: ANSWER,
    sentence: 'Uma chave ou senha não pode ficar em {file}: {fields}.',
    action:
      'Apague esses campos do arquivo e informe a chave pela variável MALOTE_SIEG_KEY ou quando o programa perguntar.',
  },
  SETTINGS_UNREADABLE: {
    behaviour: ANSWER,
    sentence: 'Não foi possível ler as configurações em {file}: {reason}.',
    action:
      'Confira se este usuário pode lê-lo e se é mesmo o arquivo do Malote (se não for, tire-o de lá), e tente de novo.',
  },
  SETTINGS_UNWRITABLE: {
    behaviour: ANSWER,
    sentence: 'Não foi possível gravar as configurações em {file}: {reason}.',
    action: 'Confira o espaço em disco e a permissão da pasta; as configurações anteriores continuam valendo.',
  },
});
