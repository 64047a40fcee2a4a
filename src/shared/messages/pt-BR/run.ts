import { counted } from './numbers';
import { unusedRows } from './sheets';

const THE_DELIVERIES = 'as entregas esperam por ela e o resto continua';

/** What work may have to wait for, and what happens meanwhile. */
const WAITED = {
  archive: { name: 'O acervo', meanwhile: 'o que for baixado fica guardado neste computador até ele voltar' },
  import: { name: 'A pasta de importação', meanwhile: THE_DELIVERIES },
  cancelled: { name: 'A pasta de cancelados', meanwhile: THE_DELIVERIES },
} as const;

/** What is told while a month's run, or other long work, is under way. */
export const runMessages = {
  /** What was asked, in the operator's words. */
  questions: {
    count: 'Contagem',
    page: 'Página',
    document: 'Documento',
    events: 'Eventos',
    report: 'Relatório',
  },
  /**
   * @param kind of documents; null: of all
   * @param reason a sentence
   * @param waitSeconds null: it is not asked again
   */
  failed: (question: string, kind: string | null, reason: string, waitSeconds: number | null): string => {
    const again = waitSeconds === null ? '' : ` Nova tentativa em ${String(waitSeconds)} s.`;
    return `${kind === null ? question : `${question} de ${kind}`}: ${reason}${again}`;
  },
  /** @param reason a sentence */
  companySetAside: (company: string, reason: string): string =>
    `${company}: ${reason} Fica de lado depois de falhas seguidas; as outras seguem, e ela é tentada de novo mais tarde.`,
  companyTakenUp: (company: string): string => `${company}: o SIEG voltou a responder sobre esta empresa.`,
  deliveredElsewhere: 'Outro Malote entrega agora o que falta; espera-se por ele.',
  deliveryAgain: (pending: number, waitSeconds: number): string =>
    `${pending === 1 ? '1 entrega espera' : `${String(pending)} entregas esperam`} por nova tentativa em ${String(waitSeconds)} s.`,
  badRow: (row: number, reason: string): string => `Planilha, linha ${String(row)}: ${reason}`,
  /** @param reason a sentence */
  lastListHolds: (reason: string): string => `${reason} Vale a última lista importada.`,
  waits: (root: keyof typeof WAITED, place: string): string =>
    `${WAITED[root].name} ${place} está fora do ar; ${WAITED[root].meanwhile}.`,
  waitsNoMore: (root: keyof typeof WAITED, place: string): string =>
    `${WAITED[root].name} ${place} voltou; o que esperava continua.`,
  ledgerFree: 'O banco de dados foi liberado; o trabalho continua.',
  /** What SIEG_CREDENTIALS_MISSING names. */
  apiKey: 'a chave da API',
};

/** What the tests of the settings come to. */
export const settingsTestMessages = {
  badAddress: 'Corrija primeiro o endereço e a geração da API.',
  noFolder: 'Escolha primeiro a pasta.',
  noWorkbook: 'Escolha primeiro a planilha.',
  /** @param free in words; null: nobody knows */
  folderWorks: (milliseconds: number, free: string | null): string =>
    `A pasta grava, lê e apaga arquivos (${String(milliseconds)} ms)${free === null ? '' : `; ${free} livres`}.`,
  /**
   * @param sheet null where the file has none
   * @param bad the rows that could not be used; `example`: the first of them, and why
   * @param leftOut a sentence, or nothing
   */
  workbook: (
    sheet: string | null,
    companies: number,
    bad: { readonly rows: number; readonly example: { readonly row: number; readonly reason: string } | null },
    leftOut: string,
  ): string => {
    const where = sheet === null ? 'A planilha' : `A aba "${sheet}" da planilha`;
    const found = `${where} tem ${counted(companies, 'empresa', 'empresas')}`;
    const out = leftOut === '' ? '' : ` ${leftOut}`;
    if (bad.rows === 0) return `${found}.${out}`;
    const { example } = bad;
    const such = example === null ? '' : ` (linha ${String(example.row)}: ${example.reason})`;
    return `${found}, e ${unusedRows(bad.rows)}${such}.${out}`;
  },
  mendRows: 'Corrija essas linhas na planilha; as outras empresas já podem ser usadas.',
};
