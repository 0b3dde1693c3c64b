// What main.ts loads (dist/hook-program.js): the hook without its start.
export { hookMain, warmUp } from "./run.ts";
