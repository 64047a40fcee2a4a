/**
 * Bytes that people's programs wrote, as text. The only place that knows windows-1252: Node's own decoder of that name is wrong in
 * several releases.
 */
export { decodeText, streamDecoder } from './decode-text';
export type { StreamDecoder } from './decode-text';
export { decodeWindows1252 } from './windows-1252';
