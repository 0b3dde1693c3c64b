/** Facts about commands, by name. What stands nowhere here is taken to show what its operands hold. */

const set = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** They show names, sizes, permissions or nothing; never what a file holds. */
export const namesOnly = set(`
  ls exa eza lsd stat test [ touch mkdir rmdir chmod chown chgrp chattr basename dirname realpath readlink file du df
  which whereis type command hash pwd cd pushd popd dirs true false : sleep exit return kill pkill ps date whoami id uname
  hostname tree locate mlocate wc md5sum sha1sum sha256sum sha512sum shasum cksum alias unalias unset local trap ulimit
  umask wait jobs bg fg let shift getopts export readonly declare typeset mountpoint lsof fuser ssh-add ssh-keygen
  setfacl getfacl inotifywait entr watchexec yes seq nproc clear tput stty logger sync lsattr xdg-open`);

/** Wrappers, with the options of theirs that take a value. */
export const wrappers: Readonly<Record<string, ReadonlySet<string>>> = {
  sudo: set("-u -g -h -p -C -r -t -U -D -R --user --group --host --prompt --chdir"),
  doas: set("-u -C"),
  env: set("-u --unset -C --chdir -S --split-string"),
  nohup: set(""),
  nice: set("-n --adjustment"),
  ionice: set("-c -n -p --class --classdata"),
  timeout: set("-s -k --signal --kill-after"),
  time: set("-f -o --format --output"),
  stdbuf: set("-i -o -e --input --output --error"),
  setsid: set(""),
  unbuffer: set(""),
  command: set(""),
  builtin: set(""),
  exec: set("-a"),
  xargs: set("-I -i -n -P -L -l -d -E -s -a --max-args --max-procs --max-lines --delimiter --replace --arg-file"),
  parallel: set("-j -n -N -S --jobs -a --arg-file --colsep"),
  watch: set("-n --interval -d"),
  busybox: set(""),
  toybox: set(""),
  chroot: set(""),
  flock: set("-w -E --wait --conflict-exit-code"),
  strace: set("-e -o -p -s -u"),
  ltrace: set("-e -o -p -s -u"),
  caffeinate: set("-t -w"),
  chrt: set(""),
  taskset: set("-c"),
  dotenv: set("-e -f -v -p -c"),
  "dotenv-cli": set("-e -f -v -p -c"),
  dotenvx: set("-f -fk"),
  npx: set("-p --package -c --call"),
  bunx: set(""),
  pnpx: set(""),
  uv: set(""),
  poetry: set(""),
  pipenv: set(""),
  bundle: set(""),
};

/** Between the wrapper and the command stands one operand: a time, a CPU mask, a lock file, a sub-command. */
export const wrapperOperands: Readonly<Record<string, number>> = {
  timeout: 1,
  chroot: 1,
  flock: 1,
  taskset: 1,
  uv: 1,
  poetry: 1,
  pipenv: 1,
  bundle: 1,
};

export const shells = set("sh bash dash zsh ksh mksh ash fish rbash");

export const interpreters: Readonly<Record<string, readonly string[]>> = {
  python: ["-c"],
  python2: ["-c"],
  python3: ["-c"],
  pypy: ["-c"],
  pypy3: ["-c"],
  node: ["-e", "-p", "-pe", "--eval", "--print"],
  nodejs: ["-e", "-p", "-pe", "--eval", "--print"],
  bun: ["-e", "-p", "--eval", "--print"],
  tsx: ["-e", "-p", "--eval"],
  "ts-node": ["-e", "-p", "--eval"],
  deno: ["eval"],
  perl: ["-e", "-E", "-ne", "-pe", "-nE", "-nle", "-lne", "-ple", "-lpe", "-0777", "-MIO"],
  ruby: ["-e", "-ne", "-pe"],
  php: ["-r"],
  lua: ["-e"],
  luajit: ["-e"],
  osascript: ["-e"],
  R: ["-e"],
  Rscript: ["-e"],
  julia: ["-e", "-E"],
  elixir: ["-e"],
  groovy: ["-e"],
  scala: ["-e"],
  raku: ["-e"],
  tclsh: [],
  awk: [],
  gawk: [],
  mawk: [],
};

/** The first operand is a pattern or a program, not a file. */
export const patternFirst = set(
  "grep egrep fgrep zgrep rg ag ack ugrep sed gsed awk gawk mawk jq yq gron fx pcregrep rga",
);

/** Their last operand is where something goes, not what is shown. */
export const destinationLast = set("cp mv ln install rsync scp ditto gcp gmv");

/** Options whose file is used and not shown, by command; `*`: every operand. */
export const fileUsers: Readonly<Record<string, ReadonlySet<string>>> = {
  ssh: set("-i -F"),
  scp: set("-i -F"),
  sftp: set("-i -F"),
  mosh: set("--ssh"),
  curl: set("--cert -E --key --cacert --netrc-file --capath"),
  wget: set("--certificate --private-key --ca-certificate"),
  terraform: set("-var-file -backend-config --var-file --backend-config"),
  tofu: set("-var-file -backend-config --var-file --backend-config"),
  kubectl: set("--kubeconfig -f --filename"),
  helm: set("--kubeconfig -f --values"),
  k9s: set("--kubeconfig"),
  "ansible-playbook": set("--vault-password-file --private-key --key-file -i --vault-id"),
  docker: set("--env-file --secret"),
  podman: set("--env-file --secret"),
  "docker-compose": set("--env-file"),
  node: set("--env-file --env-file-if-exists"),
  bun: set("--env-file"),
  deno: set("--env-file"),
  tsx: set("--env-file --env-file-if-exists"),
  uvicorn: set("--env-file --ssl-keyfile --ssl-certfile"),
  gunicorn: set("--keyfile --certfile"),
  flask: set("--env-file -e"),
  act: set("--secret-file --env-file"),
  gcloud: set("--key-file --cred-file"),
  redis: set("--key"),
  mysql: set("--defaults-file --defaults-extra-file --ssl-key"),
  mysqldump: set("--defaults-file --defaults-extra-file --ssl-key"),
  "redis-cli": set("--key --cert --cacert"),
  dotenv: set("-e -f"),
  "dotenv-cli": set("-e -f"),
  dotenvx: set("-f -fk"),
  leastkey: set("*"),
};

/** A name under which a credential is commonly kept in the environment. */
export const secretName =
  /(?:^|_)(?:api_?key|key|token|secret|passw(?:or)?d|pwd|passphrase|credentials?|private|auth|dsn|access_?key|connection_?string|cookie|session|jwt|pat|webhook)s?(?:_|$)|(?:database|redis|mongo(?:db)?|postgres|amqp|mysql|db)_?(?:url|uri)$|(?:apikey|accesskey|secretkey|token|secret|password)$/i;

const plainNames =
  /^(?:PWD|OLDPWD|SSH_AUTH_SOCK|GPG_TTY|KEYMAP|XDG_SESSION_\w+|DBUS_SESSION_\w+|DESKTOP_SESSION|SESSION_MANAGER|TERM_SESSION_ID|PUBLIC_KEY|AUTHOR)$/;

export function mayHoldCredential(name: string): boolean {
  return secretName.test(name) && !plainNames.test(name);
}

/** A table's own entry: a command may be called `__proto__` or `constructor`. */
export function entryOf<Value>(table: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
