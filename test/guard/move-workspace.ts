import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";
import type { AuditEvent } from "../../src/audit/event.ts";
import { detectText } from "../../src/core/detect/engine.ts";
import type { Detection } from "../../src/core/finding.ts";
import { Secret } from "../../src/core/secret.ts";
import type { Ports } from "../../src/guard/ports.ts";
import { fingerprinterOf } from "../../src/platform/fingerprint.ts";
import { leastkeyHome } from "../../src/platform/home.ts";
import { nodeFiles } from "../../src/platform/node-files.ts";
import { openEmbeddedVault } from "../../src/vaults/embedded.ts";

const passphrase = Secret.of("correct horse");

/** A workspace, a home and a vault in a temporary folder; removed with the test. */
export function moveWorkspace(t: TestContext | undefined, contents: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), "leastkey-move-"));
  t?.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const root = join(folder, "shop");
  mkdirSync(root);
  for (const [path, text] of Object.entries(contents)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return openWorkspace(folder);
}

/** The same again in another process. */
export function openWorkspace(folder: string) {
  const root = join(folder, "shop");
  const home = leastkeyHome({ LEASTKEY_HOME: join(folder, "home") });
  const files = nodeFiles();
  const events: AuditEvent[] = [];
  const clock = { now: () => Date.parse("2026-11-24T06:00:00Z") };
  const ports: Ports = {
    files,
    clock,
    fingerprinter: fingerprinterOf(Buffer.alloc(32, 7)),
    audit: {
      append: (event) => {
        events.push(event);
        return { sequence: events.length, hash: "" };
      },
    },
  };
  const vault = openEmbeddedVault({
    home,
    files,
    clock,
    keychain: undefined,
    passphrase: () => Promise.resolve(passphrase),
    workFactor: 1,
  });
  return { folder, root, home, ports, vault, events, read: (path: string) => readFileSync(join(root, path), "utf8") };
}

/** Every file below a folder with its content. */
export function snapshot(folder: string): Readonly<Record<string, string>> {
  const entries = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => statSync(join(folder, path), { throwIfNoEntry: false })?.isFile() === true)
    .toSorted()
    .map((path) => [path, readFileSync(join(folder, path), "latin1")]);
  return Object.fromEntries(entries) as Readonly<Record<string, string>>;
}

export function detectionsIn(contents: Readonly<Record<string, string>>): readonly Detection[] {
  return Object.entries(contents).flatMap(([path, text]) => detectText(path, text));
}

/** A detection made by hand, where the value and its name are the test's own choice. */
export function detectionOf(path: string, text: string, value: string, name?: string): Detection {
  const start = text.indexOf(value);
  if (start < 0) throw new Error("the value is not in the text");
  const line = text.slice(0, start).split("\n").length;
  return {
    rule: "generic-secret",
    tier: "generic",
    place: { path, start, end: start + value.length, line, column: 1, endLine: line, endColumn: 1 },
    ...(name === undefined ? {} : { name }),
    classification: {
      provider: "unknown",
      kind: "secret",
      environment: "unknown",
      privilege: "unknown",
      expiry: { kind: "unknown" },
      reasons: [],
    },
    value: Secret.of(value),
  };
}
