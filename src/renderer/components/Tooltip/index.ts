export { Tooltip, TooltipProvider } from './Tooltip';
