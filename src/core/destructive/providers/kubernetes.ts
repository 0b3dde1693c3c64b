import type { Catalogue } from "../catalogue.ts";

export const kubernetes = {
  id: "kubernetes",
  title: "Kubernetes",
  service: "kubernetes",
  hosts: [],
  docs: { url: "https://kubernetes.io/docs/reference/kubectl/", checked: "2026-11-24" },
  commands: [
    {
      run: "kubectl|oc|k delete namespace|namespaces|ns|project",
      dies: "a namespace and all in it, its volumes too",
      bulk: true,
    },
    {
      run: "kubectl|oc|k delete pvc|pv|persistentvolumeclaim|persistentvolume",
      dies: "a volume and, by most storage classes, its data",
    },
    { run: "kubectl|oc|k delete", dies: "Kubernetes resources" },
    { run: "kubectl|oc|k drain", dies: "what runs on a node" },
    { run: "kubectl|oc|k replace --force", dies: "Kubernetes resources, to make them anew" },
    { run: "helm uninstall|delete|un|del", dies: "a Helm release" },
    { run: "helm rollback", dies: "the newest revision of a Helm release" },
    { run: "argocd app|cluster|proj|repo delete|rm", dies: "an Argo CD application, cluster or project" },
    { run: "flux delete|uninstall", dies: "what Flux runs" },
    { run: "eksctl delete", dies: "an EKS cluster or what runs in it" },
    { run: "kops delete", dies: "a kops cluster" },
  ],
} as const satisfies Catalogue;
