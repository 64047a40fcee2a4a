export { Nothing } from './Nothing';
