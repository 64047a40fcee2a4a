export { verifyMonth, type VerifyRoots } from './verify';
