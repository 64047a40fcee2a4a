import { SOME_CHANNEL } from '../messages/pt-BR/alert-channels';
import { ANSWER, DEFECT, MESSAGE_LATER } from './behaviour';
import { defineErrors } from './define';
import { SHARED_ADVICE } from './shared-advice';

/** Why an alert did not leave. Details hold no password and no address of a webhook, which is itself a secret. */
export const alertsErrors = defineErrors({
  ALERT_EMAIL_INCOMPLETE: {
    behaviour: ANSWER,
    sentence: 'O aviso por e-mail ainda não pode sair: falta {missing}.',
    action: 'Preencha esse campo em Configurações, na parte de avisos, e envie um teste.',
  },
  ALERT_EMAIL_INSECURE: {
    behaviour: ANSWER,
    sentence: 'A conexão com {host} está sem proteção, e a senha do e-mail viajaria aberta pela rede.',
    action: 'Em Configurações, escolha STARTTLS ou TLS, ou deixe o usuário vazio se o servidor não pede senha.',
  },
  ALERT_EMAIL_UNREACHABLE: {
    behaviour: MESSAGE_LATER,
    sentence: 'O servidor de e-mail {host} não respondeu: {reason}.',
    action: 'Confira o nome e a porta do servidor em Configurações e se a rede e o firewall deixam o programa sair.',
  },
  ALERT_EMAIL_NO_ENCRYPTION: {
    behaviour: ANSWER,
    sentence: 'O servidor de e-mail {host} não aceitou uma conexão protegida na porta escolhida.',
    action: 'Confira a porta e a segurança em Configurações: o normal é STARTTLS na porta 587 ou TLS na porta 465.',
  },
  ALERT_EMAIL_CERTIFICATE: {
    behaviour: ANSWER,
    sentence: 'O certificado de segurança do servidor de e-mail {host} não foi aceito: {reason}.',
    action: 'Confira se o nome do servidor está escrito como no certificado e peça a quem cuida dele que o renove.',
  },
  ALERT_EMAIL_AUTH: {
    behaviour: ANSWER,
    sentence: 'O servidor de e-mail {host} recusou o usuário ou a senha.',
    action: 'Informe o usuário e a senha de novo em Configurações; alguns provedores exigem uma senha de aplicativo.',
  },
  ALERT_EMAIL_POLICY: {
    behaviour: ANSWER,
    sentence:
      'O servidor de e-mail {host} não deixa enviar com usuário e senha: a política da organização proíbe (resposta {status}).',
    action:
      'A senha não está errada: peça ao administrador do Microsoft 365 que permita o SMTP autenticado para esta caixa de correio, ou use outro servidor de envio, ou o aviso por webhook.',
  },
  ALERT_EMAIL_REFUSED: {
    behaviour: ANSWER,
    sentence: 'O servidor de e-mail {host} recusou {what} (resposta {status}).',
    action: 'Confira em Configurações os endereços do remetente e dos destinatários.',
  },
  ALERT_EMAIL_BUSY: {
    behaviour: MESSAGE_LATER,
    sentence: 'O servidor de e-mail {host} não pôde aceitar o aviso agora (resposta {status}).',
    action: 'Aguarde: o programa tenta de novo sozinho; se repetir, fale com quem cuida do servidor de e-mail.',
  },
  ALERT_WEBHOOK_MISSING: {
    behaviour: ANSWER,
    sentence: 'O aviso por webhook ainda não pode sair: falta o endereço.',
    action: 'Cole em Configurações o endereço que o Teams ou o Slack deu para o canal.',
  },
  ALERT_WEBHOOK_ADDRESS: {
    behaviour: ANSWER,
    sentence: 'O endereço do webhook não serve: ele precisa ser completo e começar com https://.',
    action: 'Copie o endereço de novo no Teams ou no Slack e cole-o em Configurações.',
  },
  ALERT_WEBHOOK_UNREACHABLE: {
    behaviour: MESSAGE_LATER,
    sentence: 'O servidor do webhook não respondeu: {reason}.',
    action: 'Verifique a internet do escritório e se o firewall deixa o programa sair.',
  },
  ALERT_WEBHOOK_CERTIFICATE: {
    behaviour: ANSWER,
    sentence: 'O certificado de segurança do servidor do webhook não foi aceito: {reason}.',
    action: SHARED_ADVICE.clockOrProxy,
  },
  ALERT_WEBHOOK_REDIRECTED: {
    behaviour: ANSWER,
    sentence: 'O endereço do webhook mandou o aviso para outro lugar (resposta {status}), e ele não foi seguido.',
    action: 'Copie o endereço de novo no Teams ou no Slack: o antigo pode ter sido desligado.',
  },
  ALERT_WEBHOOK_REFUSED: {
    behaviour: ANSWER,
    sentence: 'O servidor do webhook recusou o aviso (resposta {status}).',
    action:
      'Confira em Configurações o formato, Teams ou Slack, e copie o endereço de novo: o antigo pode ter expirado.',
  },
  ALERT_WEBHOOK_BUSY: {
    behaviour: MESSAGE_LATER,
    sentence: 'O servidor do webhook não pôde aceitar o aviso agora (resposta {status}).',
    action: 'Aguarde: o programa tenta de novo sozinho.',
  },
  ALERT_WEBHOOK_PROXY_LOGIN: {
    behaviour: ANSWER,
    sentence: 'O proxy da rede pediu usuário e senha, e o aviso não chegou ao webhook.',
    action: SHARED_ADVICE.passTheProxy,
  },
  ALERT_WEBHOOK_PROXY: {
    behaviour: MESSAGE_LATER,
    sentence:
      'No lugar do servidor do webhook respondeu uma página da rede, como a de um proxy ou de um portal de acesso.',
    action:
      'Aguarde: o programa tenta de novo sozinho; se repetir, peça a quem cuida da rede que deixe o Malote chegar ao endereço do webhook.',
  },
  ALERT_TIMEOUT: {
    behaviour: MESSAGE_LATER,
    sentence: 'O aviso não saiu em {seconds} segundos.',
    action: 'Aguarde: o programa tenta de novo sozinho; se repetir, envie um teste em Configurações.',
  },
  ALERT_DESKTOP_UNAVAILABLE: {
    behaviour: ANSWER,
    sentence: 'Notificações na tela só existem na janela do Malote.',
    action: 'Abra o Malote e use o botão de teste em Configurações.',
  },
  ALERT_DESKTOP_FAILED: {
    behaviour: ANSWER,
    sentence: 'A notificação não pôde ser mostrada nesta tela: {reason}.',
    action: 'Confira se as notificações do Malote estão permitidas neste computador; o aviso continua na lista.',
  },
  ALERT_NONE_ON: {
    behaviour: ANSWER,
    sentence: `Nenhum aviso por ${SOME_CHANNEL} está ligado nas configurações.`,
    action: 'Ligue um deles em Configurações, ou escolha um para testar com --channel.',
  },
  ALERT_CHANNEL_BROKEN: {
    behaviour: DEFECT,
    sentence: 'O aviso não saiu por um erro do próprio programa ({reason}).',
    action: 'Envie o registro (log) ao suporte; o aviso continua na lista do Malote.',
  },
});
