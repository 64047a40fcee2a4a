/**
 * What is done at times: rules of the calendar (business days and holidays of Brazil), due times on record, and who begins them.
 * A due time is begun once, by whichever process looks first; what was missed while nobody was there is caught up once, and said so; two
 * jobs that exclude each other wait for one another; what died before its end is begun again, a few times.
 * It does no work itself, and never begins anything in quiet hours that nobody asked for by hand.
 */
export type { AskedJob } from './asked';
export { ruleTimes, type LastDue, type RuleTimes } from './rule-times';
export { Scheduler, type ScheduleApi, type ScheduleHours, type SchedulerOptions } from './scheduler';
export type { StartedJob, StartJob } from './due-work';
