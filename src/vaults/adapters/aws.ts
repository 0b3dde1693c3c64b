import type { Secret } from "../../core/secret.ts";
import type { BackendOptions, HttpReply, Lease, RemoteVault } from "../backend.ts";
import { badReference, badStatus, denied, notLoggedIn, unreachable } from "../failure.ts";
import { isRecord, type JsonRecord, jsonBody, recordOf, says, secretIn, textIn } from "../json.ts";
import { formatVals, parseVals, safeParts } from "../vals.ts";
import { awsClient } from "./aws-client.ts";
import { assumeRole, isRoleReference } from "./aws-role.ts";
import { type StoredAddress, valueStore } from "./value-store.ts";

type Call = (action: string, region: string, content: JsonRecord, what: string) => Promise<JsonRecord | undefined>;

interface Address extends StoredAddress {
  readonly id: string; // name or ARN
  readonly region: string;
  readonly stage: string | undefined;
}

const form = "ref+awssecrets://NAME?region=REGION#/KEY";

/** AWS Secrets Manager, and credentials that STS makes for a role: `ref+awssts://arn:aws:iam::ACCOUNT:role/NAME#/AccessKeyId`. */
export function open(options: BackendOptions): RemoteVault {
  const { facts } = options;
  const aws = awsClient(options);
  const leases: Lease[] = [];
  const roles = new Map<string, Promise<JsonRecord>>();
  const call: Call = async (action, region, content, what) => {
    const reply = await aws({
      service: "secretsmanager",
      region,
      headers: { "Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": `secretsmanager.${action}` },
      body: jsonBody(content),
      isRepeatable: /^(?:Get|List|Describe)/.test(action),
    });
    return answered(reply, facts.title, what);
  };
  const regionOf = (params: Readonly<Record<string, string>>): string => region(options, params["region"]);
  const store = valueStore<Address>({
    facts,
    addressOf: (reference) => {
      const { path, params, key } = parseVals(reference, { title: facts.title, form });
      return { id: path, region: regionOf(params), stage: params["version_stage"], key };
    },
    read: async ({ id, region: at, stage }) => {
      const content = { SecretId: id, ...(stage === undefined ? {} : { VersionStage: stage }) };
      return secretIn(await call("GetSecretValue", at, content, `read ${id}`), "SecretString");
    },
    write: async ({ id, region: at }, text, isNew) => {
      const content = isNew
        ? { Name: id, SecretString: text, ClientRequestToken: crypto.randomUUID() }
        : { SecretId: id, SecretString: text, ClientRequestToken: crypto.randomUUID() };
      await call(isNew ? "CreateSecret" : "PutSecretValue", at, content, `write ${id}`);
    },
    // the service keeps it for a week, so that a mistake can be taken back
    remove: async ({ id, region: at }) =>
      (await call("DeleteSecret", at, { SecretId: id, RecoveryWindowInDays: 7 }, `remove ${id}`)) !== undefined,
    ...around(options, call),
  });
  const fromRole = async (reference: string): Promise<Secret | undefined> => {
    const {
      path,
      params,
      key = "",
    } = parseVals(reference, { title: facts.title, form: "ref+awssts://ROLE-ARN#/AccessKeyId" });
    const known =
      roles.get(path) ?? assumeRole({ aws, options, role: path, region: regionOf(params), reference, leases });
    roles.set(path, known);
    return secretIn(await known, key);
  };
  return {
    ...store,
    get: async (reference) => (isRoleReference(reference) ? fromRole(reference) : store.get(reference)),
    makes: (reference) => Promise.resolve(isRoleReference(reference)),
    leases: () => leases,
    // STS cannot take a session back: it ends by its own time
    end: () => Promise.resolve(leases.map(({ reference }) => reference)),
  };
}

/** Names, and what the login may do. */
function around(options: BackendOptions, call: Call): Pick<RemoteVault, "list" | "referenceFor" | "check"> {
  return {
    list: async () => {
      const at = region(options, undefined);
      const record = await call("ListSecrets", at, { MaxResults: 100 }, "list secrets");
      const found = record?.["SecretList"];
      return (Array.isArray(found) ? found : []).filter(isRecord).flatMap((one) => {
        const [name, changed] = [textIn(one, "Name"), one["LastChangedDate"]];
        if (name === undefined) return [];
        const updated = typeof changed === "number" ? new Date(changed * 1000).toISOString() : "";
        return [
          {
            reference: formatVals({ backend: "awssecrets", path: name, params: { region: at }, key: undefined }),
            updated,
          },
        ];
      });
    },
    referenceFor: (parts) => {
      const { project, environment, item, field } = safeParts(parts);
      const params = { region: region(options, undefined) };
      return formatVals({ backend: "awssecrets", path: `${project}/${environment}/${item}`, params, key: field });
    },
    check: async () => {
      await call("ListSecrets", region(options, undefined), { MaxResults: 1 }, "list secrets");
      return { may: ["log in", "list secrets"], lacks: [] };
    },
  };
}

function region({ setting, facts }: BackendOptions, named: string | undefined): string {
  const known = named ?? setting("region");
  if (known === undefined) throw notLoggedIn(facts.title, "name the region: AWS_REGION, or leastkey vault add");
  if (/^[a-z]{2}(?:-[a-z]+)+-\d$/.test(known)) return known; // it becomes part of a host name
  throw badReference(facts.title, "its region is none", form);
}

/** Signatures carry the time; docs.aws.amazon.com/IAM/latest/UserGuide/signature-v4-troubleshooting.html, 2026-11. */
const clockIsOff = /Signature expired: |Signature not yet current: /;

/** undefined: no such secret. */
function answered({ status, body }: HttpReply, title: string, what: string): JsonRecord | undefined {
  const record = recordOf(body);
  if (status === 200) return record;
  const kind = (textIn(record, "__type") ?? "").split("#").at(-1) ?? "";
  if (kind === "ResourceNotFoundException") return undefined;
  if (/RequestTimeTooSkewed|RequestExpired/.test(kind) || says(body, clockIsOff)) {
    throw denied(title, what, "the clock of this machine is off by more than minutes; set it, then try again");
  }
  if (/ExpiredToken|UnrecognizedClient|InvalidClientTokenId|InvalidSignature|IncompleteSignature/.test(kind)) {
    throw denied(title, what, "the login has expired or is wrong; log in again: aws sso login, or aws configure");
  }
  if (/AccessDenied/.test(kind)) throw denied(title, what, "the login lacks this right; an IAM policy has to grant it");
  if (/Throttling|TooManyRequests/.test(kind)) throw badStatus(title, 429, what);
  if (kind === "InvalidRequestException") {
    throw unreachable(
      title,
      `would not ${what}: it may be scheduled for deletion`,
      "restore it, or choose another name",
    );
  }
  if (kind === "LimitExceededException" || kind === "ValidationException") {
    throw unreachable(title, `would not ${what}`, "a value may have 64 KiB, and a name letters, digits and /_+=.@-");
  }
  throw badStatus(title, status, what);
}
