import { readFound } from '../../intake';
import { toStored, type ListedFile } from '../../shares';
import type { ImportContext } from './context';
import { locationOf, readBatchOf, unreadBatches, type Bounds, type ReadFromDisk } from './found-files';
import { isReport } from './report-files';

const MEGABYTE = 1024 * 1024;
const DOCUMENTS: Bounds = { files: 250, bytes: 16 * MEGABYTE, largest: 128 * MEGABYTE };

/** The XML files below a root; the reports that lie among them are put aside for the phase after this one. */
async function* documentsAmong(files: AsyncIterable<ListedFile>, reports: ListedFile[]): AsyncGenerator<ListedFile> {
  for await (const file of files) {
    const name = file.path.at(-1) ?? '';
    if (/\.xml$/i.test(name)) yield file;
    else if (isReport(name)) reports.push(file);
  }
}

/** Takes over the documents of the archive where they lie. @returns the office's reports that lie among them. */
export async function importArchive(context: ImportContext): Promise<ListedFile[]> {
  const { services, tally, signal } = context;
  const { archive } = services.roots;
  tally.enter('archive');
  const reports: ListedFile[] = [];
  const files = documentsAmong(archive.list([], { signal }), reports);
  for await (const batch of unreadBatches(context, archive, 'archive', files, DOCUMENTS)) {
    const read = await readBatchOf(context, archive, batch);
    if (context.dryRun) supposeAll(context, read);
    else await adoptAll(context, read);
  }
  return reports;
}

/** Each file is remembered as read in the transaction that adopts its document: a crash can lose neither of the two. */
async function adoptAll(
  { ledger, services, tally, signal }: ImportContext,
  read: readonly ReadFromDisk[],
): Promise<void> {
  const files = read.map(({ file, bytes }) => ({ path: file.path, bytes }));
  const { documentIds, problems } = await services.intake.adopt(files, signal, (result) => {
    const reasons = new Map(result.problems.map(({ path, reason }) => [path, reason]));
    for (const { file } of read) ledger.legacy.record(file, { problem: reasons.get(toStored(file.path)) ?? null });
  });
  for (const { path, reason } of problems)
    tally.unreadable(locationOf(services.roots.archive, path.split('/')), reason);
  tally.adopted(documentIds.length);
}

function supposeAll({ ledger, tally }: ImportContext, read: readonly ReadFromDisk[]): void {
  const documents: string[] = [];
  const events: string[] = [];
  for (const { file, bytes } of read) {
    const item = readFound({ path: file.path, bytes });
    if (item.type === 'none') tally.unreadable(file.location, item.problem.reason);
    if (item.type === 'document' && ledger.documents.byIdentity(item.found.item.identity) === undefined)
      documents.push(item.found.item.identity);
    if (item.type === 'event' && ledger.documents.eventByIdentity(item.found.item.identity) === undefined)
      events.push(item.found.item.identity);
  }
  ledger.legacy.suppose('document', documents);
  ledger.legacy.suppose('event', events);
  tally.adopted(documents.length);
}
