/** The shop's program: the payment key is its only secret, and the demonstration really charges with it. */

export const packageJson = `{
  "name": "nine-seconds-shop",
  "version": "1.4.0",
  "private": true,
  "type": "module",
  "engines": { "node": ">=20.6" },
  "scripts": {
    "demo": "node demo/run.mjs"
  }
}
`;

export const paymentsTs = (stripeKey: string): string => `import type { Charge, Receipt } from "./types.ts";

const endpoint: string = process.env.PAYMENTS_URL ?? "https://api.stripe.com";

// The real one. Moving it into the deployment is on the list.
const stripeSecretKey = "${stripeKey}";

export async function charge(request: Charge): Promise<Receipt> {
  const response = await fetch(\`\${endpoint}/v1/charges\`, {
    method: "POST",
    headers: { authorization: \`Bearer \${stripeSecretKey}\`, "content-type": "application/json" },
    body: JSON.stringify(request),
  });
  if (!response.ok) throw new Error(\`the payment server refused the charge (\${response.status})\`);
  return (await response.json()) as Receipt;
}
`;

export const tsconfigJson = `{
  "compilerOptions": {
    "target": "es2023",
    "module": "nodenext",
    "lib": ["es2023", "dom"],
    "types": [],
    "allowImportingTsExtensions": true,
    "erasableSyntaxOnly": true,
    "strict": true,
    "noEmit": true
  },
  "include": ["src"]
}
`;

/** In place of @types/node: the shop has no dependency to install, and its editor shows no foreign error. */
export const nodeTypes = `declare const process: { readonly env: Readonly<Record<string, string | undefined>> };
`;

export const typesTs = `export interface Charge {
  readonly amount: number;
  readonly currency: string;
  readonly order: number;
}

export interface Receipt {
  readonly status: string;
  readonly amount: number;
  readonly currency: string;
  readonly order: number;
}
`;

export const shopTs = `import { charge } from "./payments.ts";
import type { Receipt } from "./types.ts";

function lineOf(receipt: Receipt): string {
  const amount: string = (receipt.amount / 100).toFixed(2);
  return \`charge \${receipt.status}: \${amount} \${receipt.currency} (order \${receipt.order})\`;
}

export async function checkout(order: number): Promise<string> {
  return lineOf(await charge({ amount: 4900, currency: "EUR", order }));
}
`;

/** What the demonstration prints when the key that the service uses is the right one. */
export const receiptLine = "charge ok: 49.00 EUR (order 1001)";

export const runMjs = `// npm run demo: one order, paid at a payment server on this machine.
import { register } from "node:module";
import { startPaymentServer } from "./payment-server.mjs";

// Node 22.18 and newer run TypeScript; before that the types are taken out on loading.
if (!process.features.typescript) register("./types-out.mjs", import.meta.url);

const server = await startPaymentServer();
process.env.PAYMENTS_URL = server.url;
try {
  const { checkout } = await import("../src/shop.ts");
  console.log(await checkout(1001));
} catch (error) {
  console.error(\`charge failed: \${error.message}\`);
  process.exitCode = 1;
} finally {
  server.close();
}
`;

export const paymentServerMjs = `// Stands in for the payment provider, on this machine only. It knows the one key it accepts by a salted digest.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";

const accepted = JSON.parse(readFileSync(new URL("accepted.json", import.meta.url), "utf8"));
const digestOf = (text) => createHash("sha256").update(accepted.salt + text).digest("hex");

export async function startPaymentServer() {
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const bearer = (request.headers.authorization ?? "").replace(/^Bearer /, "");
    if (digestOf(bearer) !== accepted.digest) {
      response.writeHead(401, { "content-type": "application/json" });
      response.end(JSON.stringify({ error: "invalid API key" }));
      return;
    }
    const { amount, currency, order } = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    response.writeHead(200, { "content-type": "application/json", connection: "close" });
    response.end(JSON.stringify({ status: "ok", amount, currency, order }));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: \`http://127.0.0.1:\${server.address().port}\`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
`;

export const typesOutMjs = `// Lets Node 20 load this shop's TypeScript without installing anything. It is no compiler: it knows the few forms
// that src/ uses (interfaces, import type, annotated functions and constants, "as", "!" behind process.env).
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const type = "[\\\\w<>[\\\\] |]+";
const blank = (text) => text.replace(/[^\\n]/g, "");

const strip = (source) =>
  source
    .replace(/^(?:export )?interface \\w+ \\{[^}]*\\}$/gm, blank)
    .replace(/^import type [^;]*;$/gm, blank)
    .replace(new RegExp(\`(function \\\\w+\\\\()([^)]*)\\\\)(?:: \${type})? \\\\{\`, "g"), (_, head, list) => {
      return \`\${head}\${list.replace(new RegExp(\`(\\\\w+)\\\\??: \${type}\`, "g"), "$1")}) {\`;
    })
    .replace(new RegExp(\`\\\\b((?:const|let) \\\\w+): \${type} =\`, "g"), "$1 =")
    .replace(/\\) as \\w+;/g, ");")
    .replace(/(process\\.env(?:\\.\\w+|\\["\\w+"\\]))(?:!| as string)/g, "$1");

export async function load(url, context, next) {
  if (!url.endsWith(".ts")) return next(url, context);
  return { format: "module", source: strip(await readFile(fileURLToPath(url), "utf8")), shortCircuit: true };
}
`;

export const acceptedJson = (salt: string, digest: string): string =>
  `${JSON.stringify({ salt, digest }, undefined, 2)}\n`;
