export { Badge, Status } from './Status';
export type { Tone } from './Status';
