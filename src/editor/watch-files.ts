import { type Disposable, type LogOutputChannel, ProgressLocation, type Uri, workspace } from "vscode";
import { inBackground } from "./background.ts";
import { Disposables } from "./disposables.ts";
import { placeOf } from "./folders.ts";
import { inTurns } from "./in-turns.ts";
import type { WorkspaceScan } from "./workspace-scan.ts";

/** Trees of other people's or generated files, and version control's own. */
const foreign =
  /(^|\/)(\.git|\.hg|\.svn|\.jj|node_modules|bower_components|dist|build|out|target|coverage|vendor|__pycache__|\.venv|venv|\.tox|\.next|\.nuxt|\.gradle|\.terraform|\.cache)\//;
/** Files that change in a burst (a checkout, an install) are looked at when it is over. */
const quietMs = 1_000;
/** More than this at once, and the whole folder is scanned, which knows what git ignores. */
const most = 200;

/** Follows what happens to files outside of the editor as well: an agent's edit, a checkout, a new .env. */
export function watchFiles(scan: WorkspaceScan, log: LogOutputChannel): Disposable {
  const own = new Disposables();
  let told: Uri[] = [];
  let timer: NodeJS.Timeout | undefined;
  const look = (): void => {
    timer = undefined;
    const uris = told;
    told = [];
    inBackground(lookAgain(scan, uris), "scan of changed files", log);
  };
  const note = (uri: Uri): void => {
    told.push(uri);
    timer = timer === undefined ? setTimeout(look, quietMs) : timer.refresh();
  };
  const watcher = own.add(workspace.createFileSystemWatcher("**/*"));
  own.add(watcher.onDidCreate(note));
  own.add(watcher.onDidChange(note));
  own.add(watcher.onDidDelete(note));
  own.add({ dispose: () => clearTimeout(timer) });
  return own;
}

async function lookAgain(scan: WorkspaceScan, uris: readonly Uri[]): Promise<void> {
  const changed = new Map<string, Uri>();
  await inTurns(uris, (uri) => {
    const place = changed.size > most ? undefined : placeOf(uri);
    if (place !== undefined && !foreign.test(place.path)) changed.set(uri.toString(), uri);
  });
  if (changed.size > most) await scan.run(ProgressLocation.Window);
  else await update(scan, [...changed.values()]);
}

async function update(scan: WorkspaceScan, uris: readonly Uri[]): Promise<void> {
  const places = uris.flatMap((uri) => placeOf(uri) ?? []);
  for (const folder of new Set(places.map((place) => place.folder))) {
    const paths = places.filter((place) => place.folder === folder).map(({ path }) => path);
    await scan.update(folder, paths);
  }
}
