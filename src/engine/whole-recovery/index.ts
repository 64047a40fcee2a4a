/**
 * The one click: an audit where the last one does not know what there is, a plan of it, its execution.
 * One row in the ledger; stopped, interrupted or failed, it goes on where it was when the same is asked for again.
 * It does nothing by itself that an audit or a recovery does not do when it is asked for alone.
 */
export { WholeRecoveryRoom, type WholeRecoveryDesk } from './room';
