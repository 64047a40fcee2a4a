import { openIncidentOffice } from './office';

/** A process of its own that imports the old system's data, and says where it is at every step. */
const [folder = '', archive = '', share = '', workbook = '', old = ''] = process.argv.slice(2);
const office = await openIncidentOffice({ folder, archive, import: share, workbook }, () => {
  const { progress } = office.legacy;
  if (progress !== null) process.stdout.write(`${progress.phase} ${String(progress.files)}\n`);
});
await office.legacy.import({ from: old, dryRun: false });
await office.close();
process.stdout.write('done\n');
