import { MUNICIPAL_BODY } from './layouts';
import type { Part } from './split';

/** What a root element without a readable unit is. */
export type Foreign = 'municipal' | 'request' | 'unknown';

/** Requests and service messages: they speak of documents but are none. */
const REQUESTS = [
  /^(?:DPS|infDPS|Rps|RPS|ListaRps|LoteRps)$/,
  /^(?:ped|Pedido|cons|envi|dist|loteDist|ret)[A-Z]/,
  /Envio$/,
  /^nfe(?:Dados|Resultado|Cabec)Msg$/,
  /^docZip$/,
];
const MUNICIPAL_ROOTS: ReadonlySet<string> = new Set([
  'NFe',
  'NFE',
  'NFSe',
  'NFSE',
  'nfse',
  'nf',
  'CompNfse',
  'Nfse',
  'tcListaNFse',
  'NOTAS_FISCAIS',
  'NOTA_FISCAL',
  'NotaFiscalRelatorioDTO',
  'DsExportarNotaFiscal',
  'TbNotasFiscais',
  'RetornoConsulta',
]);
/** Answers that list notes by the ABRASF body: without one they only carry messages. */
const ANSWER = /(?:Resposta|Response|Result)$/;
const MUNICIPAL_NAMESPACE = /xmlns[^=]*=\s*["'][^"']*(?:nfs-?e|abrasf|prefeitura|ginfes|issnet|betha)[^"']*["']/i;
/** São Paulo returns its notes as escaped text inside a SOAP envelope. */
const ESCAPED_NOTE = /&lt;(?:\w+:)?(?:NFe|CompNfse|Nfse|RetornoConsulta)\b/;

/**
 * Tells a municipal NFS-e, of which there are dozens of layouts, from a mere request. A root `NFe` without infNFe is a municipal
 * note (Bauru, São Paulo), never an NF-e.
 */
export function recognise(part: Part): Foreign {
  if (REQUESTS.some((pattern) => pattern.test(part.name))) return 'request';
  if (part.bodies.has(MUNICIPAL_BODY)) return 'municipal';
  if (ANSWER.test(part.name)) return 'request';
  if (MUNICIPAL_ROOTS.has(part.name) || MUNICIPAL_NAMESPACE.test(part.startTag)) return 'municipal';
  if (part.name === 'Envelope') {
    return ESCAPED_NOTE.test(Buffer.from(part.bytes).toString('latin1')) ? 'municipal' : 'request';
  }
  return 'unknown';
}
