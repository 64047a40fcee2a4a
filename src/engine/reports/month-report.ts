import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { WrittenFile } from '../../shared/ipc/history';
import type { Sha256 } from '../domain';
import type { MonthSnapshot } from '../ledger';
import { collectEvidence, type MonthEvidence } from './month-evidence';
import { monthPage, type Issue } from './month-page';
import { monthSheets } from './month-workbook';
import type { ReportFolder } from './report-folder';
import { writeWorkbook } from './workbook';

export interface HashedFile extends WrittenFile {
  readonly sha256: Sha256;
}

export interface MonthReport {
  readonly report: HashedFile;
  /** The list of documents beside a page; null beside a workbook. */
  readonly list: HashedFile | null;
  readonly evidence: MonthEvidence;
}

export interface MonthReportOptions {
  readonly snapshot: MonthSnapshot;
  readonly folder: ReportFolder;
  readonly issue: Issue;
  /** Name of the file without its ending. */
  readonly stem: string;
  readonly signal?: AbortSignal | undefined;
}

/** A workbook of the month's evidence, and its hash in a file beside it. @throws MaloteError SHARE_*; the signal's reason */
export async function writeMonthWorkbook({
  snapshot,
  folder,
  issue,
  stem,
  signal,
}: MonthReportOptions): Promise<MonthReport> {
  const evidence = await collectEvidence(snapshot, { signal });
  const written = await folder.write(
    stem,
    '.xlsx',
    (output) => writeWorkbook(output, monthSheets(evidence, snapshot, issue, signal), signal),
    signal,
  );
  const report = await hashed(written);
  await folder.writeBeside(report.name, '.sha256', sums([report]));
  return { report, list: null, evidence };
}

/** A page of the month's evidence, the list of its documents, and the hashes of both in a file beside them. @throws as above */
export async function writeMonthPage({
  snapshot,
  folder,
  issue,
  stem,
  signal,
}: MonthReportOptions): Promise<MonthReport> {
  const collected: MonthEvidence[] = [];
  const listFile = await folder.write(
    `${stem}_lista`,
    '.txt',
    async (output) => {
      collected.push(await collectEvidence(snapshot, { list: output, signal }));
      output.end();
      await once(output, 'finish');
    },
    signal,
  );
  const [evidence] = collected;
  if (evidence === undefined) throw new Error('no evidence was collected');
  const page = monthPage({ evidence, snapshot, issue, listName: listFile.name, signal });
  const options = signal === undefined ? {} : { signal };
  const written = await folder.write(stem, '.html', (output) => pipeline(Readable.from(page), output, options), signal);
  const [report, list] = [await hashed(written), await hashed(listFile)];
  await folder.writeBeside(report.name, '.sha256', sums([report, list]));
  return { report, list, evidence };
}

/** As the program sha256sum writes and checks it. */
function sums(files: readonly HashedFile[]): string {
  return files.map(({ sha256, name }) => `${sha256}  ${name}\n`).join('');
}

/** Of what lies on the disk, not of what was meant to. */
async function hashed(file: WrittenFile): Promise<HashedFile> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file.shown), hash);
  return { ...file, sha256: hash.digest('hex') };
}
