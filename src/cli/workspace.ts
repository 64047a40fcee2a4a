export { defaultWorkspace, resolveWorkspace, stateFolder } from '../engine';
