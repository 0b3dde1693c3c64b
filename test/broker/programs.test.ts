import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { createAuthority } from "../../src/broker/certificate-authority.ts";
import { startInterceptProxy } from "../../src/broker/intercept-proxy.ts";
import type { Listening } from "../../src/broker/listen.ts";
import { openSession } from "../../src/broker/proxy-session.ts";
import { startReverseProxy } from "../../src/broker/reverse-proxy.ts";
import { sessionVariables } from "../../src/broker/session-variables.ts";
import { createUpstream, type Upstream } from "../../src/broker/upstream.ts";
import { nodeFrom } from "../sample/newer-node.ts";
import { run } from "../sample/program.ts";
import { programOf } from "../vaults/real-servers.ts";
import { peer, testBroker } from "./fixed-broker.ts";
import { type Received, startHttps, type TestServer } from "./https-server.ts";
import { newToken } from "./user.ts";

/** Real programs, with the variables of a session and nothing else, through both proxies to a real HTTPS server. */
const reference = "leastkey://shop/staging/crm/token";
const policy = `agents:
  "*":
    role: tests
    permissions: { crm: [read, write] }
    environments: [staging]
    grants: { ttl: 15m, approve: never }
credentials:
  "${reference}": { hosts: [crm.shop.test] }
`;
const token = newToken();
const folder = mkdtempSync(join(tmpdir(), "lk-programs-"));
const go = programOf("go");
const goProgram = join(folder, "ask");
const goSource = `package main
import ("fmt"; "io"; "net/http"; "os")
func main() {
  request, _ := http.NewRequest("GET", os.Args[1], nil)
  request.Header.Set("Authorization", "Bearer "+os.Getenv("CRM_TOKEN"))
  answer, err := http.DefaultClient.Do(request)
  if err != nil { fmt.Fprintln(os.Stderr, err); os.Exit(1) }
  body, _ := io.ReadAll(answer.Body)
  fmt.Println(string(body))
}
`;
const python =
  "import os,sys,urllib.request as u;print(u.urlopen(u.Request(sys.argv[1],headers={'Authorization':'Bearer '+os.environ['CRM_TOKEN']})).read().decode())";
const javascript =
  "fetch(process.argv[1],{headers:{authorization:`Bearer ${process.env.CRM_TOKEN}`}}).then(async(a)=>console.log(await a.text()))";
let server: TestServer;
let upstream: Upstream;
let reverse: Listening;
let forward: Listening;
let env: NodeJS.ProcessEnv = {};

function respond({ url, headers }: Received, response: ServerResponse): void {
  const { authorization } = headers;
  if (!url.startsWith("/team/repo.git/")) {
    response.writeHead(200).end(JSON.stringify({ url, authorization }));
    return;
  }
  // Git's plain file protocol, behind a password as hosted repositories are.
  const path = join(folder, url.replace(/^\/team\//, "").replace(/\?.*$/, ""));
  if (authorization === undefined) response.writeHead(401, { "www-authenticate": 'Basic realm="repo"' }).end();
  else if (existsSync(path)) response.writeHead(200).end(readFileSync(path));
  else response.writeHead(404).end();
}

before(async () => {
  const made =
    "git init -q -b main w && git -C w -c user.name=a -c user.email=a@b commit -qm x --allow-empty && git clone -q --bare w repo.git && git -C repo.git update-server-info";
  const plain = { PATH: process.env["PATH"], HOME: folder };
  assert.equal((await run("sh", ["-c", made], { cwd: folder, env: plain })).code, 0);
  if (go !== undefined) {
    writeFileSync(join(folder, "ask.go"), goSource);
    const built = await run(go, ["build", "-o", goProgram, join(folder, "ask.go")], {
      env: { ...process.env, GO111MODULE: "off", GOFLAGS: "", GOPROXY: "off" },
    });
    assert.equal(built.code, 0, built.stderr);
  }
  server = await startHttps(["crm.shop.test"], respond);
  const { broker } = await testBroker(policy, { [reference]: token });
  upstream = createUpstream({ pins: new Map([["crm.shop.test", "127.0.0.1"]]), ca: server.ca });
  const [credential] = await broker.list(peer);
  assert.ok(credential);
  const credentials = [{ credential: { ...credential, hosts: ["crm.shop.test"] }, variable: "CRM_TOKEN" }];
  const session = openSession({ broker, upstream, peer, credentials, open: [] });
  const authority = await createAuthority();
  reverse = await startReverseProxy(session);
  forward = await startInterceptProxy(session, authority);
  const caFile = join(folder, "ca.pem");
  writeFileSync(caFile, authority.pem);
  env = {
    ...plain,
    GIT_TERMINAL_PROMPT: "0",
    ...sessionVariables(session, { forwardPort: forward.port, bases: {}, caFile }),
  };
});
after(async () => {
  await Promise.all([reverse.close(), forward.close(), server.close()]);
  upstream.close();
  rmSync(folder, { recursive: true, force: true });
});

const host = (): string => `crm.shop.test:${String(server.port)}`;
const ways: Readonly<Record<"base URL" | "stand-in", () => string>> = {
  "base URL": () => `http://127.0.0.1:${String(reverse.port)}/h/${host()}`,
  "stand-in": () => `https://${host()}`,
};
/** Node before 24.5 takes no proxy from the environment: by base URL any Node, by stand-in a newer one. */
const nodes = { "base URL": process.execPath, "stand-in": nodeFrom(24, 5) } as const;
const programs: readonly {
  readonly name: string;
  readonly found: (way: keyof typeof ways) => string | undefined;
  readonly args: (url: string) => readonly string[];
  readonly missing: string;
}[] = [
  {
    name: "curl",
    found: () => programOf("sh"),
    args: (url) => ["-c", `curl -sS -H "Authorization: Bearer $CRM_TOKEN" '${url}'`],
    missing: "no sh",
  },
  { name: "python3", found: () => programOf("python3"), args: (url) => ["-c", python, url], missing: "no python3" },
  {
    name: "node",
    found: (way) => nodes[way],
    args: (url) => ["-e", javascript, url],
    missing: "no Node from 24.5 on here: node .scripts/setup-host.mjs brings one",
  },
  {
    name: "go",
    found: () => (go === undefined ? undefined : goProgram),
    args: (url) => [url],
    missing: "go is not installed",
  },
];
for (const way of ["base URL", "stand-in"] as const) {
  for (const { name, found, args, missing } of programs) {
    const skip = found(way) === undefined ? missing : false;
    void test(`${name} by ${way} uses the credential without holding it`, { skip }, async () => {
      const path = `/from-${name}-by-${way.replace(" ", "-")}`;
      const ended = await run(found(way) ?? name, args(`${ways[way]()}${path}`), { env });
      assert.equal(ended.code, 0, ended.stderr);
      const got = server.received.at(-1);
      assert.equal(got?.url, path);
      assert.equal(got.headers["authorization"], `Bearer ${token}`);
      assert.equal(`${ended.stdout}${ended.stderr}`.includes(token), false);
      assert.match(ended.stdout, /concealed by leastkey/);
    });
  }
  void test(`git by ${way}: its Basic authentication carries the credential`, async () => {
    const url = `${ways[way]()}/team/repo.git`.replace("://", `://x-access-token:${env["CRM_TOKEN"] ?? ""}@`);
    const before = server.received.length;
    const ended = await run("git", ["ls-remote", url], { env });
    assert.equal(ended.code, 0, ended.stderr);
    assert.match(ended.stdout, /^[0-9a-f]{40}\trefs\/heads\/main$/m);
    const basic = Buffer.from(`x-access-token:${token}`).toString("base64");
    assert.ok(server.received.slice(before).some(({ headers }) => headers["authorization"] === `Basic ${basic}`));
  });
}
