import { ANSWER } from './behaviour';
import { defineErrors } from './define';

/** What can go wrong between the person at the command line and the engine. Details never repeat what was typed for a secret. */
export const cliErrors = defineErrors({
  CLI_USAGE: {
    behaviour: ANSWER,
    sentence: 'O comando não foi entendido: {reason}.',
    action: 'Veja as opções com "malote --help" ou "malote <comando> --help".',
  },
  CLI_VALUE_INVALID: {
    behaviour: ANSWER,
    sentence: 'O valor "{value}" não serve para {option}: {reason}.',
    action: 'Corrija o valor e repita o comando.',
  },
  CLI_SIEG_ELSEWHERE: {
    behaviour: ANSWER,
    sentence: 'O endereço do SIEG nas configurações é {server}, que não é o do SIEG: a chave não foi enviada.',
    action:
      'Corrija sieg.baseUrl no settings.json. Se esse servidor é mesmo o certo, defina a variável de ambiente {variable} com o endereço dele.',
  },
  CLI_KEY_MISSING: {
    behaviour: ANSWER,
    sentence: 'Falta {what} do SIEG, e não há um terminal em que perguntar.',
    action:
      'Defina a variável de ambiente {variable} só para este comando, ou rode-o em um terminal e digite o valor quando for pedido.',
  },
  CLI_KEY_IN_ARGUMENT: {
    behaviour: ANSWER,
    sentence:
      'Uma credencial não pode ser informada como argumento: ficaria no histórico do terminal e na lista de processos, à vista de outros.',
    action:
      'Defina MALOTE_SIEG_KEY no ambiente ou deixe o programa pedir a chave; se ela já foi digitada assim, troque-a no portal do SIEG.',
  },
  CLI_WORKSPACE_UNKNOWN: {
    behaviour: ANSWER,
    sentence: 'Não foi possível descobrir a pasta de dados deste usuário.',
    action: 'Informe a pasta de trabalho com --workspace ou na variável MALOTE_WORKSPACE.',
  },
  CLI_NO_WORKSPACE: {
    behaviour: ANSWER,
    sentence: 'A pasta {place} não é uma pasta de trabalho do Malote: não há nela nem configurações nem registro.',
    action:
      'Confira o caminho em --workspace ou em MALOTE_WORKSPACE. Para começar uma pasta nova, abra a janela ou use malote companies import; para experimentar, malote demo.',
  },
  CLI_JOB_GOES_ON: {
    behaviour: ANSWER,
    sentence: '{title}: este comando deixou de acompanhar; o trabalho fica com o outro programa do Malote.',
    action: 'Para vê-lo ou pará-lo, use a janela, ou repita o comando para acompanhar de novo.',
  },
  CLI_PORT_TAKEN: {
    behaviour: ANSWER,
    sentence: 'A porta {port} desta máquina já está em uso ou não pode ser aberta.',
    action: 'Escolha outra com --port, ou deixe --port 0 para que o sistema escolha uma livre.',
  },
  CLI_CANNOT_WRITE: {
    behaviour: ANSWER,
    sentence: 'Não foi possível gravar {place}: {reason}.',
    action: 'Confira se a pasta existe, se há permissão de escrita e se o arquivo não está aberto em outro programa.',
  },
  CLI_DEMO_FOLDER_IN_USE: {
    behaviour: ANSWER,
    sentence: 'A pasta {place} já é uma pasta de trabalho que não foi criada por uma demonstração.',
    action:
      'Escolha para a demonstração uma pasta nova ou a de uma demonstração anterior, para não misturar documentos inventados com os verdadeiros.',
  },
});
