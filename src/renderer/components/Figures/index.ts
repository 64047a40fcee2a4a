export { Figures } from './Figures';
export type { Figure } from './Figures';
