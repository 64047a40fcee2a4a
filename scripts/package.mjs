import { parseArgs } from 'node:util';
import { bootstrap } from './bootstrap.mjs';
import { Explained, runMain, say } from './lib/explain.mjs';
import { FLAVOURS, pack } from './lib/package.mjs';

const USAGE = `Uso: npm run package [-- SABOR… --output PASTA]

Empacota o Malote para este sistema (docs/decisions/0010-packaging.md).
  release          o que se distribui: todas as travas do Electron fechadas (é o padrão)
  test             o mesmo, mas aceita um depurador: só para os testes
  --output PASTA   em vez de dist; cada sabor ganha ali uma pasta com o seu nome`;

/** `npm run package`: builds what changed and packs it with the Electron of this machine. One line of stdout for each folder made. */
await runMain(async () => {
  const { flavours, output, help } = readArguments();
  if (help) {
    say(USAGE);
    return;
  }
  const { electron } = await bootstrap({ electron: true });
  if (electron === undefined) throw new Error('the bootstrap was asked for an Electron and gave none');
  if (electron.source === 'npm') say('Este Electron é o dos testes: o pacote funciona aqui, mas não se distribui.');
  for (const flavour of flavours) {
    process.stdout.write(`${await pack(flavour, electron, output)}\n`);
  }
});

/** @throws {Explained} */
function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { output: { type: 'string', default: 'dist' }, help: { type: 'boolean', default: false } },
    });
    const flavours = positionals.length === 0 ? ['release'] : positionals;
    const unknown = flavours.find((name) => !FLAVOURS.includes(name));
    if (unknown !== undefined) throw new Error(`flavour ${unknown}`);
    return { ...values, flavours };
  } catch (error) {
    throw new Explained('Não entendi o que empacotar.', 'Veja as opções com npm run package -- --help.', {
      details: error instanceof Error ? error.message : '',
    });
  }
}
