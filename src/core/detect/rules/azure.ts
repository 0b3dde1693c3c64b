import type { Random } from "../random.ts";
import type { Provider, Told } from "../rule.ts";
import { run } from "../shape.ts";

/** A signature only means something beside its version and rights; the address says what it may do and until when. */
function signature(_value: string, context: string): Told | undefined {
  if (!/[?&]s[vrpse]=/.test(context)) return undefined;
  const until = /[?&]se=(\d{4}-\d\d-\d\d(?:T[\d:%A]{4,14}Z)?)/i.exec(context)?.[1]?.replaceAll("%3A", ":");
  const rights = /[?&]sp=([a-z]{1,12})/.exec(context)?.[1];
  return {
    privilege: rights !== undefined && /^r?l?$/.test(rights) ? "scoped" : "unknown",
    expiry: until === undefined ? { kind: "unknown" } : { kind: "date", at: until },
    reasons: rights === undefined ? [] : [`its rights are ${rights}`],
  };
}

const signed = (random: Random): readonly string[] => [
  `https://shop.blob.core.windows.net/c?sv=2022-11-02&sr=c&sp=rl&se=2031-01-01T00:00:00Z&sig=${random.chars("ABCDEFGHabcdefgh0123456789", 43)}%3D`,
];

const services: Readonly<Record<string, string>> = {
  ACOG: "Azure AI services",
  AAAB: "Azure OpenAI",
  AZDO: "Azure DevOps",
  AZEG: "Event Grid",
  AZAC: "Azure Communication Services",
};

/** After the mark: one character, the year from A = 2024, the month from A; the service's code stands near the end. */
function allocated(value: string): Told {
  const mark = value.indexOf("JQQJ9");
  const year = value.charCodeAt(mark + 6) - 65;
  const month = value.charCodeAt(mark + 7) - 65;
  const service = Object.entries(services).find(([code]) => value.includes(code, mark + 8))?.[1];
  const made = year >= 0 && year < 26 && month >= 0 && month < 12;
  return {
    reasons: [
      ...(made ? [`it was made in ${String(2024 + year)}-${String(month + 1).padStart(2, "0")}`] : []),
      ...(service === undefined ? [] : [`it is a key of ${service}`]),
    ],
  };
}

export const azure: Provider = {
  id: "azure",
  title: "Azure",
  docs: { url: "https://learn.microsoft.com/en-us/purview/sit-defn-azure-storage-account-key", checked: "2026-11-24" },
  rules: [
    {
      id: "azure-client-secret",
      kind: "app registration secret",
      match: {
        by: "shape",
        shapes: [
          [run("token", 3), "7Q~", run("token", 31, 34)],
          [run("token", 3), "8Q~", run("token", 31, 34)],
          [run("token", 3), "9Q~", run("token", 31, 34)],
        ],
      },
      reasons: ["it ends within 24 months; when is not visible"],
    },
    {
      id: "azure-identifiable-key",
      kind: "identifiable key",
      match: {
        by: "shape",
        shapes: [
          [run("base64", 76), "+ASt", run("base64", 5), "Q=="],
          [run("base64", 76), "ACDb", run("base64", 5), "Q=="],
          [run("base64", 76), "+ABa", run("base64", 5), "Q=="],
          [run("base64", 76), "+AMC", run("base64", 5), "Q=="],
          [run("base64", 76), "+ARm", run("base64", 5), "Q=="],
          [run("base64", 76), "+ASt", run("base64", 5), "A=="],
          [run("base64", 76), "ACDb", run("base64", 5), "A=="],
          [run("base64", 76), "+ABa", run("base64", 5), "A=="],
          [run("base64", 76), "+AMC", run("base64", 5), "A=="],
          [run("base64", 76), "+ASt", run("base64", 5), "g=="],
          [run("base64", 76), "ACDb", run("base64", 5), "g=="],
          [run("base64", 76), "+ABa", run("base64", 5), "g=="],
          [run("base64", 76), "+AMC", run("base64", 5), "g=="],
          [run("base64", 76), "+ASt", run("base64", 5), "w=="],
          [run("base64", 76), "ACDb", run("base64", 5), "w=="],
          [run("base64", 76), "+ABa", run("base64", 5), "w=="],
          [run("base64", 76), "+AMC", run("base64", 5), "w=="],
          [run("base64", 33), "+ASb", run("base64", 6), "="],
          [run("base64", 33), "+AEh", run("base64", 6), "="],
          [run("base64", 33), "+ARm", run("base64", 6), "="],
          [run("base64", 33), "AIoT", run("base64", 6), "="],
          [run("base64", 33), "AzCa", run("base64", 6), "="],
          [run("base64", 33), "AZEG", run("base64", 6), "="],
          [run("base62", 42), "+ACR", run("base62", 6)],
          [run("base62", 42), "AzSe", run("base62", 6)],
          [run("base62", 44), "AzFu", run("base62", 5), "=="],
        ],
      },
      privilege: "omnibus",
      narrower: "a managed identity or a scoped SAS",
      expiry: { kind: "never" },
      reasons: ["account keys reach everything in the account"],
    },
    {
      id: "azure-common-key",
      kind: "annotated key",
      match: {
        by: "shape",
        shapes: [
          [
            run("base62", 52),
            "JQQJ9",
            run("base62", 1),
            run("base62", 1),
            run("base62", 1),
            run("base62", 1),
            run("base62", 16),
            run("base62", 4),
            run("base62", 4),
          ],
          [run("base62", 52), "JQQJ9", run("base62", 19, 27)],
        ],
      },
      expiry: { kind: "never" },
      inspect: allocated,
    },
    {
      id: "azure-account-key",
      kind: "account key",
      match: {
        by: "key",
        shapes: [[run("base64", 86), "=="]],
        words: ["accountkey", "azure", "storage", "cosmos", "documents", "sharedkey", "primarykey", "secondarykey"],
        key: /key/,
      },
      privilege: "omnibus",
      narrower: "a managed identity or a scoped SAS",
      expiry: { kind: "never" },
      reasons: ["account keys reach everything in the account"],
    },
    {
      id: "azure-service-bus-key",
      kind: "shared access key",
      match: {
        by: "key",
        shapes: [[run("base64", 43), "="]],
        words: ["sharedaccesskey", "servicebus", "eventhub", "iothub", "azure", "relay"],
        key: /key/,
      },
      expiry: { kind: "never" },
    },
    {
      id: "azure-subscription-key",
      kind: "subscription key",
      match: {
        by: "key",
        shapes: [[run("hex", 32)]],
        words: ["azure", "ocp-apim", "cognitive", "openai", "speech", "bing"],
        key: /key/,
      },
    },
    {
      id: "azure-devops-token",
      kind: "DevOps personal access token",
      match: {
        by: "key",
        shapes: [[run("alnumLower", 52)]],
        words: ["azure", "devops", "ado_", "vsts", "visualstudio", "tfs", "azdo"],
        key: /pat|token|password/,
      },
      narrower: "a token with only the scopes it needs",
    },
    {
      id: "azure-sas",
      kind: "shared access signature",
      match: {
        by: "shape",
        shapes: [
          ["sig=", run("base64", 43), "="],
          ["sig=", run("base62", 10, 60), "%2", run("token", 4, 60), "%3D"],
          ["sig=", run("base62", 40, 44), "%3D"],
        ],
      },
      inspect: signature,
      samples: signed,
    },
    {
      id: "azure-function-key",
      kind: "Functions key",
      match: { by: "shape", shapes: [["code=", run("base64url", 50, 60), "=="]] },
    },
  ],
};
