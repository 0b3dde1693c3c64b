/** Tools that print a credential when asked to: vaults, clouds, key chains. By the words as a program gets them,
 * and only those of the program at hand: each pattern is compiled when it is first tried. */
const prints: readonly (readonly [programs: readonly string[], pattern: RegExp])[] = [
  [["op"], /^op\s+(?:read|item\s+get\b.*(?:--reveal|--fields|--format)|document\s+get|inject)\b/],
  [["vault"], /^vault\s+(?:kv\s+get|read|print\s+token|token\s+create|unwrap)\b/],
  [
    ["aws"],
    /^aws\s+(?:.*\s)?(?:secretsmanager\s+(?:get-secret-value|batch-get-secret-value)|ssm\s+get-parameters?(?:-by-path)?\b.*--with-decryption|configure\s+(?:get\s+aws_(?:secret|session)|export-credentials)|sts\s+(?:get-session-token|assume-role\S*|get-federation-token)|ecr\s+get-login-password|iam\s+create-access-key|rds\s+generate-db-auth-token|codeartifact\s+get-authorization-token|eks\s+get-token)/,
  ],
  [
    ["gcloud"],
    /^gcloud\s+(?:.*\s)?(?:auth\s+(?:application-default\s+)?print-(?:access|identity)-token|secrets\s+versions\s+access|iam\s+service-accounts\s+keys\s+create)/,
  ],
  [
    ["az"],
    /^az\s+(?:.*\s)?(?:account\s+get-access-token|keyvault\s+secret\s+(?:show|download)|ad\s+sp\s+(?:create-for-rbac|credential\s+reset)|storage\s+account\s+keys\s+list|acr\s+credential\s+show)/,
  ],
  [
    ["kubectl", "oc"],
    /^(?:kubectl|oc)\s+(?:.*\s)?get\s+(?:secrets?|sealedsecrets?)\b.*(?:-o|--output)[\s=]*(?:yaml|json|go-template|jsonpath|custom)/,
  ],
  [["kubectl"], /^kubectl\s+(?:config\s+view\b.*--raw|create\s+token)/],
  [["gh"], /^gh\s+auth\s+(?:token|status\b.*(?:-t|--show-token))/],
  [["glab"], /^glab\s+(?:auth\s+status\b.*(?:-t|--show-token)|variable\s+(?:get|export))/],
  [["security"], /^security\s+(?:find-(?:generic|internet)-password\b.*-[a-z]*[wg]|dump-keychain|export)/],
  [["secret-tool"], /^secret-tool\s+(?:lookup|search)\b/],
  [
    ["pass", "gopass"],
    /^(?:pass|gopass)\s+(?!(?:ls|list|find|search|git|version|insert|generate|init|help|edit|rm|mv|cp)\b)\S/,
  ],
  [["bw"], /^bw\s+(?:get\s+(?:password|item|totp|notes)|export|unlock\b.*--raw|list\s+items)/],
  [["lpass"], /^lpass\s+(?:show|export)\b/],
  [["doppler"], /^(?:doppler\s+secrets(?:\s+(?:get|download)|\s*$|\s+--)|doppler\s+run\b.*\b(?:env|printenv)\b)/],
  [["infisical"], /^infisical\s+(?:secrets(?:\s+get|\s*$|\s+--)|export)\b/],
  [["heroku"], /^heroku\s+(?:config(?:\s|$|:get)|auth:token|pg:credentials:url|redis:credentials)/],
  [["railway"], /^railway\s+(?:variables?(?:\s+(?!set|--set)|\s*$)|run\s+(?:env|printenv))/],
  [["vercel", "vc"], /^(?:vercel|vc)\s+env\s+pull\b/],
  [["netlify"], /^netlify\s+env:(?:get|list|import)\b(?!.*--json=false)/],
  [["fly", "flyctl"], /^(?:fly|flyctl)\s+(?:auth\s+token|tokens\s+create|ssh\s+console\b.*\b(?:env|printenv)\b)/],
  [["supabase"], /^supabase\s+(?:status\b|projects\s+api-keys)/],
  [["sops"], /^sops\s+(?:.*\s)?(?:-d|--decrypt|decrypt|exec-env\b.*\b(?:env|printenv))\b/],
  [["age"], /^age\s+(?:.*\s)?(?:-d|--decrypt)\b/],
  [["gpg", "gpg2"], /^gpg2?\s+(?:.*\s)?(?:-d|--decrypt|--export-secret-(?:sub)?keys?)\b/],
  [["ansible-vault"], /^ansible-vault\s+(?:view|decrypt)\b/],
  [["npm", "pnpm", "yarn"], /^(?:npm|pnpm|yarn)\s+(?:config\s+get\s+\S*_(?:authToken|auth|password)|token\s+create)/],
  [["git"], /^git\s+credential(?:-\S+)?\s+(?:fill|get)\b/],
  [["chamber"], /^chamber\s+(?:read|export|env|list\b.*-e)\b/],
  [
    ["docker", "podman"],
    /^(?:docker|podman)\s+(?:.*\s)?(?:inspect\b.*(?:\.Config\.Env|\.Env\b)|exec\s+(?:-\S+\s+)*\S+\s+(?:env|printenv|cat\s+\/proc\/\S*environ)\s*$)/,
  ],
  [
    ["docker", "podman", "docker-compose", "podman-compose"],
    /^(?:docker|podman)(?:-compose|\s+compose)\s+(?:.*\s)?config\s*(?:$|--(?!services|volumes|images|profiles|hash|quiet|no-interpolate)|>)/,
  ],
  [
    ["systemctl", "launchctl", "ps"],
    /^systemctl\s+show-environment\b|^launchctl\s+(?:getenv|export)\b|^ps\s+(?:-?[a-zA-Z]*e[a-zA-Z]*w*\s|\S*\s+)*-?[a-zA-Z]*E\b|^ps\s+(?:auxe|eww|axe|auxeww)\b/,
  ],
  [["history", "fc"], /^history\b|^fc\s+-l\b/],
  [["terraform"], /^terraform\s+(?:output\b.*(?:-raw|-json)|show\b.*-json|state\s+pull)/],
  [["pulumi"], /^pulumi\s+(?:.*\s)?(?:--show-secrets|config\s+get\s+\S*(?:secret|token|password|key))/],
];

export function printsCredential(line: string): boolean {
  const program = /^[\w./-]*/.exec(line)?.[0] ?? "";
  return prints.some(([programs, pattern]) => programs.includes(program) && pattern.test(line));
}
