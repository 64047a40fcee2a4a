import { Explained } from './explain.mjs';

/**
 * The build tools (Vite 8, electron-vite 6) set this bound; what they build also runs on Node 20.18, which is inside the Electron
 * of the tests (docs/decisions/0001-toolchain.md).
 * @param {string} version as in `process.versions.node`
 */
export function isSupportedNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
}

/** @throws {Explained} when this Node cannot build Malote */
export function checkNode() {
  const { node } = process.versions;
  if (isSupportedNode(node)) return;
  throw new Explained(
    `Este Node é o ${node}, e o Malote precisa do 20.19 (ou 22.12) em diante.`,
    'Instale a versão LTS atual de https://nodejs.org e rode o mesmo comando de novo.',
  );
}
