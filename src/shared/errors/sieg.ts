import {
  NOT_ASKED_OF_SIEG,
  SIEG_ANSWER_UNFIT,
  SIEG_BREAKS_DOWN,
  SIEG_EMPTY,
  SIEG_KEY_UNFIT,
  SIEG_LIMIT,
  SIEG_NEVER,
  SIEG_REFUSES_KEY,
  SIEG_SILENT,
  SIEG_UNSET,
  WAITS_FOR_ANOTHER,
} from './behaviour';
import { defineErrors } from './define';
import { SHARED_ADVICE } from './shared-advice';

/** What can go wrong between Malote and the SIEG API. Details hold no key and no address with a key in it. */
export const siegErrors = defineErrors({
  SIEG_ADDRESS_INVALID: {
    behaviour: SIEG_UNSET,
    sentence: 'O endereço do SIEG nas configurações não é um endereço válido: {reason}.',
    action: 'Corrija o endereço nas configurações; o normal é https://api.sieg.com.',
  },
  SIEG_ADDRESS_INSECURE: {
    behaviour: SIEG_UNSET,
    sentence: 'O endereço do SIEG usa http, e a chave viajaria sem proteção até {host}.',
    action: 'Use https no endereço; http só é aceito para o simulador nesta própria máquina.',
  },
  SIEG_ADDRESS_NOT_PLAIN: {
    behaviour: SIEG_UNSET,
    sentence: 'O endereço do SIEG traz usuário, senha, parâmetros ou âncora, que não pertencem a ele.',
    action: 'Deixe no endereço só o servidor, por exemplo https://api.sieg.com, e informe a chave no campo próprio.',
  },
  SIEG_CREDENTIALS_MISSING: {
    behaviour: SIEG_UNSET,
    sentence: 'Falta uma credencial do SIEG: {missing}.',
    action: 'Informe a credencial que falta, como ela aparece no portal do SIEG.',
  },
  SIEG_CREDENTIALS_INVALID: {
    behaviour: SIEG_KEY_UNFIT,
    sentence: 'A credencial do SIEG informada contém caracteres que uma credencial não pode ter: {field}.',
    action: 'Copie a credencial de novo no portal do SIEG, sem espaços nem quebras de linha no meio.',
  },
  SIEG_AUTHENTICATION: {
    behaviour: SIEG_REFUSES_KEY,
    sentence: 'O SIEG recusou a credencial (resposta {status}).',
    action: 'Confira no portal do SIEG se a chave está certa e ativa e se ela vale para a versão da API escolhida.',
  },
  SIEG_RATE_LIMIT: {
    behaviour: SIEG_LIMIT,
    sentence: 'O SIEG avisou que o limite de consultas da chave foi atingido.',
    action:
      'Aguarde: o programa espera o tempo pedido e continua; se repetir, veja se outro programa usa a mesma chave.',
  },
  SIEG_SERVER_ERROR: {
    behaviour: SIEG_BREAKS_DOWN,
    sentence: 'O SIEG respondeu com um erro interno dele (resposta {status}).',
    action: 'Aguarde: o programa tenta de novo sozinho; se durar horas, avise o suporte do SIEG.',
  },
  SIEG_GATEWAY_TIMEOUT: {
    behaviour: SIEG_BREAKS_DOWN,
    sentence: 'O SIEG demorou demais para montar a resposta (resposta 504).',
    action: 'Aguarde: o programa pede páginas menores e continua sozinho.',
  },
  SIEG_TIMEOUT: {
    behaviour: SIEG_SILENT,
    sentence: 'O SIEG não respondeu dentro de {seconds} segundos.',
    action: 'Aguarde: o programa tenta de novo sozinho; se repetir, verifique a internet do escritório.',
  },
  SIEG_CONNECTION: {
    behaviour: SIEG_SILENT,
    sentence: 'A conexão com o SIEG falhou ({reason}).',
    action:
      'Verifique a internet do escritório e se o antivírus ou o firewall deixa o programa sair; ele tenta de novo sozinho.',
  },
  SIEG_DNS: {
    behaviour: SIEG_SILENT,
    sentence: 'O nome {host} não foi encontrado na rede.',
    action: 'Verifique a internet do escritório e o endereço do SIEG nas configurações.',
  },
  SIEG_TLS: {
    behaviour: SIEG_SILENT,
    sentence: 'O certificado de segurança apresentado por {host} não foi aceito ({reason}).',
    action: SHARED_ADVICE.clockOrProxy,
  },
  SIEG_REDIRECTED: {
    behaviour: NOT_ASKED_OF_SIEG,
    sentence: 'O endereço do SIEG mandou a consulta para outro lugar (resposta {status}), e ela não foi seguida.',
    action: 'Verifique o endereço do SIEG nas configurações e se a rede exige entrada em um portal.',
  },
  SIEG_WRONG_PATH: {
    behaviour: NOT_ASKED_OF_SIEG,
    sentence: 'O servidor não conhece o endereço {path} (resposta {status}).',
    action: 'Confira o endereço e a versão da API nas configurações; a versão antiga pode ter sido desligada.',
  },
  SIEG_NOT_SIEG: {
    behaviour: SIEG_BREAKS_DOWN,
    sentence: 'Quem respondeu não foi a API do SIEG, e sim uma página da internet.',
    action: 'Veja se um proxy ou portal da rede intercepta a conexão e confira o endereço do SIEG nas configurações.',
  },
  SIEG_PROXY_LOGIN: {
    behaviour: NOT_ASKED_OF_SIEG,
    sentence: 'O proxy da rede pediu usuário e senha, e a consulta não chegou ao SIEG.',
    action: SHARED_ADVICE.passTheProxy,
  },
  SIEG_REJECTED: {
    behaviour: SIEG_ANSWER_UNFIT,
    sentence: 'O SIEG não aceitou a consulta: {answer}.',
    action:
      'Veja o texto da resposta; se ele não bastar, tente de novo mais tarde ou envie o registro (log) ao suporte.',
  },
  SIEG_UNREADABLE: {
    behaviour: SIEG_ANSWER_UNFIT,
    sentence: 'A resposta do SIEG não pôde ser lida ({reason}).',
    action: 'Aguarde: o programa pede de novo; se repetir, envie o registro (log) ao suporte.',
  },
  SIEG_TOO_LARGE: {
    behaviour: SIEG_ANSWER_UNFIT,
    sentence: 'A resposta do SIEG passou do tamanho aceito de {megabytes} MB.',
    action: 'O programa pede páginas menores; se repetir, envie o registro (log) ao suporte.',
  },
  SIEG_EMPTY_REPORT: {
    behaviour: SIEG_EMPTY,
    sentence: 'O SIEG disse que não há nada onde deveria haver documentos.',
    action: 'Aguarde: o programa pergunta de novo de outra forma; o que faltar aparece pelo nome no fim.',
  },
  SIEG_REPORT_UNREADABLE: {
    behaviour: SIEG_ANSWER_UNFIT,
    sentence: 'O relatório que o SIEG enviou não pôde ser lido ({reason}).',
    action: 'Aguarde: o programa pede o relatório de novo; se repetir, baixe-o no portal do SIEG e compare.',
  },
  SIEG_PAGES_REPEAT: {
    behaviour: SIEG_NEVER,
    sentence:
      'O SIEG repetiu as mesmas páginas em vez de seguir adiante: depois da posição {skip} não veio nada de novo.',
    action:
      'O programa pede períodos menores e o que os relatórios nomearem; se repetir por dias, avise o suporte do SIEG.',
  },
  SIEG_COMPANY_ASIDE: {
    behaviour: WAITS_FOR_ANOTHER,
    sentence:
      'O SIEG falhou {failures} vezes seguidas nesta empresa ({reason}), e ela ficou de lado para não atrasar as outras.',
    action:
      'Aguarde: o programa a tenta de novo no fim da execução e na próxima; se repetir por dias, avise o suporte do SIEG.',
  },
  SIEG_UNSUPPORTED: {
    behaviour: SIEG_NEVER,
    sentence: 'A versão da API do SIEG em uso não oferece: {what}.',
    action:
      'Nada a fazer para as outras consultas; para esta, escolha nas configurações a versão da API que a oferece.',
  },
  SIEG_QUERY_INVALID: {
    behaviour: SIEG_NEVER,
    sentence: 'O programa montou uma consulta que o SIEG não aceitaria: {reason}.',
    action: 'Envie o registro (log) ao suporte; nenhuma consulta foi gasta.',
  },
});
