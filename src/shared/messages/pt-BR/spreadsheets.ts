import { count } from './numbers';

const UNCLOSED = 'aspas que não são fechadas';

/** Why a file cannot be read as a spreadsheet: clauses about "o arquivo", as "dentro dele" says. */
export const spreadsheetsMessages = {
  xlsb: 'ele está no formato binário do Excel (.xlsb)',
  ods: 'ele está no formato do LibreOffice (.ods)',
  word: 'ele é um documento do Word',
  noSheets: 'não há abas de planilha .xlsx dentro dele',
  sheetAbsent: (name: string): string => `a aba "${name}" não está dentro dele`,
  damaged: 'o arquivo está danificado ou incompleto',
  tooManyParts: 'há arquivos demais dentro dele',
  samePartTwice: 'há duas partes com o mesmo nome dentro dele',
  partAbsent: (name: string): string => `falta a parte ${name}`,
  badXml: 'há uma parte com XML inválido dentro dele',
  dtd: 'há uma parte com DTD dentro dele',
  pastLastColumn: (row: number): string => `a linha ${String(row)} passa da última coluna`,
  endlessLine: (line: number): string => `a linha ${String(line)} é comprida demais para uma lista`,
  /** @param line as the reader of CSV names it */
  endlessRecord: (line: string): string => `a linha ${line} é comprida demais para uma lista; talvez tenha ${UNCLOSED}`,
  quotesNotClosed: (line: string): string => `as aspas abertas na linha ${line} não são fechadas`,
  noCsv: 'o texto não tem a forma de um CSV',
  /** What is too much of a spreadsheet, after "A planilha passa do que pode ser lido: ". */
  tooMuch: {
    inflatedBytes: (limit: number): string => `ocupa mais de ${String(limit / 1024 / 1024)} MB depois de descompactada`,
    rows: (limit: number): string => `tem mais de ${count(limit)} linhas`,
    cells: (limit: number): string => `tem mais de ${count(limit)} células`,
    strings: (limit: number): string => `tem mais de ${count(limit)} textos`,
  },
} as const;
