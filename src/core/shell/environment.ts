import { mayHoldCredential } from "./commands.ts";
import type { Invocation, Run } from "./types.ts";

/** Commands that print the environment, or one variable of it that is named like a credential. */
export function checkEnvironment(run: Run, name: string, args: readonly string[], invocation: Invocation): void {
  const variables = args.filter((arg) => !arg.startsWith("-"));
  const shown = name === "printenv" || name === "declare" || name === "typeset" ? variables : [];
  const isDump =
    (dumpsAll(name, args, variables) && !listsNames(invocation.next)) ||
    shown.some((variable) => mayHoldCredential(variable.replace(/=.*/s, "")) && !variable.includes("="));
  if (isDump && run.world.credentialsInEnvironment())
    run.concerns.push({ rule: "environment-dump", about: [], advice: "names-only" });
}

function dumpsAll(name: string, args: readonly string[], variables: readonly string[]): boolean {
  switch (name) {
    case "printenv":
      return variables.length === 0;
    case "env":
      return variables.every((arg) => arg.includes("=")) && !args.includes("--help") && !args.includes("--version");
    case "export":
    case "declare":
    case "typeset":
    case "readonly":
      return variables.length === 0 && !args.some((arg) => /^-[a-zA-Z]*[fF]/.test(arg));
    case "set":
      return args.length === 0;
    default:
      return false;
  }
}

const harmless =
  /^\^?(?:PATH|NODE_ENV|NODE|NODE_VERSION|NPM_CONFIG_\w*|HOME|SHELL|LANG|LC_\w+|PWD|USER|LOGNAME|TERM|EDITOR|CI|JAVA_HOME|GOPATH|GOROOT|VIRTUAL_ENV|CONDA_PREFIX|PYTHONPATH|RUST_LOG|DISPLAY|TZ|HOSTNAME|OSTYPE|CC|CXX|CFLAGS|LDFLAGS|LD_LIBRARY_PATH|DEBUG|PORT|VERBOSE)=?$/;

/** The next stage of the pipe keeps names only, counts, or picks a variable that holds no credential. */
function listsNames(next: readonly string[] | undefined): boolean {
  const [name = "", ...args] = next ?? [];
  switch (name) {
    case "cut":
      return (
        (args.some((arg) => arg === "-d=" || arg === "=") || args.includes("-d")) &&
        args.some((arg) => /^-f1$|^1$/.test(arg))
      );
    case "sed":
      return args.some((arg) => /^s(.)=\.\*(?:\$)?\1\1g?$/.test(arg));
    case "awk":
      return args.some((arg) => /^-F=?$|^=$/.test(arg)) && args.some((arg) => /^\{\s*print \$1;?\s*\}$/.test(arg));
    case "wc":
      return true;
    case "grep":
    case "egrep":
    case "rg": {
      if (args.some((arg) => /^-[a-z]*[cq]|^--count|^--quiet/.test(arg))) return true;
      const patterns = args.filter((arg) => !arg.startsWith("-"));
      return (
        patterns.length > 0 && patterns.every((arg) => harmless.test(arg)) && !args.some((arg) => /^-[a-z]*v/.test(arg))
      );
    }
    default:
      return false;
  }
}

/** `echo $API_KEY`: a variable that this command did not set itself, named like a credential, printed. */
export function checkPrinted(run: Run, source: string, invocation: Invocation): void {
  const names = [...source.matchAll(/\$\{?!?([A-Za-z_]\w*)(:?[+?#%/^,:@-])?/g)]
    .filter((match) => match[2] !== "+" && match[2] !== ":+")
    .map((match) => match[1] ?? "");
  const secret = names.filter((name) => mayHoldCredential(name) && !invocation.scope.variables.has(name));
  if (secret.length > 0 && run.world.credentialsInEnvironment())
    run.concerns.push({ rule: "environment-dump", about: secret, advice: "names-only" });
}
