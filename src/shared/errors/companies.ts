import { ANSWER } from './behaviour';
import { defineErrors } from './define';
import { SHARED_ADVICE } from './shared-advice';

export const companiesErrors = defineErrors({
  COMPANIES_BAD_ADDRESS: {
    behaviour: ANSWER,
    sentence: 'O endereço da planilha de empresas não é aceito: {source}.',
    action: 'Use o caminho de um arquivo ou um endereço que comece com https://.',
  },
  COMPANIES_NOT_FOUND: {
    behaviour: ANSWER,
    sentence: 'A planilha de empresas não foi encontrada em {source}.',
    action: 'Confira nas configurações o caminho ou o endereço da planilha.',
  },
  COMPANIES_UNREADABLE: {
    behaviour: ANSWER,
    sentence: 'Não foi possível ler a planilha de empresas em {source}: {reason}.',
    action: 'Feche a planilha se estiver aberta em outro programa, confira a permissão e a rede e tente de novo.',
  },
  COMPANIES_FETCH_FAILED: {
    behaviour: ANSWER,
    sentence: 'Não foi possível baixar a planilha de empresas de {source}: {reason}.',
    action:
      'Confira a rede e o endereço e tente de novo; você também pode salvar a planilha neste computador e indicar o arquivo.',
  },
  COMPANIES_TIMEOUT: {
    behaviour: ANSWER,
    sentence: 'A planilha de empresas em {source} não chegou em {seconds} segundos.',
    action: 'Tente de novo; se repetir, salve a planilha neste computador e indique o arquivo.',
  },
  COMPANIES_LOGIN_REQUIRED: {
    behaviour: ANSWER,
    sentence: 'O endereço {source} precisa de login: veio uma página, e não a planilha.',
    action: 'Compartilhe a planilha com "qualquer pessoa com o link" ou salve-a neste computador e indique o arquivo.',
  },
  COMPANIES_PROXY_LOGIN: {
    behaviour: ANSWER,
    sentence: 'O proxy da rede pediu usuário e senha, e a planilha de {source} não foi pedida ao servidor dela.',
    action: SHARED_ADVICE.passTheProxy,
  },
  COMPANIES_TOO_BIG: {
    behaviour: ANSWER,
    sentence: 'A planilha de empresas em {source} passa do limite de {limitMb} MB.',
    action: 'Deixe na planilha apenas a lista de empresas e tente de novo.',
  },
  COMPANIES_TOO_LONG: {
    behaviour: ANSWER,
    sentence: 'A planilha de empresas em {source} é grande demais: {limit}.',
    action:
      'Deixe na planilha apenas a lista de empresas (exclua também linhas vazias formatadas até o fim da aba) e tente de novo.',
  },
  COMPANIES_HTML: {
    behaviour: ANSWER,
    sentence: 'O arquivo em {source} é uma página HTML, e não uma planilha, seja qual for o seu nome.',
    action: 'Abra-o no Excel, salve como "Pasta de Trabalho do Excel (.xlsx)" e indique o novo arquivo.',
  },
  COMPANIES_EMPTY: {
    behaviour: ANSWER,
    sentence: 'A planilha de empresas em {source} está vazia.',
    action: 'Confira se é o arquivo certo e se a lista de empresas foi salva nele.',
  },
  COMPANIES_ENCRYPTED: {
    behaviour: ANSWER,
    sentence: 'A planilha de empresas em {source} está protegida por senha.',
    action: 'Salve uma cópia sem senha de abertura e indique essa cópia.',
  },
  COMPANIES_OLD_XLS: {
    behaviour: ANSWER,
    sentence: 'A planilha de empresas em {source} está no formato antigo do Excel (.xls).',
    action: 'Abra-a no Excel, salve como "Pasta de Trabalho do Excel (.xlsx)" e indique o novo arquivo.',
  },
  COMPANIES_CORRUPT: {
    behaviour: ANSWER,
    sentence: 'O arquivo em {source} não pôde ser lido como planilha: {reason}.',
    action: SHARED_ADVICE.saveAsXlsx,
  },
  COMPANIES_NO_HEADER: {
    behaviour: ANSWER,
    sentence: 'Nenhuma {where} em {source} tem as colunas esperadas, CNPJ e nome{note?}; títulos encontrados: {found}.',
    action:
      'Acrescente uma linha de títulos com CnpjCpf (ou CNPJ) e Nome Tratado (ou Nome, com Código) e tente de novo.',
  },
});
