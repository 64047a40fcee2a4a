export { AdviceButtons } from './AdviceButtons';
