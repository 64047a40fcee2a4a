import { setTimeout as sleep } from 'node:timers/promises';
import { papersOf } from '../guest/papers';
import type { Scenario } from '../guest/stage';

const HELD = { first: 1, count: 1 } as const;

/** A document was delivered without its protocol; when the better form comes, another computer has the file open. */
export const fileHeldOpen: Scenario = {
  name: 'file-locked',
  title: 'a delivered file is open on another computer when its better form comes',
  play: async (stage) => {
    const { office, server } = stage;
    await office.file({ what: 'drafts', ...HELD });
    await stage.drained(30_000);
    const [paper] = papersOf({ what: 'drafts', ...HELD });
    if (paper === undefined) throw new Error('no paper');
    const letGo = await server.holdOpen(paper.path);
    await office.file({ what: 'notes', ...HELD });
    await office.file({ what: 'notes', first: 100, count: 50 });
    await stage.until('the others are delivered', () => office.delivered('import') >= 51, 60_000);
    const ms = await stage.until('the held one is put off', () => office.reasons().length > 0, 60_000);
    stage.evidence(
      `held one put off ${(ms / 1000).toFixed(1)} s after the others were delivered: ${office.reasons().join(', ')}`,
    );
    await sleep(5_000);
    const before = stage.watch.contents.get(paper.path.split('/').at(-1) ?? '');
    stage.expect(before?.size === 1 && before.has(paper.sha256), 'the file changed while another computer had it open');
    stage.expect(server.names().includes(paper.path.split('/').at(-1) ?? ''), 'the old form is gone');
    await letGo();
    stage.evidence(`replaced ${((await stage.drained(120_000)) / 1000).toFixed(1)} s after the other computer let go`);
  },
};
