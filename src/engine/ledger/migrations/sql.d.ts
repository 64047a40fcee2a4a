/** The text of a statement file, put into the bundle by Vite, which makes all of them: program, tests, benches. */
declare module '*.sql?raw' {
  const text: string;
  export default text;
}
