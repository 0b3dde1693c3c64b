/** Copies that show which variables exist: readable by agents unless a finding stands in them. */
const shown =
  /\.(?:example|sample|template|tmpl|tpl|dist|defaults?|schema|skel(?:eton)?|md|txt|rst|d\.ts)$|^(?:example|sample|template)[._-]|[._-](?:example|sample|template)(?:\.[a-z]+)?$/i;

const byName: readonly (readonly [RegExp, string])[] = [
  [
    /^\.env(?:\..+|rc)?$|^[\w-]+\.env$|^\.envrc$|^env\.(?:local|prod|production|staging|dev)$|^\.dev\.vars(?:\..+)?$|^\.flaskenv$/i,
    "named like an environment file",
  ],
  [
    /^id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?(?:[._-][\w-]+)?$|^ssh_host_\w+_key$|^identity$/i,
    "named like an SSH private key",
  ],
  [/\.(?:pem|key|ppk|p8|pkcs8)$/i, "named like a private key"],
  [/\.(?:p12|pfx|jks|keystore|bks|kdbx?|agekey|keychain(?:-db)?)$/i, "named like a key store"],
  [
    /^\.(?:npmrc|pypirc|netrc|pgpass|my\.cnf|mylogin\.cnf|git-credentials|yarnrc|htpasswd|s3cfg|boto|dockercfg|gem-credentials|vault-token|terraformrc|tfrc|databrickscfg|snowsql|rhosts|fetchmailrc|msmtprc|smbcredentials|cargo-credentials|esmtprc|remote-sync\.json|ftpconfig)$|^_netrc$|^pgpass\.conf$|^\.?terraform\.rc$|^credentials\.tfrc\.json$/i,
    "named like a tool's credential file",
  ],
  [
    /^(?:credentials?|secrets?)(?:\.(?:json|ya?ml|toml|ini|properties|xml|conf|cfg|env|enc|csv|txt|rb|py|php|plist|[a-z]+\.ya?ml))?$|^\.secrets?(?:\..+)?$|^[\w-]*(?:client_secret|service[-_]?account)[\w.-]*\.json$|^application_default_credentials\.json$|^secrets?[._-](?:local|dev|staging|prod|production|test)\.(?:json|ya?ml|toml)$/i,
    "named like a credential file",
  ],
  [/\.tfvars(?:\.json)?$|\.tfstate(?:\.backup)?$/i, "named like Terraform variables or state"],
  [/^kubeconfig(?:[._-].+)?$|\.kubeconfig$|^(?:kube|admin|kubelet)\.conf$/i, "named like a Kubernetes configuration"],
  [
    /^(?:master\.key|wp-config\.php|\.vault[-_]pass(?:word)?(?:\.txt)?|vault[-_]?pass(?:word)?\.txt|passwords?\.(?:txt|csv|ya?ml|json)|htpasswd|shadow|auth\.json|oauth[-_]?tokens?\.json|tokens?\.json|keyfile|private[-_]?key(?:\..+)?|keys\.txt)$/i,
    "named like a file of secrets",
  ],
  [
    /^\.(?:bash|zsh|sh|psql|mysql|python|node_repl|redis|rediscli|irb|sqlite)_history$|^ConsoleHost_history\.txt$/i,
    "a command history",
  ],
];

const byPath: readonly (readonly [RegExp, string])[] = [
  [/(?:^|\/)\.aws\/(?:credentials|config)$/i, "the AWS credentials file"],
  [/(?:^|\/)\.kube\/config$/i, "the Kubernetes configuration"],
  [/(?:^|\/)\.docker\/config\.json$/i, "the Docker credentials file"],
  [
    /(?:^|\/)\.(?:config\/gcloud|azure|oci)\/.*(?:credentials|access_tokens|accessTokens|config|token).*$/i,
    "a cloud tool's credential file",
  ],
  [/(?:^|\/)\.ssh\/(?!.*\.pub$)(?!known_hosts|authorized_keys|config$).+$/i, "in the SSH key folder"],
  [/(?:^|\/)\.gnupg\/(?:private-keys|secring).*$/i, "in the GnuPG key folder"],
  [
    /(?:^|\/)\.railway\/config\.json$|(?:^|\/)\.fly\/config\.yml$|(?:^|\/)\.?config\/(?:gh\/hosts\.yml|hub|heroku.*|configstore\/.*\.json|netlify\/config\.json|doctl\/config\.yaml)$|com\.vercel\.cli\/auth\.json$/i,
    "a command-line tool's login",
  ],
  [
    /(?:^|\/)\.cargo\/credentials(?:\.toml)?$|(?:^|\/)\.gem\/credentials$|(?:^|\/)\.m2\/settings(?:-security)?\.xml$|(?:^|\/)\.gradle\/gradle\.properties$|(?:^|\/)\.composer\/auth\.json$/i,
    "a package manager's credential file",
  ],
  [/(?:^|\/)proc\/(?:\d+|self)\/environ$/, "a process's environment"],
];

/** Public halves and lists that are meant to be read. */
const publicName =
  /\.pub$|^(?:known_hosts|authorized_keys)$|^(?:ca|cacert|ca-?bundle|ca-?certificates|cert|fullchain|chain|public|rootca|roots?|isrgrootx1|server-?cert|tls-?ca)[\w.-]*\.pem$|[._-](?:pub|public|cert|crt|ca|chain|bundle)\.pem$/i;

/** Programs that are about secrets; what they hold is for the scanner to say. WordPress keeps its passwords in one. */
const program =
  /(?<!^wp-config)\.(?:[cm]?[jt]sx?|vue|svelte|py|pyi|rb|go|rs|java|kts?|scala|groovy|php|cs|fs|vb|swift|mm?|c|h|cc|cpp|hpp|dart|exs?|erl|hs|lua|clj|html?|s?css)$/i;

/** Settings of tools that hold a credential at times, and often nothing but settings: a scan decides. */
const settings =
  /(?:^|\/)(?:\.npmrc|\.yarnrc|\.terraformrc|terraform\.rc|\.docker\/config\.json|\.aws\/config|\.gradle\/gradle\.properties)$/i;

/** Whether a scan of its content, not its name, says if such a file is secret. */
export const decidedByContent = (path: string): boolean => settings.test(path.replaceAll("\\", "/"));

/**
 * Every name above has a dot or holds one of these words. Most words of a command do not, and a hook would make all
 * patterns for them, in 5 ms.
 */
const telling =
  /\.[^./]|config\/|environ$|id_|ssh_host_|identity|_netrc|credential|secret|kubeconfig|htpasswd|shadow|keyfile|private/i;

/** Why a path is secret by its name alone; undefined: the name says nothing. Paths use "/" or "\". */
export function secretByName(path: string): string | undefined {
  const normal = path.replaceAll("\\", "/");
  if (!telling.test(normal)) return undefined;
  const name = normal.slice(normal.lastIndexOf("/") + 1);
  if (name === "" || shown.test(name) || publicName.test(name)) return undefined;
  const named = program.test(name) ? undefined : byName.find(([pattern]) => pattern.test(name))?.[1];
  return named ?? (normal.includes("/") ? byPath.find(([pattern]) => pattern.test(normal))?.[1] : undefined);
}
