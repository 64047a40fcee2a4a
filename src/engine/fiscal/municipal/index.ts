export { decodeReferences, everyElement, readMarkup } from './markup';
export { MUNICIPAL_CANCELLATION, MUNICIPAL_REPLACEMENT, municipalEvent } from './cancellation';
export { readMunicipal, type MunicipalReading, type WithoutNote } from './read-municipal';
