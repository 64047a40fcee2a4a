import {
  FILE_FOR_A_MOMENT,
  FILE_IMPOSSIBLE,
  FILE_OR_ROOT_DENIED,
  FILE_OR_ROOT_FAILS,
  FILE_TAKEN,
  ROOT_AWAY,
  ROOT_CLOSED_TO_US,
  ROOT_NEARLY_FULL,
  ROOT_PUT_AWAY,
  ROOT_SLOW,
} from './behaviour';
import { defineErrors } from './define';

export const sharesErrors = defineErrors({
  SHARE_UNREACHABLE: {
    behaviour: ROOT_AWAY,
    sentence: 'A pasta {location} está fora do ar: {cause}.',
    action: 'Verifique a rede e o servidor; o que falta copiar fica guardado e segue assim que a pasta voltar.',
  },
  SHARE_NAME_NOT_FOUND: {
    behaviour: ROOT_AWAY,
    sentence: 'O servidor da pasta {location} não foi encontrado: {cause}.',
    action:
      'Confira se o servidor está ligado e se este computador está na rede do escritório (cabo, Wi-Fi, VPN); se o servidor mudou de nome, escolha a pasta de novo nas configurações.',
  },
  SHARE_PATH_MISSING: {
    behaviour: ROOT_AWAY,
    sentence: 'A pasta {location} não existe: {cause}.',
    action:
      'Veja se a pasta foi renomeada, movida ou apagada, e se a unidade de rede está conectada; se ela mudou de lugar, escolha a nova nas configurações.',
  },
  SHARE_CREDENTIALS: {
    behaviour: ROOT_CLOSED_TO_US,
    sentence: 'O servidor da pasta {location} não aceitou a entrada: {cause}.',
    action:
      'Abra a pasta no Explorador de Arquivos com este usuário e informe a senha atual; se não abrir, peça a quem cuida do servidor que verifique a conta e o compartilhamento.',
  },
  SHARE_SLOW: {
    behaviour: ROOT_SLOW,
    sentence: 'A pasta {location} responde devagar: {cause}.',
    action: 'O trabalho continua, mais devagar; se durar, peça que verifiquem a rede e o servidor.',
  },
  SHARE_NEARLY_FULL: {
    behaviour: ROOT_NEARLY_FULL,
    sentence: 'O espaço em {location} está no fim: {cause}.',
    action: 'Libere espaço ou aumente o disco antes que a gravação pare.',
  },
  SHARE_TIMEOUT: {
    behaviour: ROOT_AWAY,
    sentence: 'A pasta {location} não respondeu em {seconds} segundos.',
    action: 'Verifique se o servidor está travado; nada foi dado como feito e a operação será repetida.',
  },
  SHARE_DENIED: {
    behaviour: FILE_OR_ROOT_DENIED,
    sentence: 'A pasta {location} recusou o acesso a {path}: {cause}.',
    action:
      'Peça a quem cuida do servidor permissão de leitura e gravação para este usuário e confira se a pasta não mudou de lugar.',
  },
  SHARE_READ_ONLY: {
    behaviour: ROOT_CLOSED_TO_US,
    sentence: 'A pasta {location} está somente para leitura: {cause}.',
    action: 'Peça a quem cuida do servidor que libere a gravação; o que falta copiar fica guardado.',
  },
  SHARE_FULL: {
    behaviour: ROOT_CLOSED_TO_US,
    sentence: 'Não há mais espaço em {location}: {cause}.',
    action: 'Libere espaço ou aumente a cota; o que falta copiar fica guardado e segue depois.',
  },
  SHARE_BUSY: {
    behaviour: FILE_FOR_A_MOMENT,
    sentence: 'O arquivo {path} em {location} está ocupado: {cause}.',
    action: 'Feche o programa que o está usando; o Malote tentará de novo.',
  },
  SHARE_IO: {
    behaviour: FILE_OR_ROOT_FAILS,
    sentence: 'Houve uma falha de leitura ou gravação de {path} em {location}: {cause}.',
    action: 'Tente de novo; se repetir, peça que verifiquem o disco do servidor e a rede.',
  },
  SHARE_BAD_PATH: {
    behaviour: FILE_IMPOSSIBLE,
    sentence: 'O caminho {path} não pode ser usado: {cause}.',
    action: 'Corrija o nome ou escolha uma pasta com caminho mais curto.',
  },
  SHARE_UNFIT: {
    behaviour: FILE_TAKEN,
    sentence: 'O que está em {location} com o nome {path} não pode ser lido: {cause}.',
    action: 'Não é do Malote: tire-o da pasta ou mude o nome dele, e repita.',
  },
  SHARE_BAD_ROOT: {
    behaviour: ROOT_CLOSED_TO_US,
    sentence: 'A pasta configurada {location} não pode ser usada: {cause}.',
    action: 'Nas configurações, escolha uma pasta que já existe e escreva o caminho completo dela.',
  },
  SHARE_EXISTS: {
    behaviour: FILE_TAKEN,
    sentence: 'Já existe outro conteúdo em {path}, na pasta {location}.',
    action: 'Compare os dois arquivos e decida qual fica; nada foi sobrescrito.',
  },
  SHARE_VERIFY_FAILED: {
    behaviour: FILE_FOR_A_MOMENT,
    sentence: 'O arquivo {path} foi gravado em {location}, mas o que se leu de volta é diferente.',
    action:
      'A cópia ruim não conta como entregue e será repetida; se acontecer de novo, peça que verifiquem o disco do servidor.',
  },
  SHARE_VANISHED: {
    behaviour: FILE_FOR_A_MOMENT,
    sentence: 'O arquivo {path} foi gravado em {location}, e no instante seguinte não estava mais lá.',
    action:
      'Ele não conta como arquivado e será gravado de novo; se acontecer outra vez, veja na quarentena do antivírus do servidor e libere a pasta.',
  },
  SHARE_AGENT_FAILED: {
    behaviour: ROOT_AWAY,
    sentence: 'O processo que cuida da pasta {location} não fica em pé: {cause}.',
    action:
      'O Malote tentará de novo sozinho; se repetir, confira se um antivírus o impede, reinicie o Malote e envie o registro (log) ao suporte.',
  },
  SHARE_CLOSED: {
    behaviour: ROOT_PUT_AWAY,
    sentence: 'A pasta {location} já foi fechada por este programa.',
    action: 'Inicie a operação de novo.',
  },
});
