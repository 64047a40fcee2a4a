/**
 * Keeps the files `gaps-<month>.txt` of the workspace true: each is a view of its month, written anew when something of the month has
 * changed, whoever changed it, and removed when no gap is left.
 * It asks the journal which months are concerned, and changes nothing but these files.
 */
export { GapsKeeper } from './gaps-keeper';
export { keepGapsFile } from './gaps-file';
