export { DiagnosisScreen } from './DiagnosisScreen';
