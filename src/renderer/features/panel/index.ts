export { MonthChooser } from './MonthChooser';
export { Panel } from './Panel';
