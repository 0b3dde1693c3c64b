import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const flutterwave: Provider = {
  id: "flutterwave",
  title: "Flutterwave",
  docs: { url: "https://developer.flutterwave.com/docs/authentication", checked: "2026-11-24" },
  rules: [
    {
      id: "flutterwave-secret-key",
      kind: "secret key",
      match: {
        by: "shape",
        shapes: [
          ["FLWSECK-", run("hex", 32), "-X"],
          ["FLWSECK-", run("hex", 12)],
        ],
      },
      environment: "production",
    },
    {
      id: "flutterwave-test-key",
      kind: "test key",
      match: {
        by: "shape",
        shapes: [
          ["FLWSECK_TEST-", run("hexAny", 32), "-X"],
          ["FLWSECK_TEST-", run("hexAny", 12)],
        ],
      },
      environment: "test",
    },
  ],
};
