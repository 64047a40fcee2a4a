import { defineErrors } from './define';

export const sharesErrors = defineErrors({
  SHARE_UNREACHABLE: {
    sentence: 'A pasta {location} está fora de alcance: {cause}.',
    action: 'Verifique a rede e o servidor; o que falta copiar fica guardado e segue assim que a pasta voltar.',
  },
  SHARE_TIMEOUT: {
    sentence: 'A pasta {location} não respondeu em {seconds} segundos.',
    action: 'Verifique se o servidor está travado; nada foi dado como feito e a operação será repetida.',
  },
  SHARE_DENIED: {
    sentence: 'A pasta {location} recusou o acesso a {path}: {cause}.',
    action:
      'Peça a quem cuida do servidor permissão de leitura e gravação para este usuário e confira se a pasta não mudou de lugar.',
  },
  SHARE_READ_ONLY: {
    sentence: 'A pasta {location} está somente para leitura: {cause}.',
    action: 'Peça a quem cuida do servidor que libere a gravação; o que falta copiar fica guardado.',
  },
  SHARE_FULL: {
    sentence: 'Não há mais espaço em {location}: {cause}.',
    action: 'Libere espaço ou aumente a cota; o que falta copiar fica guardado e segue depois.',
  },
  SHARE_BUSY: {
    sentence: 'O arquivo {path} em {location} está ocupado: {cause}.',
    action: 'Feche o programa que o está usando; o Malote tentará de novo.',
  },
  SHARE_IO: {
    sentence: 'Houve uma falha de leitura ou gravação de {path} em {location}: {cause}.',
    action: 'Tente de novo; se repetir, peça que verifiquem o disco do servidor e a rede.',
  },
  SHARE_BAD_PATH: {
    sentence: 'O caminho {path} não pode ser usado: {cause}.',
    action: 'Corrija o nome ou escolha uma pasta com caminho mais curto.',
  },
  SHARE_BAD_ROOT: {
    sentence: 'A pasta configurada {location} não pode ser usada: {cause}.',
    action: 'Nas configurações, escolha uma pasta que já existe e escreva o caminho completo dela.',
  },
  SHARE_EXISTS: {
    sentence: 'Já existe outro conteúdo em {path}, na pasta {location}.',
    action: 'Compare os dois arquivos e decida qual fica; nada foi sobrescrito.',
  },
  SHARE_VERIFY_FAILED: {
    sentence: 'O arquivo {path} foi gravado em {location}, mas o que se leu de volta é diferente.',
    action:
      'A cópia ruim não conta como entregue e será repetida; se acontecer de novo, peça que verifiquem o disco do servidor.',
  },
  SHARE_CLOSED: {
    sentence: 'A pasta {location} já foi fechada por este programa.',
    action: 'Inicie a operação de novo.',
  },
});
