export {
  NO_COMPANY_FOLDER,
  besideDocument,
  cancellationName,
  conflictPath,
  documentName,
  documentPath,
  eventPath,
  previousMonthPath,
  reportPath,
} from './layout';
export { fileAway, type ArchivedFile, type FileToArchive } from './file-away';
