import { spawn } from "node:child_process";

/** The user's browser; false: this machine starts none from here, and the page has to be opened by hand. */
export function openPage(url: string): Promise<boolean> {
  const [file, ...args] = starters[process.platform] ?? ["xdg-open"];
  return new Promise((resolve) => {
    const child = spawn(file, [...args, url], { stdio: "ignore", detached: true, windowsHide: true });
    child.once("error", () => resolve(false));
    child.once("spawn", () => {
      child.unref();
      resolve(true);
    });
  });
}

const starters: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ["open"],
  win32: ["rundll32", "url.dll,FileProtocolHandler"], // no shell, which would take "&" for its own
};
