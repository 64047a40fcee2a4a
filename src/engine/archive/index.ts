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
export { fileAway, type ArchivedFile, type FileToArchive } from './file-away';
export { VerifiedContents } from './verified-contents';
export { sweepLeftovers, type WrittenRoots } from './leftovers';
