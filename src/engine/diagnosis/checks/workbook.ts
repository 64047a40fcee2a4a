import { isMaloteError, MaloteError } from '../../../shared/errors';
import { diagnosisDetails as words, diagnosisFound } from '../../../shared/messages/pt-BR/diagnosis';
import {
  fetchWorkbook,
  isAddress,
  MAX_WORKBOOK_BYTES,
  readWorkbook,
  type CompanyList,
  type ReadWorkbookFile,
} from '../../companies';
import { resolveFrom, splitFile, type RootOpener } from '../../shares';
import { inOrder, troubled, type Found } from '../line';
import type { Sights } from '../sights';
import { wantSettings } from './settings';

/** Whether the list of companies is there, can be read, and every row of it is one. Nothing is imported. */
export async function lookAtWorkbook(sights: Sights, signal: AbortSignal): Promise<readonly Found[]> {
  const source = (await wantSettings(sights)).companies.workbook;
  const { workspace, openRoot, findProxy } = sights.place;
  const from = isAddress(source) ? source : resolveFrom(workspace, source);
  try {
    const bytes = await fetchWorkbook(from, readerThrough(openRoot), { signal, findProxy });
    return [lineOf(await readWorkbook(bytes, source, { signal }))];
  } catch (error) {
    if (!isMaloteError(error) || error.code === 'CANCELLED') throw error;
    return [troubled('workbook', 'fault', error)];
  }
}

function lineOf({ companies, badRows, sheet }: CompanyList): Found {
  const facts = { companies: companies.length, badRows: badRows.length, sheet };
  if (companies.length === 0) return troubled('workbook', 'fault', new MaloteError('DIAGNOSIS_WORKBOOK_EMPTY'), facts);
  const [first] = badRows;
  if (first === undefined) return inOrder('workbook', diagnosisFound.workbook(companies.length, sheet), facts);
  const error = new MaloteError('DIAGNOSIS_WORKBOOK_ROWS', {
    companies: words.companies(companies.length),
    rows: words.rows(badRows.length),
    example: words.example(first.row, first.reason),
  });
  return troubled('workbook', 'warning', error, facts);
}

/** As everything on a share is read: a folder that hangs holds up nobody else. */
function readerThrough(openRoot: RootOpener): ReadWorkbookFile {
  return async (path, signal) => {
    const { folder, name } = splitFile(path);
    const root = openRoot({ id: 'workbook', location: folder });
    try {
      return await root.read([name], { signal, part: { from: 0, bytes: MAX_WORKBOOK_BYTES + 1 } });
    } finally {
      await root.close();
    }
  };
}
