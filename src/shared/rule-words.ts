import { scheduleRuleWords as words } from './messages/pt-BR/schedule';
import type { ScheduleRule } from './schedule';

/** When a rule is due, for people, within a sentence: "em dia útil às 06:00". */
export function ruleWords(rule: ScheduleRule): string {
  switch (rule.days) {
    case 'every':
      return words.every(rule.at);
    case 'business':
      return words.business(rule.at);
    case 'weekly':
      return words.weekly(rule.on, rule.at);
    case 'monthly':
      return words.monthly(rule.day, rule.at);
    case 'nth-business':
      return words.nthBusiness(rule.nth, rule.at);
    case 'cron':
      return words.cron(rule.pattern);
  }
}
