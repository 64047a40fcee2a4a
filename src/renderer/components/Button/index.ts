export { Button } from './Button';
export type { ButtonLook, ButtonProps } from './Button';
