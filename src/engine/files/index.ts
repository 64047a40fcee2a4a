/**
 * Files of this computer: replaced whole or not at all, renamed with patience while somebody has them open on Windows, read only when they
 * are regular files of a size that was agreed to, and asked for without waiting longer than was agreed to.
 * It knows no meaning of what it reads and writes. What lies on a configured root goes through `shares` instead.
 */
export { fileReason } from './file-failure';
export { patientCalls, PatientCalls, type Patience, type Patiently } from './patient-calls';
export {
  digestRegular,
  NOT_A_FILE,
  openRegularSync,
  readRegular,
  readRegularPart,
  readRegularSync,
  regularPieces,
  TOO_LARGE,
} from './regular-file';
export { setAsideSync } from './set-aside';
export {
  flushFolderSync,
  renameFile,
  renameFileSync,
  replaceFile,
  replaceFileSync,
  writeNewFile,
  type Content,
  type Renaming,
} from './replace-file';
