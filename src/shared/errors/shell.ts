import { SOME_SECRET } from '../messages/pt-BR/alert-channels';
import { capital } from '../messages/pt-BR/numbers';
import { ANSWER } from './behaviour';
import { defineErrors } from './define';

/** What can go wrong in the window's own affairs: secrets, folders, the demonstration. */
export const shellErrors = defineErrors({
  SHELL_KEY_MISSING: {
    behaviour: ANSWER,
    sentence: 'A chave do SIEG ainda não foi informada neste computador.',
    action: 'Informe a chave em Configurações e tente de novo.',
  },
  SHELL_KEY_NOT_OFFERED: {
    behaviour: ANSWER,
    sentence: 'A chave digitada para este teste não está mais na memória, ou é de outra versão da API.',
    action: 'Digite a chave de novo antes de testar.',
  },
  SHELL_SECRET_ELSEWHERE: {
    behaviour: ANSWER,
    sentence: 'A chave ou senha guardada é para {held}, e o endereço de agora é {asked}: nada foi enviado.',
    action: 'Se o endereço está certo, informe a chave ou a senha de novo em Configurações.',
  },
  SHELL_SECRET_NO_ADDRESS: {
    behaviour: ANSWER,
    sentence:
      'O endereço do servidor não está escrito por inteiro, e sem ele não se sabe a quem a chave ou a senha se destina.',
    action: 'Corrija o endereço e informe a chave ou a senha de novo.',
  },
  SHELL_ADDRESS_UNCONFIRMED: {
    behaviour: ANSWER,
    sentence:
      'A conexão com {server}, que ainda não está nas configurações salvas, não foi confirmada: nada foi enviado nem salvo.',
    action: 'Repita e confirme a conexão, se o endereço é o que você digitou.',
  },
  SHELL_KEY_UNREADABLE: {
    behaviour: ANSWER,
    sentence: 'A chave guardada não pôde ser lida: foi gravada por outro usuário ou o cofre do sistema mudou.',
    action: 'Informe a chave de novo em Configurações.',
  },
  SHELL_KEY_UNSAVED: {
    behaviour: ANSWER,
    sentence: 'A chave não pôde ser guardada no disco ({reason}); ela vale até o programa ser fechado.',
    action: 'Confira o espaço em disco e a permissão da pasta de dados e informe a chave de novo.',
  },
  SHELL_SECRET_UNREADABLE: {
    behaviour: ANSWER,
    sentence: `${capital(SOME_SECRET)} não pôde ser lido: foi gravado por outro usuário ou o cofre do sistema mudou.`,
    action: 'Informe-o de novo em Configurações.',
  },
  SHELL_SECRET_UNSAVED: {
    behaviour: ANSWER,
    sentence: `${capital(SOME_SECRET)} não pôde ser guardado no disco ({reason}); vale até o programa ser fechado.`,
    action: 'Confira o espaço em disco e a permissão da pasta de dados e informe-o de novo.',
  },
  SHELL_PLACE_UNKNOWN: {
    behaviour: ANSWER,
    sentence: 'A pasta ou o arquivo escolhido não é mais conhecido pelo programa.',
    action: 'Escolha de novo com o botão Procurar.',
  },
  SHELL_PLACE_UNSET: {
    behaviour: ANSWER,
    sentence: 'Essa pasta ainda não foi configurada.',
    action: 'Escolha a pasta em Configurações.',
  },
  SHELL_CANNOT_OPEN: {
    behaviour: ANSWER,
    sentence: 'O sistema não conseguiu abrir {place}: {reason}.',
    action: 'Confira se a pasta existe e se está acessível neste momento.',
  },
  SHELL_CANNOT_SAVE: {
    behaviour: ANSWER,
    sentence: 'Não foi possível gravar {file}: {reason}.',
    action: 'Confira o espaço em disco e a permissão da pasta de dados do programa.',
  },
  SHELL_DEMONSTRATION: {
    behaviour: ANSWER,
    sentence: 'Esta é a demonstração, e as configurações dela não mudam.',
    action: 'Saia da demonstração para configurar o escritório de verdade.',
  },
  SHELL_HELD_ELSEWHERE: {
    behaviour: ANSWER,
    sentence:
      'Esta pasta de trabalho está com outro programa do Malote (o serviço ou outra janela), e isto só se faz na janela que está com ela.',
    action: 'Pare o serviço ou feche a outra janela, e tente de novo.',
  },
  SHELL_RUN_UNDER_WAY: {
    behaviour: ANSWER,
    sentence: 'Há uma execução em andamento, e isso não pode ser mudado agora.',
    action: 'Espere que ela termine ou pare-a primeiro.',
  },
});
