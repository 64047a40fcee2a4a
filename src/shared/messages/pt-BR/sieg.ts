import type { SiegAway } from '../../views';

/** "02:14", by the clock of this computer; with its day where that is not today's. */
export function clockTime(iso: string, now = new Date()): string {
  const at = new Date(iso);
  const time = at.toLocaleTimeString('pt-BR', { hour: '2-digit', minute: '2-digit' });
  if (at.toDateString() === now.toDateString()) return time;
  return `${time} de ${at.toLocaleDateString('pt-BR', { day: '2-digit', month: '2-digit' })}`;
}

/** What is said when SIEG goes silent, after each look in vain, and when it is back (null). */
export function siegAwaySentence(away: SiegAway | null): string {
  if (away === null) return 'O SIEG voltou a responder; as consultas continuam.';
  const { since, nextAttemptAt } = away;
  return `O SIEG não responde desde ${clockTime(since)}; próxima tentativa às ${clockTime(nextAttemptAt)}.`;
}
