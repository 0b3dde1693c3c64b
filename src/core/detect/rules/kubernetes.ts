import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const kubernetes: Provider = {
  id: "kubernetes",
  title: "Kubernetes",
  docs: { url: "https://kubernetes.io/docs/concepts/configuration/secret/", checked: "2026-11-24" },
  rules: [
    {
      id: "kubernetes-client-key",
      kind: "client key",
      match: {
        by: "key",
        shapes: [
          ["LS0tLS1CRUdJTi", run("base64", 200, 6000)],
          ["LS0tLS1CRUdJTi", run("base64", 200, 6000), "="],
          ["LS0tLS1CRUdJTi", run("base64", 200, 6000), "=="],
        ],
        words: ["client-key-data", "tls"],
        key: /keydata|tlskey|privatekey|^key$/,
      },
      reasons: ["it is a PEM private key, base64-encoded"],
    },
    {
      id: "kubernetes-bootstrap-token",
      kind: "bootstrap token",
      match: {
        by: "key",
        shapes: [[run("alnumLower", 6), ".", run("alnumLower", 16)]],
        words: ["bootstrap", "kubeadm", "kube"],
        key: /token/,
      },
      expiry: { kind: "temporary" },
    },
  ],
};
