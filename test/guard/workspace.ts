import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { secretByName } from "../../src/core/detect/secret-names.ts";
import { Secret } from "../../src/core/secret.ts";
import type { AgentCall } from "../../src/core/verdict.ts";
import type { DecideContext } from "../../src/guard/decide-context.ts";
import { writeIndex } from "../../src/guard/write-index.ts";
import { machineFingerprinter } from "../../src/platform/fingerprint.ts";
import { leastkeyHome } from "../../src/platform/home.ts";
import { nodeFiles } from "../../src/platform/node-files.ts";

/** Built here: the repository holds nothing that looks live. */
export const planted = ["rw", "tok", "7f3kQ9", "xZ2mV8", "bN4pL6", "tR1s"].join("_");

export interface Workspace {
  readonly root: string;
  readonly homeRoot: string;
  readonly context: DecideContext;
  call(command: string, extra?: Partial<AgentCall>): AgentCall;
}

const content: Readonly<Record<string, string>> = {
  ".env": `API_TOKEN=${planted}\n`,
  ".env.example": "API_TOKEN=\n",
  "secrets/prod.pem": "not a real key\n",
  "scripts/cleanup.py": `TOKEN = "${planted}"\n`,
  "src/app.js": "console.log('hi')\n",
  "src/lib/util.ts": "export const one = 1;\n",
  "test/app.test.js": "test\n",
  "docs/setup.md": "# set up\n",
  "config/settings.json": "{}\n",
  "package.json": "{}\n",
  "README.md": "# shop\n",
  Makefile: "all:\n",
  Dockerfile: "FROM node\n",
};

/** A workspace on disk with a .env, a key file, a stray script with a token, links to them, and its index. */
export function makeWorkspace(): Workspace {
  const base = realpathSync(mkdtempSync(join(tmpdir(), "leastkey-ws-")));
  const root = join(base, "shop");
  for (const [path, text] of Object.entries(content)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  symlinkSync(".env", join(root, "notes.txt"));
  symlinkSync(join(root, "secrets"), join(base, "elsewhere"));
  execFileSync("git", ["init", "-q"], { cwd: root });
  const homeRoot = join(base, "home", "leastkey");
  const home = leastkeyHome({ LEASTKEY_HOME: homeRoot });
  const files = nodeFiles();
  const fingerprinter = machineFingerprinter(home);
  const entry = fingerprinter.tripwire(Secret.of(planted), "Railway token (production)");
  writeIndex(
    root,
    {
      protectedPaths: [
        { path: ".env", because: "name", reason: "named like an environment file" },
        { path: "secrets/prod.pem", because: "name", reason: "named like a private key" },
        { path: "scripts/cleanup.py", because: "finding", reason: "Railway token (production)" },
      ],
      values: entry === undefined ? [] : [entry],
    },
    { files, clock: { now: () => 0 }, fingerprinter },
    home,
  );
  const context = { files, fingerprinter, home, userHome: join(base, "home"), secretByName };
  return {
    root,
    homeRoot,
    context,
    call: (command, extra = {}) => ({
      agent: "claude-code",
      event: "PreToolUse",
      tool: "Bash",
      call: { kind: "shell", commands: [command] },
      cwd: root,
      strings: [command],
      ...extra,
    }),
  };
}
