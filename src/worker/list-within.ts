import { statSync } from "node:fs";
import { join } from "node:path";
import type { Listing } from "../guard/scan.ts";
import { listWorkspace } from "../platform/workspace-listing.ts";

/** What is to be scanned: the whole root, or these folders and files of it. A file named is taken as it is. */
export function listWithin(root: string, within: readonly string[] | undefined): Listing {
  if (within === undefined) return listWorkspace(root);
  const paths = new Set<string>();
  const errors: Listing["errors"][number][] = [];
  for (const part of within) {
    if (statSync(join(root, part), { throwIfNoEntry: false })?.isDirectory() !== true) {
      paths.add(part);
      continue;
    }
    const listing = listWorkspace(join(root, part));
    const under = (path: string): string => (part === "" ? path : `${part}/${path}`);
    for (const path of listing.paths) paths.add(under(path));
    errors.push(...listing.errors.map(({ path, message }) => ({ path: under(path), message })));
  }
  return { paths: [...paths].toSorted(), errors };
}
