/**
 * Keeps what grows in a workspace within its bounds, as `shared/retention.ts` says them, and says how much of everything there is.
 * What is evidence, or a person's to decide, is counted and never touched; a file that cannot be taken away is named, and the rest goes on.
 * The journal says what has gone. It never looks into a configured root: what lies there is bounded by who fills it.
 */
export { growthReadings } from './readings';
export {
  RetentionService,
  type RetentionApi,
  type RetentionServiceOptions,
  type RetentionView,
} from './retention-service';
