import { EventEmitter, type Uri } from "vscode";
import { bearsSecrets, type Finding, type ProtectedPath, type Tier, tiers } from "../core/finding.ts";
import { Disposables } from "./disposables.ts";

/** What is known about one file. */
export interface FileState {
  readonly uri: Uri;
  readonly findings: readonly Finding[];
  /** Secret by its name, or by a finding on disk. */
  readonly secret: ProtectedPath | undefined;
  /** The version of the document that the findings' places count in; undefined: as it was on disk. */
  readonly version: number | undefined;
}

export interface FolderScan {
  readonly folder: Uri;
  /** Findings and protected paths by URI string. */
  readonly files: ReadonlyMap<string, Omit<FileState, "version">>;
}

export interface Totals {
  readonly findings: number;
  readonly files: number;
  readonly byTier: Readonly<Record<Tier, number>>;
}

/**
 * The findings of every file: from the last scan of each folder, and for open documents from their text as it is now.
 * Everything on screen is answered from here, never by scanning.
 */
export class Findings {
  readonly #own = new Disposables();
  readonly #changed = this.#own.add(new EventEmitter<readonly Uri[]>());
  readonly #scanned = new Map<string, FileState>();
  /** Without what the disk says, which the last scan knows better. */
  readonly #open = new Map<string, Omit<FileState, "secret">>();
  readonly onDidChange = this.#changed.event;

  /** Takes the place of all that an earlier scan of the folder said. */
  replaceFolder(scan: FolderScan): void {
    const touched = new Map<string, Uri>();
    const prefix = folderPrefix(scan.folder);
    for (const [key, state] of this.#scanned) {
      if (!key.startsWith(prefix)) continue;
      touched.set(key, state.uri);
      this.#scanned.delete(key);
    }
    for (const [key, state] of scan.files) {
      touched.set(key, state.uri);
      this.#scanned.set(key, { ...state, version: undefined });
    }
    this.#changed.fire([...touched.values()]);
  }

  replaceDocument(uri: Uri, version: number, findings: readonly Finding[]): void {
    this.#open.set(uri.toString(), { uri, findings, version });
    this.#changed.fire([uri]);
  }

  /** A document that closed without being saved: what the disk holds counts again. */
  closeDocument(uri: Uri): void {
    if (this.#open.delete(uri.toString())) this.#changed.fire([uri]);
  }

  /** What was typed is on disk now, so it outlives the document. */
  saveDocument(uri: Uri): void {
    const state = this.#open.has(uri.toString()) ? this.file(uri) : undefined;
    if (state !== undefined) this.#scanned.set(uri.toString(), { ...state, version: undefined });
  }

  /** Files that are gone, and all that was known below folders that are. */
  forget(uris: readonly Uri[]): void {
    const gone = new Map(uris.map((uri) => [uri.toString(), uri]));
    for (const uri of uris) {
      for (const files of [this.#open, this.#scanned]) {
        for (const [key, state] of files) {
          if (key !== uri.toString() && !key.startsWith(folderPrefix(uri))) continue;
          files.delete(key);
          gone.set(key, state.uri);
        }
      }
    }
    this.#changed.fire([...gone.values()]);
  }

  file(uri: Uri): FileState | undefined {
    const scanned = this.#scanned.get(uri.toString());
    const open = this.#open.get(uri.toString());
    return open === undefined ? scanned : { ...open, secret: scanned?.secret };
  }

  files(): readonly FileState[] {
    const all = new Map(this.#scanned);
    for (const [key, open] of this.#open) all.set(key, { ...open, secret: this.#scanned.get(key)?.secret });
    return [...all.values()].filter(({ findings, secret }) => findings.length > 0 || secret !== undefined);
  }

  totals(lowest: Tier = "generic"): Totals {
    return totalsOf(this.files(), lowest);
  }

  dispose(): void {
    this.#own.dispose();
  }
}

export function totalsOf(states: readonly Pick<FileState, "findings">[], lowest: Tier): Totals {
  const byTier = { verified: 0, likely: 0, generic: 0, weak: 0 };
  let files = 0;
  for (const { findings } of states) {
    const shown = findings.filter(({ tier }) => isShown(tier, lowest));
    for (const { tier } of shown) byTier[tier]++;
    if (shown.length > 0) files++;
  }
  return { findings: tiers.reduce((sum, tier) => sum + byTier[tier], 0), files, byTier };
}

/** Whether a finding is as sure as the setting asks. */
export function isShown(tier: Tier, lowest: Tier): boolean {
  return tiers.indexOf(tier) <= tiers.indexOf(lowest);
}

/** The surest tier among findings; undefined when none of them makes a file secret-bearing. */
export function worstTier(findings: readonly Finding[]): Tier | undefined {
  return tiers.find((tier) => bearsSecrets(tier) && findings.some((finding) => finding.tier === tier));
}

function folderPrefix(folder: Uri): string {
  const text = folder.toString();
  return text.endsWith("/") ? text : `${text}/`;
}
