/** Letters that English does not have. */
const ACCENTED = /[áàâãéêíóôõúçÁÀÂÃÉÊÍÓÔÕÚÇ]/;
/** Words that join others in Portuguese, or that an office uses, and that mean nothing in English, in XML or in a path. */
const JOINING =
  /(?:^|[\s(“"'])(?:ainda|antes|ao|aos|cada|da|das|de|dela|dele|depois|dos|em|entre|esse|esta|estas|este|estes|essa|foi|foram|ficou|mais|nada|na|nas|nem|nenhum|nenhuma|nos|nova|novo|os|ou|outra|outro|para|pela|pelo|por|quando|que|se|sem|seu|sua|sob|sobre|todas|todos|um|uma|abra|abrir|apagar|arquivos?|avisos?|confira|continuar|copiar|documentos?|empresas?|escolha|escolher|fechar|feche|iniciar|mostrar|parar|pastas?|salvar|tentar|verifique)(?=$|[\s,.:;)”"'?!])/i;
const TWO_WORDS = /\p{L}\S*\s+\S*\p{L}/u;
const A_WORD = /\p{L}{2}/u;
/** A statement may name a folder of the archive, and its short names are no words. */
const SQL = /\b(?:SELECT|INSERT|UPDATE|DELETE)\b[^]*\b(?:FROM|INTO|SET)\b/;

/** @param {string} text */
function isPortuguese(text) {
  if (SQL.test(text)) return false;
  return ACCENTED.test(text) || (TWO_WORDS.test(text) && JOINING.test(text));
}

/**
 * No Portuguese in the literals of a program: a sentence stands once, in `src/shared/messages`, whoever shows it.
 * @type {import('eslint').Rule.RuleModule}
 */
export const rule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      sentence: 'What people read stands in src/shared/messages/pt-BR (or with its error code): "{{ text }}".',
    },
  },
  create: (context) => {
    /**
     * @param {any} node
     * @param {string} text
     */
    function check(node, text) {
      if (!isPortuguese(text)) return;
      context.report({ node, messageId: 'sentence', data: { text: text.trim().slice(0, 60) } });
    }
    return {
      Literal: (/** @type {any} */ node) => {
        if (typeof node.value === 'string') check(node, node.value);
      },
      TemplateElement: (/** @type {any} */ node) => check(node, node.value.cooked ?? ''),
      JSXText: (/** @type {any} */ node) => {
        if (A_WORD.test(node.value))
          context.report({ node, messageId: 'sentence', data: { text: String(node.value).trim() } });
      },
    };
  },
};
