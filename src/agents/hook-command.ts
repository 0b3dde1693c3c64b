/**
 * The commands that hook entries run. They find the launcher at run time, because a file that is committed may hold
 * no machine path. Where Leastkey is installed and its launcher breaks, the call is refused (exit 2); where it is not
 * installed, the call passes with a notice on stderr, or is refused when the project requires Leastkey.
 */
export interface HookCommand {
  readonly agent: string;
  /** Refuse every call on a machine without Leastkey. */
  readonly require: boolean;
  /** What must stand on stdout for a call to pass; most agents want nothing. */
  readonly pass?: string;
}

const absent = "leastkey: not installed here, so this call was not checked for credentials";
const absentRequired = "leastkey: this project requires Leastkey, which is not installed here";
const broken = "leastkey: the launcher failed, so the call is refused; run leastkey doctor";

/**
 * For any shell: the script runs in `sh`, so that fish and PowerShell users are served too, and holds no single quote.
 * Default folders as in platform/home.ts.
 */
export function posixCommand(command: HookCommand): string {
  const find =
    'if [ -n "${LEASTKEY_HOME:-}" ]; then set -- "$LEASTKEY_HOME"; else ' +
    'set -- "${XDG_DATA_HOME:-$HOME/.local/share}/leastkey" "$HOME/Library/Application Support/leastkey" ' +
    '"${LOCALAPPDATA:-$HOME/AppData/Local}/leastkey"; fi; ' +
    'l=; for d do for f in leastkey leastkey.cmd; do if [ -z "$l" ] && [ -f "$d/bin/$f" ]; then l="$d/bin/$f"; fi; done; done';
  return `sh -c '${runPosix(find, command)}'`;
}

function runPosix(find: string, command: HookCommand): string {
  const pass = command.pass === undefined ? "" : `echo "${escapeDouble(command.pass)}"; `;
  const without = command.require ? `echo "${absentRequired}" >&2; exit 2` : `echo "${absent}" >&2; ${pass}exit 0`;
  return (
    `${find}; if [ -z "$l" ] || [ ! -f "$l" ]; then ${without}; fi; "$l" hook ${command.agent}; s=$?; ` +
    `case $s in 0|2) exit $s;; esac; echo "${broken}" >&2; exit 2`
  );
}

const escapeDouble = (text: string): string => text.replace(/[\\"$`]/g, "\\$&").replaceAll("'", `'"'"'`);

/** A PowerShell script, for agents that run one themselves. Without double quotes, so that it fits in a command line. */
export function powershellScript(command: HookCommand): string {
  const find =
    "$d = if ($env:LEASTKEY_HOME) { $env:LEASTKEY_HOME } elseif ($env:LOCALAPPDATA) { Join-Path $env:LOCALAPPDATA 'leastkey' } " +
    "else { Join-Path $HOME '.local/share/leastkey' }; " +
    "$l = @('leastkey.cmd', 'leastkey') | ForEach-Object { Join-Path $d ('bin/' + $_) } | " +
    "Where-Object { Test-Path -LiteralPath $_ } | Select-Object -First 1";
  const pass = command.pass === undefined ? "" : `[Console]::Out.WriteLine(${quotePowershell(command.pass)}); `;
  const without = command.require
    ? `[Console]::Error.WriteLine('${absentRequired}'); exit 2`
    : `[Console]::Error.WriteLine('${absent}'); ${pass}exit 0`;
  return (
    `${find}; if (-not $l) { ${without} }; ` +
    "$OutputEncoding = New-Object System.Text.UTF8Encoding $false; " +
    `$input | & $l hook ${command.agent}; $s = $LASTEXITCODE; if ($s -eq 0 -or $s -eq 2) { exit $s }; ` +
    `[Console]::Error.WriteLine('${broken}'); exit 2`
  );
}

const quotePowershell = (text: string): string => `'${text.replaceAll("'", "''").replaceAll('"', '`"')}'`;

/** A whole command line for cmd.exe. */
export function windowsCommand(command: HookCommand): string {
  return `powershell -NoProfile -NonInteractive -ExecutionPolicy Bypass -Command "${powershellScript(command)}"`;
}
