export { GapsKeeper } from './gaps-keeper';
export { keepGapsFile } from './gaps-file';
