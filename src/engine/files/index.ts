export { patientCalls, PatientCalls, type Patience, type Patiently } from './patient-calls';
export {
  digestRegular,
  NOT_A_FILE,
  openRegularSync,
  readRegular,
  readRegularPart,
  readRegularSync,
  TOO_LARGE,
} from './regular-file';
export { renameFile, renameFileSync, replaceFile, replaceFileSync, type Content, type Renaming } from './replace-file';
