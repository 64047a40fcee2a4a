import { Profile } from './profile';
import { cpuMs } from './report';

/** What a bench asks of a measured agent, besides what the program asks: over the same channel, beside its protocol. */
export type MeterRequest =
  { readonly meter: 'usage' } | { readonly meter: 'profile' } | { readonly meter: 'write'; readonly file: string };

/** What an agent has used by now. */
export interface AgentUsage {
  readonly meter: 'usage';
  readonly cpuMs: number;
  readonly rssBytes: number;
}

export function isMeter(message: unknown): message is { readonly meter: string } {
  return typeof message === 'object' && message !== null && 'meter' in message;
}

let profile: Profile | null = null;

/** The agent's side. @returns whether the message was the bench's. */
export function answerMeter(message: unknown): boolean {
  if (!isMeter(message)) return false;
  void answer(message as MeterRequest);
  return true;
}

async function answer(request: MeterRequest): Promise<void> {
  if (request.meter === 'profile') {
    profile = await Profile.begin();
    return;
  }
  if (request.meter === 'write') await profile?.write(request.file);
  const usage: AgentUsage = { meter: 'usage', cpuMs: cpuMs(), rssBytes: process.memoryUsage.rss() };
  process.send?.(usage);
}
