import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeAccessKey } from '../../../src/engine/domain';
import { openIntakeFixture, type IntakeFixture } from '../../support/intake-fixture';
import { ALFA, BETA, note, noteEvent, noteKey } from '../../support/notes';

let fixture: IntakeFixture;
beforeEach(async () => {
  fixture = await openIntakeFixture({
    clients: [
      { taxId: ALFA, folder: 'ALFA' },
      { taxId: BETA, folder: 'BETA' },
    ],
    ownCancelledRoot: true,
  });
});
afterEach(() => fixture.dispose());

const PROJECTS = [
  ['62', 'NFCom', 'NFCom', 'nfcomProc'],
  ['63', 'BPe', 'BPe', 'bpeProc'],
  ['66', 'NF3e', 'NF3e', 'nf3eProc'],
  ['76', 'NFGas', 'NFGas', 'nfgasProc'],
  ['99', 'DCe', 'DCe', 'dceProc'],
  ['84', 'NFxy', 'Outros', 'nfxyProc'],
] as const;

const keyOf = (model: string): string =>
  encodeAccessKey({ state: '35', month: '2026-03', issuer: ALFA, model, series: 1, number: 5, random: 1 });

function keyed(model: string, name: string, envelope: string): string {
  const key = keyOf(model);
  return (
    `<${envelope} versao="1.00" xmlns="http://www.portalfiscal.inf.br/${name.toLowerCase()}"><${name}><inf${name} Id="${name}${key}">` +
    `<ide><cUF>35</cUF><tpAmb>1</tpAmb><mod>${model}</mod><serie>1</serie><nNF>5</nNF><dhEmi>2026-03-09T09:00:00-03:00</dhEmi></ide>` +
    `<emit><CNPJ>${ALFA}</CNPJ></emit><dest><CNPJ>${BETA}</CNPJ></dest><total><vNF>10.00</vNF></total></inf${name}></${name}>` +
    `<prot${name}><infProt><ch${name}>${key}</ch${name}><nProt>1</nProt><cStat>100</cStat></infProt></prot${name}></${envelope}>`
  );
}

function cancelled(model: string, name: string, element = `ch${name}`, status = '135'): string {
  const said = `<${element}>${keyOf(model)}</${element}><tpEvento>110111</tpEvento><nSeqEvento>1</nSeqEvento>`;
  return `<procEvento${name}><evento${name}><infEvento><CNPJ>${ALFA}</CNPJ>${said}</infEvento></evento${name}><retEvento${name}><infEvento><cStat>${status}</cStat>${said}</infEvento></retEvento${name}></procEvento${name}>`;
}

describe('documents of models without a reader of their own', () => {
  it.each(PROJECTS)(
    '%s is filed by its kind for both of its companies, delivered, and cancelled',
    async (model, name, kind, envelope) => {
      const file = `${keyOf(model)}.xml`;
      const { refusals } = await fixture.accept([keyed(model, name, envelope)]);
      await fixture.accept([cancelled(model, name)]);
      expect(refusals).toEqual([]);
      expect(await fixture.files('archive')).toEqual([
        ...[`2026/ALFA/03/${kind}/Saída/${file}`, `2026/ALFA/03/${kind}/Saída/${keyOf(model)}_CANC.xml`],
        ...[`2026/BETA/03/${kind}/Entrada/${file}`, `2026/BETA/03/${kind}/Entrada/${keyOf(model)}_CANC.xml`],
      ]);
      await fixture.drain();
      expect(await fixture.files('import')).toEqual([`Import/${file}`]);
      expect(await fixture.files('cancelled')).toEqual([`${keyOf(model)}_CANC.xml`]);
      expect(fixture.rows('SELECT kind, model, effective FROM events')).toEqual([{ kind, model, effective: 1 }]);
    },
  );

  it('a refused cancellation of one stays an event', async () => {
    await fixture.accept([keyed('62', 'NFCom', 'nfcomProc'), cancelled('62', 'NFCom', 'chNFCom', '501')]);
    expect(fixture.rows('SELECT effective FROM events')).toEqual([{ effective: 0 }]);
    expect((await fixture.files('archive')).some((path) => path.includes('_CANC'))).toBe(false);
  });
});

it.each(['64', '67'])('the cancellation of a CT-e of model %s takes effect', async (model) => {
  await fixture.accept([cancelled(model, 'CTe')]);
  expect(fixture.rows('SELECT kind, model, effect, effective FROM events')).toEqual([
    { kind: 'CTe', model, effect: 'cancels', effective: 1 },
  ]);
});

it('a distribution files what it has packed, and is kept itself', async () => {
  const pack = (text: string): string => `<docZip>${gzipSync(text).toString('base64')}</docZip>`;
  const whole = `<retDistDFeInt><loteDistDFeInt>${pack(note())}${pack(noteEvent())}</loteDistDFeInt></retDistDFeInt>`;
  const { refusals } = await fixture.accept([whole]);
  expect(refusals).toEqual([]);
  expect(await fixture.text('archive', `2026/ALFA/03/NFe/Saída/${noteKey()}.xml`)).toBe(note());
  expect(await fixture.text('archive', `2026/ALFA/03/NFe/Saída/${noteKey()}_CANC.xml`)).toBe(noteEvent());
  expect(fixture.rows('SELECT category FROM kept_files')).toEqual([{ category: 'original' }]);
});
