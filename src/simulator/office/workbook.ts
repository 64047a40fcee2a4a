import { writeSheet } from '../sheet';
import type { SimCompany } from './types';

export interface WorkbookOptions {
  /** Adds rows that cannot be used: a CNPJ with a wrong digit, one too short, one without a name, one without a CNPJ, a repeated one. */
  readonly badRows?: boolean;
}

/** One CNPJ in three stands in its cell as a number, so that leading zeros are lost, as happens when people type into Excel. */
function cellOf(company: SimCompany, index: number): string | number {
  const numeric = /^\d+$/.test(company.taxId);
  return numeric && (company.taxId.startsWith('0') || index % 3 === 1) ? Number(company.taxId) : company.taxId;
}

function badRows(companies: readonly SimCompany[]): (readonly [string | number | null, string | null])[] {
  const some = companies[0]?.taxId ?? '';
  const wrongDigit = `${some.slice(0, 13)}${some.endsWith('9') ? '0' : String(Number(some.slice(13)) + 1)}`;
  return [
    [wrongDigit, '9001_DIGITO_ERRADO_LTDA'],
    ['12345', '9002_CURTO_DEMAIS_LTDA'],
    [null, '9003_SEM_CNPJ_LTDA'],
    ['99999999999999', null],
    [some, '9005_REPETIDA_LTDA'],
  ];
}

/** The office's company list as an .xlsx with the columns `CnpjCpf` and `Nome Tratado`. */
export function createWorkbook(companies: readonly SimCompany[], options: WorkbookOptions = {}): Promise<Buffer> {
  const rows = companies.map((company, index) => [cellOf(company, index), company.folder]);
  return writeSheet('Empresas', [
    ['CnpjCpf', 'Nome Tratado'],
    ...rows,
    ...(options.badRows === true ? badRows(companies) : []),
  ]);
}
