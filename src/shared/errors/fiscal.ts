import { UNFIT_CONTENT } from './behaviour';
import { defineErrors } from './define';

/** Why a file, or a part of it, was not read as a fiscal document. The original bytes are kept in every case. */
const AGAIN_KEPT = 'Baixe o documento de novo no SIEG; o original foi guardado como chegou.';
const AGAIN_DAMAGED = 'Baixe o documento de novo no SIEG; o arquivo parece danificado.';
const AGAIN = 'Baixe o documento de novo no SIEG.';
const WHENCE = 'Confira a origem do arquivo e baixe o documento de novo no SIEG.';
const DANGEROUS = 'Não abra o arquivo em outros programas; confira a origem e baixe o documento de novo no SIEG.';

export const fiscalErrors = defineErrors({
  FISCAL_EMPTY: {
    behaviour: UNFIT_CONTENT,
    sentence: 'O arquivo está vazio ou só tem espaços.',
    action: AGAIN_KEPT,
  },
  FISCAL_ZIP: {
    behaviour: UNFIT_CONTENT,
    sentence: 'O arquivo é um ZIP com nome de XML.',
    action: 'Descompacte o arquivo e importe os XML que estão dentro dele.',
  },
  FISCAL_GZIP: {
    behaviour: UNFIT_CONTENT,
    sentence: 'O arquivo está compactado em gzip.',
    action: 'Descompacte o arquivo e importe o XML que está dentro dele.',
  },
  FISCAL_PDF: {
    behaviour: UNFIT_CONTENT,
    sentence: 'O arquivo é um PDF com nome de XML.',
    action: 'Baixe o XML do documento; o PDF serve só para leitura.',
  },
  FISCAL_BINARY: {
    behaviour: UNFIT_CONTENT,
    sentence: 'O arquivo não é texto; tem bytes que nenhum XML pode ter.',
    action: AGAIN_DAMAGED,
  },
  FISCAL_JSON: {
    behaviour: UNFIT_CONTENT,
    sentence: 'O arquivo é uma resposta em JSON, provavelmente uma mensagem de erro gravada como XML.',
    action: AGAIN,
  },
  FISCAL_HTML: {
    behaviour: UNFIT_CONTENT,
    sentence: 'O arquivo é uma página de internet, provavelmente uma página de erro gravada como XML.',
    action: AGAIN,
  },
  FISCAL_NOT_XML: {
    behaviour: UNFIT_CONTENT,
    sentence: 'O conteúdo não é um XML.',
    action: WHENCE,
  },
  FISCAL_UNREADABLE: {
    behaviour: UNFIT_CONTENT,
    sentence: 'O arquivo não pôde ser lido como documento.',
    action: AGAIN_KEPT,
  },
  FISCAL_UNDECODABLE: {
    behaviour: UNFIT_CONTENT,
    sentence: 'O texto do arquivo não pôde ser decodificado como {encoding}.',
    action: AGAIN_DAMAGED,
  },
  FISCAL_TOO_LARGE: {
    behaviour: UNFIT_CONTENT,
    sentence: 'O arquivo tem {bytes} bytes, mais do que o limite de {limit}.',
    action: 'Confira se é mesmo um documento fiscal; se for, peça a leitura com um limite maior.',
  },
  FISCAL_FORBIDDEN_MARKUP: {
    behaviour: UNFIT_CONTENT,
    sentence: 'O XML traz uma declaração DOCTYPE ou ENTITY, que nenhum documento fiscal usa e que pode ser um ataque.',
    action: DANGEROUS,
  },
  FISCAL_TOO_COMPLEX: {
    behaviour: UNFIT_CONTENT,
    sentence: 'O XML passa do limite de {limit} {what} e não foi lido por segurança.',
    action: WHENCE,
  },
  FISCAL_TRUNCATED: {
    behaviour: UNFIT_CONTENT,
    sentence: 'O XML está cortado: termina antes do fim do documento.',
    action: AGAIN,
  },
  FISCAL_MALFORMED: {
    behaviour: UNFIT_CONTENT,
    sentence: 'O XML está malformado: {reason}.',
    action: AGAIN,
  },
  FISCAL_CONTROL_CHARACTER: {
    behaviour: UNFIT_CONTENT,
    sentence: 'O XML traz {reason}.',
    action:
      'Baixe o documento de novo no SIEG; se vier igual, peça o XML ao emitente, porque a SEFAZ não autoriza um assim.',
  },
  FISCAL_PACKED_BROKEN: {
    behaviour: UNFIT_CONTENT,
    sentence: 'O XML traz um documento compactado (docZip) que não pôde ser aberto.',
    action: 'Baixe o documento de novo no SIEG pela chave; o original foi guardado como chegou.',
  },
  FISCAL_UNSAFE_NAME: {
    behaviour: UNFIT_CONTENT,
    sentence: 'O XML usa um nome de elemento reservado, que pode ser um ataque.',
    action: DANGEROUS,
  },
  FISCAL_AMBIGUOUS: {
    behaviour: UNFIT_CONTENT,
    sentence: 'O envelope {envelope} traz mais de um conteúdo onde só cabe um, e não se sabe qual vale.',
    action: 'Trate o arquivo como suspeito e baixe o documento de novo no SIEG pela chave.',
  },
  FISCAL_KEY_INVALID: {
    behaviour: UNFIT_CONTENT,
    sentence: 'O documento não traz uma chave de acesso com a forma correta.',
    action: 'Confira a origem do arquivo; um documento autorizado sempre tem chave.',
  },
  FISCAL_NOT_A_DOCUMENT: {
    behaviour: UNFIT_CONTENT,
    sentence: 'O XML é um pedido ou uma mensagem de serviço ({root}), não um documento fiscal.',
    action: 'Nada a fazer: guarde o documento autorizado quando ele chegar.',
  },
  FISCAL_UNKNOWN_LAYOUT: {
    behaviour: UNFIT_CONTENT,
    sentence: 'O XML tem um formato desconhecido ({root}).',
    action: 'Confira se é um documento fiscal e envie um exemplo ao suporte.',
  },
});
