export { MonthChooser } from './MonthChooser';
export { Panel } from './Panel';
export { VERDICT_LOOKS } from './verdict-looks';
