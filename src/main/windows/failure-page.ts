/** Shown when the application's page has died too often. Served by main itself: it needs nothing of what may be broken. */
export const FAILURE_PAGE = `<!doctype html>
<html lang="pt-BR">
  <head>
    <meta charset="utf-8" />
    <title>Malote</title>
    <link rel="stylesheet" href="/-/failure.css" />
  </head>
  <body>
    <main>
      <h1>A tela do Malote parou de funcionar</h1>
      <p>Ela foi recarregada três vezes e parou de novo. O que estava em andamento continua: os documentos seguem sendo buscados, arquivados e entregues, e nada se perdeu.</p>
      <p>Use o menu <strong>Exibir → Recarregar a tela</strong> (Ctrl+R) para tentar de novo, ou feche e abra o Malote. Se repetir, envie o registro ao suporte: menu <strong>Ajuda → Abrir a pasta de registros</strong>.</p>
    </main>
  </body>
</html>
`;

export const FAILURE_STYLE = `:root { color-scheme: light dark; font-family: system-ui, sans-serif; line-height: 1.5; }
body { display: grid; place-items: center; min-height: 100vh; margin: 0; }
main { max-width: 34rem; padding: 2rem; }
h1 { font-size: 1.25rem; }
`;
