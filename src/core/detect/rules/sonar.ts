import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const sonar: Provider = {
  id: "sonar",
  title: "SonarQube",
  docs: { url: "https://docs.sonarsource.com/sonarqube-server/user-guide/managing-tokens/", checked: "2026-11-24" },
  rules: [
    {
      id: "sonar-token",
      kind: "token",
      match: {
        by: "shape",
        shapes: [
          ["squ_", run("hex", 40)],
          ["sqp_", run("hex", 40)],
          ["sqa_", run("hex", 40)],
        ],
      },
    },
    {
      id: "sonar-legacy-token",
      kind: "token",
      match: { by: "key", shapes: [[run("hex", 40)]], words: ["sonar"], key: /token|login/ },
    },
  ],
};
