import { SYSTEM_CAUSES } from '../../errors/system-codes';
import { count } from './numbers';
import { systemMessages } from './system';

/** What the row of a company or the workbook of them is refused for: rows in sentences, the workbook in clauses. */
export const companiesMessages = {
  /** What is wrong with a cell, by the fault of it; the title stands in quotes. */
  cell: {
    error: (title: string, text: string): string => `A célula ${title} tem o erro ${text}.`,
    'not-calculated': (title: string): string =>
      `A fórmula da célula ${title} ainda não foi calculada; abra a planilha no Excel e salve-a de novo.`,
    'too-long': (title: string): string => `A célula ${title} tem texto demais.`,
    unreadable: (title: string): string =>
      `A célula ${title} não pôde ser lida; abra a planilha no Excel e salve-a de novo.`,
    'several-lines': (title: string): string =>
      `A célula ${title} engoliu as linhas seguintes: há aspas que não são fechadas. Corrija as aspas no arquivo.`,
  },
  /** A column without title, counted from 1. */
  column: (number: number): string => `coluna ${String(number)}`,
  ofColumn: (number: number): string => `da coluna ${String(number)}`,
  emptyTaxId: 'O CNPJ ou CPF está vazio.',
  unreadableTaxId: 'O CNPJ ou CPF não pode ser lido; escreva-o como texto, com todos os zeros.',
  wrongDigit: (kind: 'CNPJ' | 'CPF', taxId: string): string => `O dígito verificador do ${kind} ${taxId} não confere.`,
  emptyName: 'O nome da empresa está vazio.',
  sameTaxId: (kind: 'CNPJ' | 'CPF', taxId: string, row: number): string =>
    `O ${kind} ${taxId} já está na linha ${String(row)}.`,
  sameFolder: (folder: string, row: number): string =>
    `A pasta ${folder} já pertence à empresa da linha ${String(row)}.`,
  tooManyRows: (limit: number): string => `a lista tem mais de ${count(limit)} linhas`,
  noTable: 'não é um arquivo .xlsx nem .csv',
  noSpreadsheet: 'o conteúdo não tem a forma de uma planilha',
  noTitles: 'nenhum',
  hiddenOnly: (sheets: string): string => ` (estão só em aba oculta, que não é usada: ${sheets})`,
  where: { csv: 'linha do começo do arquivo', xlsx: 'aba visível da planilha' },
  redirectsForEver: 'o endereço redireciona sem fim',
  serverAnswered: (status: number): string => `o servidor respondeu ${String(status)}`,
  networkFailed: (code: string | null): string => `falha de rede (${code ?? systemMessages.unknownReason})`,
  /** What a failure of the network means, by the code of it. */
  network: {
    ENOTFOUND: systemMessages.nameNotFound,
    EAI_AGAIN: systemMessages.nameNotAsked,
    ECONNREFUSED: SYSTEM_CAUSES.connectionRefused,
    ECONNRESET: SYSTEM_CAUSES.connectionReset,
    ETIMEDOUT: 'o servidor não respondeu',
    Z_DATA_ERROR: 'os dados chegaram danificados (compactação inválida)',
    Z_BUF_ERROR: 'os dados chegaram incompletos (compactação cortada)',
    ERR_BAD_RESPONSE: 'a resposta chegou incompleta',
    CERT_HAS_EXPIRED: 'o certificado do servidor está vencido',
    DEPTH_ZERO_SELF_SIGNED_CERT: 'o certificado do servidor não é confiável',
  } as Readonly<Record<string, string>>,
} as const;
