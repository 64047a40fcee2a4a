/**
 * Where a document lies in the office's archive, and the writing of files there.
 * A batch is filed whole or an error is thrown: each file is verified by reading it back, then the folders are flushed; what was written
 * before an error is recognised as the same content the next time. Other content under a name is never overwritten.
 * It removes nothing but the temporary files of this program that nobody will finish.
 */
export {
  NO_COMPANY_FOLDER,
  besideDocument,
  cancellationName,
  conflictPath,
  documentName,
  documentPath,
  eventPath,
  isPreviousMonthCopy,
  monthFolder,
  previousMonthPath,
  reportPath,
} from './layout';
export { sha256Of } from './content-hash';
export { archiveBatch, archiveEach, type ArchivedFile, type FileToArchive, type NotArchived } from './archive-batch';
export { VerifiedContents } from './verified-contents';
export { sweepStaleFiles, type WrittenRoots } from './stale-files';
