import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const onePassword: Provider = {
  id: "1password",
  title: "1Password",
  docs: { url: "https://developer.1password.com/docs/service-accounts/", checked: "2026-11-24" },
  rules: [
    {
      id: "1password-service-account-token",
      kind: "service account token",
      match: {
        by: "shape",
        shapes: [
          ["ops_eyJ", run("base64", 200, 1600)],
          ["ops_eyJ", run("base64", 200, 1600), "="],
          ["ops_eyJ", run("base64", 200, 1600), "=="],
        ],
      },
      privilege: "scoped",
    },
    {
      id: "1password-secret-key",
      kind: "account secret key",
      match: {
        by: "shape",
        shapes: [
          [
            "A3-",
            run("alnumUpper", 6),
            "-",
            run("alnumUpper", 11),
            "-",
            run("alnumUpper", 5),
            "-",
            run("alnumUpper", 5),
            "-",
            run("alnumUpper", 5),
          ],
        ],
      },
      reasons: ["it opens the account together with its password"],
    },
    {
      id: "1password-secret-key-long",
      kind: "account secret key",
      match: {
        by: "key",
        shapes: [
          [
            "A3-",
            run("alnumUpper", 6),
            "-",
            run("alnumUpper", 6),
            "-",
            run("alnumUpper", 5),
            "-",
            run("alnumUpper", 5),
            "-",
            run("alnumUpper", 5),
            "-",
            run("alnumUpper", 5),
          ],
        ],
        words: ["onepassword", "1password", "op_", "secretkey"],
      },
      reasons: ["it opens the account together with its password"],
    },
  ],
};
