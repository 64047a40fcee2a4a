export { Toasts } from './Toasts';
export type { Toast } from './Toasts';
