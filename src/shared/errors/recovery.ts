import { ANSWER, REFUSAL } from './behaviour';
import { defineErrors } from './define';
import { SHARED_ADVICE } from './shared-advice';

export const recoveryErrors = defineErrors({
  RECOVERY_IN_PROGRESS: {
    behaviour: REFUSAL,
    sentence: 'Já há uma recuperação em andamento nesta pasta de trabalho (processo {pid} em {host}, desde {since}).',
    action: SHARED_ADVICE.waitForTheOther,
  },
  RECOVERY_UNKNOWN: {
    behaviour: ANSWER,
    sentence: 'A recuperação {id} não existe.',
    action: 'Veja a lista das recuperações ou planeje uma nova a partir de uma auditoria.',
  },
  RECOVERY_NOTHING_TO_DO: {
    behaviour: ANSWER,
    sentence: 'Nada do que foi escolhido pode ser recuperado.',
    action:
      'Escolha órfãos, cancelados dados por válidos, faltantes, sumidos do disco ou alterados; fora do lugar, renomeados e sem registro têm as correções; os outros achados são para conferir um a um.',
  },
  RECOVERY_ALREADY_MENDED: {
    behaviour: ANSWER,
    sentence: 'Tudo o que foi escolhido, e que pode ser recuperado, já foi resolvido depois da auditoria.',
    action: 'Faça outra auditoria para ver o que ainda falta.',
  },
  RECOVERY_BEGUN: {
    behaviour: ANSWER,
    sentence: 'A recuperação {id} já começou e o plano não muda mais.',
    action: 'Pare-a e planeje outra.',
  },
  RECOVERY_NOT_AT_SIEG: {
    behaviour: ANSWER,
    sentence: 'O SIEG respondeu que não tem o documento {identity}.',
    action: 'Peça o XML a quem o emitiu, ou baixe-o do portal da SEFAZ, e ponha-o na pasta da empresa.',
  },
  RECOVERY_NOT_ON_PAGES: {
    behaviour: ANSWER,
    sentence:
      'As páginas do dia de {identity}, que não tem chave de acesso, foram pedidas de novo ao SIEG e não o trouxeram.',
    action: 'Peça o XML a quem o emitiu, ou baixe-o do portal da prefeitura, e ponha-o na pasta da empresa.',
  },
  RECOVERY_NO_KEY: {
    behaviour: ANSWER,
    sentence:
      'O documento {identity} não tem chave de acesso, e não se sabe de que mês ele é: não há como pedi-lo ao SIEG.',
    action: 'Peça o XML a quem o emitiu e ponha-o na pasta da empresa.',
  },
  RECOVERY_OTHER_BYTES: {
    behaviour: ANSWER,
    sentence: 'O SIEG deu outro conteúdo do documento {identity}; ele foi guardado à parte.',
    action: 'Compare os dois conteúdos; o que estava registrado não foi trocado.',
  },
  REREAD_UNKNOWN: {
    behaviour: ANSWER,
    sentence: 'A releitura {id} não existe.',
    action: 'Veja a lista das releituras com malote reread --list.',
  },
  REREAD_WRONG_STATE: {
    behaviour: ANSWER,
    sentence: 'A releitura {id} já foi desfeita.',
    action: 'Nada a fazer; para ler de novo o que ficou sem leitura, use malote reread.',
  },
  CORRECTION_UNKNOWN: {
    behaviour: ANSWER,
    sentence: 'A correção {id} não existe.',
    action: 'Veja a lista das correções.',
  },
  CORRECTION_WRONG_STATE: {
    behaviour: ANSWER,
    sentence: 'A correção {id} não está mais em um estado que permita isso.',
    action: 'Veja a lista das correções; faça outra auditoria e proponha uma nova, se ainda for preciso.',
  },
  CORRECTION_NOTHING_TO_DO: {
    behaviour: ANSWER,
    sentence: 'A auditoria {id} não achou nada que uma correção possa pôr no lugar.',
    action:
      'Só arquivos fora do lugar, renomeados e sem registro podem ser corrigidos; veja os outros achados um a um.',
  },
  CORRECTION_NO_PLACE: {
    behaviour: ANSWER,
    sentence: 'O Malote não sabe dizer para onde {path} deveria ir.',
    action: 'Abra o arquivo, veja de quem e de quando ele é e leve-o à mão para a pasta certa.',
  },
  CORRECTION_TARGET_FILED: {
    behaviour: ANSWER,
    sentence: 'O registro já tem este documento no lugar para onde {path} iria.',
    action: 'Nada falta: compare os dois arquivos e apague à mão o que está na pasta errada.',
  },
  CORRECTION_SAME_PLACE: {
    behaviour: ANSWER,
    sentence: 'Outro arquivo desta correção vai para o mesmo lugar que {path}.',
    action: 'Aplique a correção e faça outra auditoria: o que sobrar será mostrado como cópia.',
  },
  CORRECTION_NOT_ADOPTABLE: {
    behaviour: ANSWER,
    sentence: 'O arquivo {path} não é um documento ou evento único, e por isso não passa para o registro.',
    action: 'Abra o arquivo e veja o que ele traz; se não precisar dele no acervo, tire-o à mão.',
  },
  CORRECTION_HELD: {
    behaviour: ANSWER,
    sentence: 'O documento do arquivo {path} entrou no registro por outro caminho depois da auditoria.',
    action: 'Faça outra auditoria: se o arquivo for uma cópia a mais, ela o dirá.',
  },
  CORRECTION_FILE_GONE: {
    behaviour: ANSWER,
    sentence: 'O arquivo {path} não está mais onde a auditoria o achou.',
    action: 'Faça outra auditoria, que diz onde as coisas estão agora.',
  },
  CORRECTION_FILE_CHANGED: {
    behaviour: ANSWER,
    sentence: 'O arquivo {path}, ou o registro dele, mudou depois da auditoria.',
    action: 'Faça outra auditoria e proponha a correção de novo.',
  },
  CORRECTION_TARGET_TAKEN: {
    behaviour: ANSWER,
    sentence: 'Já há um arquivo no lugar para onde {path} iria; nada foi sobrescrito.',
    action: 'Compare os dois arquivos e decida qual fica.',
  },
  CORRECTION_NOT_ADOPTED: {
    behaviour: ANSWER,
    sentence: 'O arquivo {path} não pôde passar para o registro.',
    action: 'Abra o arquivo e veja o que ele traz; ele ficou onde está.',
  },
  CORRECTION_IN_USE: {
    behaviour: ANSWER,
    sentence:
      'O documento do arquivo {path} já foi usado no registro, por exemplo por uma entrega, e por isso fica lá.',
    action: 'Nada a fazer: o que foi entregue não pode ser esquecido.',
  },
});
