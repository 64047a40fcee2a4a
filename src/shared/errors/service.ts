import { ANSWER, REMARK } from './behaviour';
import { defineErrors } from './define';

/** What stands in the way of a program that runs without a person, or is told of it before it is installed. */
export const serviceErrors = defineErrors({
  SERVICE_NO_MANAGER: {
    behaviour: ANSWER,
    sentence: 'Este sistema não tem quem mantenha um serviço de pé ({missing}).',
    action: 'No Linux, use um sistema com systemd; sem ele, ponha "malote service run" em quem inicia os programas.',
  },
  SERVICE_NEEDS_ADMINISTRATOR: {
    behaviour: ANSWER,
    sentence: 'Só um administrador pode instalar uma tarefa que começa com o computador.',
    action: 'Abra o terminal com "Executar como administrador" e repita o comando.',
  },
  SERVICE_NOT_INSTALLED: {
    behaviour: ANSWER,
    sentence: 'O serviço do Malote não está instalado.',
    action: 'Instale-o com "malote service install".',
  },
  SERVICE_INSTALLED: {
    behaviour: REMARK,
    sentence: 'O serviço já está instalado ({place}).',
    action: 'Instalar de novo troca a definição dele pela que este comando mostra com --print.',
  },
  SERVICE_OTHER_WORKSPACE: {
    behaviour: ANSWER,
    sentence: 'O serviço que está instalado trabalha em outra pasta de trabalho: {place}.',
    action: 'Diga a mesma pasta com --workspace, ou instale o serviço de novo para esta.',
  },
  SERVICE_UNCONFIGURED: {
    behaviour: ANSWER,
    sentence: 'O serviço não teria o que fazer, porque as configurações não estão completas: {reason}',
    action: 'Complete as configurações na janela, ou em settings.json, antes de instalar o serviço.',
  },
  SERVICE_KEY_UNREACHABLE: {
    behaviour: ANSWER,
    sentence: 'O serviço não acharia a chave do SIEG: ninguém está lá para digitá-la, e {file} não existe.',
    action:
      'Grave nesse arquivo só a chave, de modo que apenas a conta do serviço o leia (chmod 600), e repita; melhor ainda, cifrado com systemd-creds, com .cred no fim do nome.',
  },
  SERVICE_KEY_OPEN: {
    behaviour: ANSWER,
    sentence: 'Outras contas deste computador podem ler a chave do SIEG em {file}.',
    action: 'Tire delas a leitura (chmod 600) e repita o comando.',
  },
  SERVICE_KEY_IN_WINDOW: {
    behaviour: REMARK,
    sentence: 'No Windows, o serviço usa a chave que a janela guardou para a mesma conta.',
    action: 'Entre uma vez com a conta do serviço, abra o Malote e guarde a chave em Configurações.',
  },
  SERVICE_DRIVE_LETTER: {
    behaviour: ANSWER,
    sentence: 'Um serviço não vê a letra {letter}:, que está em {field} ({path}).',
    action: 'Em Configurações, ponha no lugar o caminho do servidor: {share}.',
  },
  SERVICE_NO_LINGER: {
    behaviour: REMARK,
    sentence: 'Este serviço é de um usuário e, sem que o sistema o deixe ficar, termina quando ele sai.',
    action: 'Como administrador: loginctl enable-linger {user}.',
  },
  SERVICE_PROGRAM_MISSING: {
    behaviour: ANSWER,
    sentence: 'O programa que o serviço iniciaria não está em {place}.',
    action: 'Instale o Malote, ou diga com --program onde está o Malote.exe.',
  },
  SERVICE_COMMAND_FAILED: {
    behaviour: ANSWER,
    sentence: 'O sistema recusou {command}: {reason}.',
    action: 'Confira as permissões desta conta: "malote service validate" diz o que falta.',
  },
});
