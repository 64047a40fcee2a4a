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
export { fileAway, fileEachAway, type ArchivedFile, type FileToArchive, type NotArchived } from './file-away';
export { VerifiedContents } from './verified-contents';
