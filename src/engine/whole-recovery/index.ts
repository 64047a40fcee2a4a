export { WholeRecoveryRoom } from './room';
