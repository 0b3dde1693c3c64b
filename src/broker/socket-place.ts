import { randomBytes } from "node:crypto";
import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import { LeastkeyError } from "../core/errors.ts";
import type { Home } from "../platform/home.ts";

/** sun_path holds 104 bytes on macOS and 108 on Linux. */
const maxAddress = 100;

export interface SocketPlace {
  readonly address: string;
  /** What clients find the broker by: its address and the folders it is for. */
  readonly card: string;
}

const cardShape = v.object({ version: v.literal(1), pid: v.number(), address: v.string(), roots: v.array(v.string()) });
export type BrokerCard = v.InferOutput<typeof cardShape>;

const folderOf = (home: Pick<Home, "root">): string => join(home.root, "broker");

/** The folder of this user's brokers, made for it alone; refused where somebody else made it, or it is a link. */
export function preparePlace(home: Pick<Home, "root">, pid = process.pid): SocketPlace {
  const folder = privateFolder(folderOf(home));
  const card = join(folder, `${String(pid)}.json`);
  if (process.platform === "win32") {
    return { address: `\\\\.\\pipe\\leastkey-${String(pid)}-${randomBytes(8).toString("hex")}`, card };
  }
  const near = join(folder, `${String(pid)}.sock`);
  const address = near.length <= maxAddress ? near : join(shortFolder(), `${String(pid)}.sock`);
  rmSync(address, { force: true }); // of a dead process that had this number
  return { address, card };
}

function shortFolder(): string {
  const base = process.env["XDG_RUNTIME_DIR"] ?? tmpdir();
  return privateFolder(join(base, `leastkey-${String(userInfo().uid)}`));
}

/** Exported for the client, which trusts no folder that others can write. */
function privateFolder(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  checkOwn(folder, "directory");
  if (process.platform !== "win32") chmodSync(folder, 0o700);
  return folder;
}

/** Throws when what is there is a link, of another kind, or another user's. */
export function checkOwn(path: string, kind: "directory" | "socket"): void {
  const found = lstatSync(path);
  const isKind = kind === "directory" ? found.isDirectory() : found.isSocket();
  const isOurs = process.getuid === undefined || found.uid === process.getuid();
  if (isKind && isOurs) return;
  const why = isKind ? "belongs to another user" : `is a link or no ${kind}`;
  throw new LeastkeyError("home.unusable", `${path} ${why}`, "look at it, remove it, and try again");
}

export function writeCard(place: SocketPlace, roots: readonly string[]): void {
  const card: BrokerCard = { version: 1, pid: process.pid, address: place.address, roots: [...roots] };
  writeFileSync(place.card, `${JSON.stringify(card)}\n`, { mode: 0o600 });
}

export function removePlace({ address, card }: SocketPlace): void {
  rmSync(card, { force: true });
  if (process.platform !== "win32") rmSync(address, { force: true });
}

/** Brokers that say they are there, the one whose folder holds `cwd` most closely first. */
export function brokersFor(home: Pick<Home, "root">, cwd: string): readonly BrokerCard[] {
  const folder = folderOf(home);
  const closeness = ({ roots }: BrokerCard): number =>
    Math.max(0, ...roots.filter((root) => cwd === root || cwd.startsWith(`${root}/`)).map(({ length }) => length));
  return cardsIn(folder).toSorted((a, b) => closeness(b) - closeness(a));
}

function cardsIn(folder: string): readonly BrokerCard[] {
  let names: readonly string[];
  try {
    checkOwn(folder, "directory");
    names = readdirSync(folder).filter((name) => name.endsWith(".json"));
  } catch {
    return []; // no broker was ever started here, or the folder is not to be trusted
  }
  return names.flatMap((name) => readCard(join(folder, name)));
}

function readCard(path: string): readonly BrokerCard[] {
  try {
    return [v.parse(cardShape, JSON.parse(readFileSync(path, "utf8")))];
  } catch {
    return []; // half written, or just removed
  }
}
