export { AdviceButtons, FailureAdvice } from './AdviceButtons';
