export { SharesBanner, SharesStrip } from './SharesStrip';
export { SharesScreen } from './SharesScreen';
export { rootsDown } from './waiting';
