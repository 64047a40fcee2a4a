import type { Services } from '../../state/services';
import { inputOf } from '../../state/settings-draft';
import { loadSettings } from '../../state/settings-work';
import type { Credential } from '../settings';
import { isAnswered, problemsOf, type WorkStep } from './steps';

/**
 * Keeps what a step has got before the next one: the key in the vault, and the settings in the engine, which puts them in force once
 * they are complete and keeps them for the next start until then. What it says against later steps is not said yet.
 * @returns whether the step has all that it asks for
 */
export async function leaveStep(services: Services, step: WorkStep, credential: Credential): Promise<boolean> {
  const { client, ui } = services;
  if (credential.isTyped && !credential.isComplete) return false;
  await credential.store();
  const work = ui.getState().settings;
  if (work === null || !isAnswered(step, work)) return false;
  const answer = await client.engine.saveSettings(inputOf(work.draft));
  if (answer.saved) {
    await loadSettings(services, true);
    return true;
  }
  const problems = problemsOf(step, answer.problems);
  ui.setState(({ settings }) => ({ settings: settings && { ...settings, problems } }));
  return Object.keys(problems).length === 0;
}
