export { WholeRecoveryRoom, type WholeRecoveryDesk } from './room';
