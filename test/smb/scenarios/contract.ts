import type { Scenario } from '../guest/stage';

/** Fewer mean that it was not the contract that ran. */
const PROMISES = 50;

export const contract: Scenario = {
  name: 'contract',
  title: 'every promise of a root, kept on a share that is well',
  play: async (stage) => {
    const { passed, failures } = await stage.contract();
    stage.evidence(`${String(passed)} promises kept`);
    for (const failure of failures) stage.expect(false, failure);
    stage.expect(passed + failures.length >= PROMISES, `only ${String(passed)} promises were looked at`);
  },
};
