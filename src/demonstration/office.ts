import { createOffice, type Office } from '../simulator';
import { writeWhole } from './write-whole';

/** What an invented office is made from; the same values give the same office. */
export interface OfficeChoice {
  readonly companies: number;
  /** Average for each company. */
  readonly documents: number;
  readonly seed: number;
  readonly month: string;
  /** Documents of one company more, all of them CT-e. */
  readonly giant?: number;
  /** Of a hundred NFS-e, how many are municipal; none when absent. */
  readonly municipal?: number;
  /** Of a hundred NFe, how many are bills for communication (NFCom) or electricity (NF3e); none when absent. */
  readonly bills?: number;
}

export function officeOf({ companies, documents, seed, month, giant, municipal = 0, bills = 0 }: OfficeChoice): Office {
  const extra = giant === undefined || giant === 0 ? {} : { giant: { documents: giant, kind: 'CTe' as const } };
  const assortment = { municipal: { share: municipal / 100 }, bills: bills / 100 };
  return createOffice({ seed, month, companies, documentsPerCompany: documents, ...assortment, ...extra });
}

/** @throws MaloteError CLI_CANNOT_WRITE */
export async function writeWorkbook(office: Office, file: string): Promise<void> {
  await writeWhole(file, await office.workbook());
}
