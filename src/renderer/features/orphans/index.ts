export { OrphansBanner } from './OrphansBanner';
export { OrphansScreen } from './OrphansScreen';
export { showFindings } from './show';
