import ignore from "ignore";

/** Whether git ignores this path, by this one file's rules; `path` is relative to the file's folder. */
export function isIgnored(gitignore: string, path: string): boolean {
  return ignore().add(gitignore).ignores(path);
}
