import * as v from "valibot";

const short = v.pipe(v.string(), v.minLength(1), v.maxLength(500));
const credential = v.pipe(v.string(), v.maxLength(600), v.startsWith("leastkey://"));
const purpose = v.optional(short);

export const listShape = v.strictObject({});
export const runShape = v.strictObject({
  command: v.pipe(v.array(v.pipe(v.string(), v.maxLength(32_768))), v.minLength(1), v.maxLength(256)),
  credentials: v.pipe(v.array(v.strictObject({ credential, variable: short })), v.minLength(1), v.maxLength(16)),
  cwd: v.optional(v.pipe(v.string(), v.maxLength(4_096))),
  purpose,
  timeout_seconds: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3_600))),
});
export const httpShape = v.strictObject({
  credential,
  method: v.picklist(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]),
  url: v.pipe(v.string(), v.maxLength(8_192)),
  headers: v.optional(
    v.record(v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{1,100}$/)), v.pipe(v.string(), v.maxLength(8_192))),
  ),
  body: v.optional(v.pipe(v.string(), v.maxLength(1_048_576))),
  purpose,
});
export const accessShape = v.strictObject({
  credential,
  purpose: short,
  command: v.optional(v.pipe(v.array(short), v.minLength(1), v.maxLength(64))),
  request: v.optional(
    v.strictObject({ method: v.pipe(v.string(), v.regex(/^(?:[A-Z]+|\*)$/)), host: short, path: short }),
  ),
  minutes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(720))),
});

const text = (description: string) => ({ type: "string", description }) as const;
const reference = text("the credential's name, as list_credentials gives it: leastkey://...");
const why = text("what it is for, in a few words; the user sees it");

/** What the model is told. The shapes above decide; a test holds the two to each other. */
export const toolFacts = [
  {
    name: "list_credentials",
    title: "List credentials",
    description:
      "Names and labels (service, environment, hosts) of the credentials that this session may use. Never a value: no tool gives one.",
    readOnly: true,
    inputSchema: { type: "object", properties: {}, additionalProperties: false },
  },
  {
    name: "run_with_credential",
    title: "Run a command with a credential",
    description:
      "Runs one command (no shell) with credentials in its environment variables and returns its exit code and output, in which every credential is masked. Use it in place of reading .env or exporting a token. The user's policy decides, and the user may be asked.",
    readOnly: false,
    inputSchema: {
      type: "object",
      properties: {
        command: {
          type: "array",
          items: { type: "string" },
          minItems: 1,
          description: "the program and its arguments",
        },
        credentials: {
          type: "array",
          minItems: 1,
          items: {
            type: "object",
            properties: { credential: reference, variable: text("the environment variable that the program reads") },
            required: ["credential", "variable"],
            additionalProperties: false,
          },
        },
        cwd: text("the folder to run in; the workspace when left out"),
        purpose: why,
        timeout_seconds: { type: "integer", minimum: 1, maximum: 3600 },
      },
      required: ["command", "credentials"],
      additionalProperties: false,
    },
  },
  {
    name: "http_request",
    title: "Send a request with a credential",
    description:
      "Sends one HTTPS request with a credential in its header, and returns status, headers and body with the credential masked. Redirects are not followed. Do not set the authorization header yourself.",
    readOnly: false,
    inputSchema: {
      type: "object",
      properties: {
        credential: reference,
        method: { type: "string", enum: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] },
        url: text("https://host/path"),
        headers: { type: "object", additionalProperties: { type: "string" } },
        body: text("the request's body"),
        purpose: why,
      },
      required: ["credential", "method", "url"],
      additionalProperties: false,
    },
  },
  {
    name: "request_access",
    title: "Ask the user for a credential's use",
    description:
      'Asks the user to allow several uses in advance: a command ("*" as its last word means any arguments), or requests to a host ("*" in the path means anything). What destroys is asked about each time all the same. Do not repeat a request that was refused.',
    readOnly: true,
    inputSchema: {
      type: "object",
      properties: {
        credential: reference,
        purpose: why,
        command: { type: "array", items: { type: "string" }, minItems: 1 },
        request: {
          type: "object",
          properties: { method: { type: "string" }, host: { type: "string" }, path: { type: "string" } },
          required: ["method", "host", "path"],
          additionalProperties: false,
        },
        minutes: { type: "integer", minimum: 1, maximum: 720 },
      },
      required: ["credential", "purpose"],
      additionalProperties: false,
    },
  },
] as const;
