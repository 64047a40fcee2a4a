import type { Scenario } from '../guest/stage';

const FILES = 200;

/** The BI program takes each file as soon as it is there, while the next ones are delivered. */
export const biDrains: Scenario = {
  name: 'bi-drains',
  title: 'the BI program deletes files while they are delivered',
  play: async (stage) => {
    const { office } = stage;
    const bi = await stage.openBi();
    await office.file({ what: 'notes', first: 1, count: FILES });
    const ms = await stage.drained(180_000);
    await stage.until('the BI program has everything', () => bi.taken.size === FILES, 60_000);
    stage.evidence(`${String(FILES)} files delivered in ${(ms / 1000).toFixed(1)} s while each was taken away`);
    stage.evidence(`found a second time by the BI program: ${String(bi.doubles)}`);
    stage.expect(bi.doubles === 0, `${String(bi.doubles)} files were delivered a second time`);
  },
};
