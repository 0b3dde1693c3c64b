export interface SandboxPlan {
  /** The workspace; writable. */
  readonly root: string;
  readonly userHome: string;
  /** The session's own folder; readable. */
  readonly session: string;
  /** LEASTKEY_HOME, hidden; and the folder of the broker's socket in it, which stays reachable. */
  readonly leastkeyHome: string;
  readonly brokerFolder: string;
  /** Files of the workspace that hold credentials; absolute, existing. */
  readonly hiddenFiles: readonly string[];
  /** Existing folders and files of the home folder that hold credentials; absolute. */
  readonly hiddenHome: readonly { readonly path: string; readonly isFolder: boolean }[];
  /** Existing paths that the agent writes to; absolute. */
  readonly writable: readonly string[];
  /** Our own programs, wherever they are. */
  readonly readable: readonly string[];
  readonly isOnTerminal: boolean;
}

/** Where programs keep their credentials in a home folder; by name, as the scanner knows them. */
export const credentialPlaces = [
  ".aws",
  ".azure",
  ".config/gcloud",
  ".config/gh",
  ".config/op",
  ".config/hub",
  ".docker/config.json",
  ".fly",
  ".git-credentials",
  ".gnupg",
  ".kube",
  ".netrc",
  ".npmrc",
  ".password-store",
  ".pgpass",
  ".pypirc",
  ".railway",
  ".ssh",
  ".terraform.d/credentials.tfrc.json",
  ".vault-token",
  ".bash_history",
  ".zsh_history",
] as const;

/**
 * bubblewrap's arguments: everything readable, the workspace and the agent's own state writable, other processes and
 * everything that holds credentials out of sight. The network is shared: a program can leave without the proxy, with
 * nothing in hand but stand-ins.
 */
export function bubblewrapArguments(plan: SandboxPlan): readonly string[] {
  const { root, session, leastkeyHome, brokerFolder, hiddenFiles, hiddenHome, writable, readable } = plan;
  const pairs: readonly (readonly string[])[] = [
    ["--ro-bind", "/", "/"],
    ["--dev", "/dev"],
    ["--proc", "/proc"],
    ["--tmpfs", "/tmp"],
    ["--tmpfs", "/run"],
    ["--ro-bind-try", "/run/systemd/resolve", "/run/systemd/resolve"], // where /etc/resolv.conf often leads
    ...readable.map((path) => ["--ro-bind", path, path]),
    ...writable.map((path) => ["--bind", path, path]),
    ["--bind", root, root],
    ...hiddenHome.map(({ path, isFolder }) => (isFolder ? ["--tmpfs", path] : ["--ro-bind", "/dev/null", path])),
    ...hiddenFiles.map((path) => ["--ro-bind", "/dev/null", path]),
    ["--tmpfs", leastkeyHome],
    ["--ro-bind", brokerFolder, brokerFolder],
    ["--ro-bind", session, session],
    // On a terminal the agent keeps it; kernels before 6.2 let it type into that terminal (TIOCSTI).
    plan.isOnTerminal ? [] : ["--new-session"],
    ["--unshare-pid", "--unshare-ipc", "--unshare-uts", "--die-with-parent", "--chdir", root, "--"],
  ];
  return pairs.flat();
}

const quoted = (path: string): string => JSON.stringify(path);

/**
 * The same for macOS as a Seatbelt profile. Written after varlock's list of what has to be denied; never run by us,
 * who have no Mac in the tests.
 */
export function seatbeltProfile({
  root,
  session,
  leastkeyHome,
  brokerFolder,
  hiddenFiles,
  hiddenHome,
  writable,
}: SandboxPlan): string {
  const subpath = (path: string): string => `(subpath ${quoted(path)})`;
  const literal = (path: string): string => `(literal ${quoted(path)})`;
  const hidden = [
    ...hiddenFiles.map(literal),
    ...hiddenHome.map(({ path, isFolder }) => (isFolder ? subpath(path) : literal(path))),
  ];
  return [
    "(version 1)",
    "(allow default)",
    `(deny file-write* (subpath ${quoted("/")}))`,
    `(allow file-write* ${[root, ...writable, "/private/tmp", "/private/var/folders", "/dev"].map(subpath).join(" ")})`,
    `(deny file-read* file-write* ${[...hidden, subpath(leastkeyHome)].join(" ")})`,
    `(allow file-read* ${subpath(brokerFolder)} ${subpath(session)})`,
    `(deny network-outbound (remote unix-socket (subpath ${quoted(leastkeyHome)})))`,
    `(allow network-outbound (remote unix-socket (subpath ${quoted(brokerFolder)})))`,
    '(deny mach-lookup (global-name "com.apple.SecurityServer") (global-name "com.apple.securityd") (global-name "com.apple.secd"))',
    '(deny network-outbound (remote ip "*:*"))',
    '(allow network-outbound (remote ip "localhost:*"))',
    "",
  ].join("\n");
}
