/**
 * Path arithmetic without node: absolute paths of either kind, "/" inside. Windows paths keep their drive (`C:/a`) or
 * share (`//server/share/a`).
 */
export function slashed(path: string): string {
  return /^[A-Za-z]:[\\/]|^\\\\/.test(path) ? path.replaceAll("\\", "/") : path;
}

export function isAbsolute(path: string): boolean {
  return path.startsWith("/") || /^[A-Za-z]:[\\/]/.test(path) || path.startsWith("\\\\");
}

/** `path` seen from `base`, with `.` and `..` worked out by name; links are not looked at. */
export function resolvePath(base: string, path: string): string {
  const whole = joinPath(base, path);
  const drive = /^[A-Za-z]:/.exec(whole)?.[0] ?? "";
  const parts: string[] = [];
  for (const part of whole.slice(drive.length).split("/")) {
    if (part === "" || part === ".") continue;
    if (part === "..") parts.pop();
    else parts.push(part);
  }
  return `${drive}/${parts.join("/")}`;
}

/** `path` seen from `base` as it is written: a `..` behind a link leads above what the link leads to. */
export function joinPath(base: string, path: string): string {
  return slashed(isAbsolute(path) ? path : `${slashed(base)}/${path}`);
}

/** The folder above; the top is above itself. */
export function parentOf(path: string): string {
  const cut = path.lastIndexOf("/");
  if (cut <= 0) return "/";
  const parent = path.slice(0, cut);
  return /^[A-Za-z]:$/.test(parent) ? `${parent}/` : parent;
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The folder itself and all above it, nearest first. */
export function upward(path: string): readonly string[] {
  const all = [path];
  for (let at = path; parentOf(at) !== at; ) {
    at = parentOf(at);
    all.push(at);
  }
  return all;
}

/** `path` as seen from the folder `root`: "" for the root itself, undefined when it lies outside. */
export function within(root: string, path: string): string | undefined {
  if (path === root) return "";
  const prefix = root.endsWith("/") ? root : `${root}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length) : undefined;
}
