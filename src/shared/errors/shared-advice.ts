/** What several errors advise. */
export const SHARED_ADVICE = {
  clockOrProxy: 'Verifique a data e a hora desta máquina e se um proxy ou antivírus intercepta as conexões seguras.',
  passTheProxy:
    'Peça a quem cuida da rede que deixe este computador passar sem senha, ou que ponha usuário e senha no endereço do proxy (HTTPS_PROXY); proxies que pedem a senha do Windows (NTLM, Kerberos) não são atendidos.',
  waitForTheOther:
    'Espere que ela termine ou pare-a; se aquele programa foi encerrado à força, tente de novo em 30 segundos.',
  saveAsXlsx: 'Abra o arquivo no Excel, salve-o de novo como .xlsx e tente outra vez.',
} as const;
