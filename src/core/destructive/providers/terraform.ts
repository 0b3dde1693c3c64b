import type { Catalogue } from "../catalogue.ts";

export const terraform = {
  id: "terraform",
  title: "Terraform and its kin",
  service: "terraform",
  hosts: ["app.terraform.io", "api.pulumi.com"],
  docs: { url: "https://developer.hashicorp.com/terraform/cli/commands", checked: "2026-11-24" },
  commands: [
    { run: "terraform|tofu destroy", dies: "the infrastructure of that stack", bulk: true },
    { run: "terragrunt destroy|destroy-all", dies: "the infrastructure of that stack", bulk: true },
    { run: "terragrunt run-all|run destroy", dies: "the infrastructure of those stacks", bulk: true },
    { run: "terraform|tofu|terragrunt apply -destroy|--destroy", dies: "the infrastructure of that stack", bulk: true },
    { run: "terraform|tofu state rm", dies: "resources from the state: they go on costing, and nobody manages them" },
    { run: "terraform|tofu workspace delete", dies: "a workspace and its state" },
    { run: "pulumi destroy|down", dies: "the infrastructure of that stack", bulk: true },
    { run: "pulumi stack rm", dies: "a Pulumi stack and its history" },
    { run: "cdk|cdktf destroy", dies: "the infrastructure of that stack", bulk: true },
    { run: "sst|serverless|sls remove", dies: "the infrastructure of that stack", bulk: true },
    { run: "eb terminate", dies: "an Elastic Beanstalk environment" },
  ],
  requests: [
    { method: "DELETE", path: "/api/v2/**", dies: "a workspace, its state or its organization" },
    { method: "POST", path: "/api/v2/workspaces/*/actions/safe-delete", dies: "a workspace and its state" },
  ],
} as const satisfies Catalogue;
