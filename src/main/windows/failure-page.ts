import { failurePageMessages as words } from '../../shared/messages/pt-BR/desktop/menu';

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
      <h1>${words.title}</h1>
      <p>${words.text}</p>
      <p>${words.advice((text) => `<strong>${text}</strong>`)}</p>
    </main>
  </body>
</html>
`;

export const FAILURE_STYLE = `:root { color-scheme: light dark; font-family: system-ui, sans-serif; line-height: 1.5; }
body { display: grid; place-items: center; min-height: 100vh; margin: 0; }
main { max-width: 34rem; padding: 2rem; }
h1 { font-size: 1.25rem; }
`;
