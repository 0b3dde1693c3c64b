import type { Passport } from "../passport.ts";
import { forbids } from "./forbids.ts";

const placeholder = "arn:aws:bedrock-agentcore:REGION:ACCOUNT:gateway/GATEWAY";

/**
 * Cedar for an Amazon Bedrock AgentCore gateway (reference of November 2026: principals AgentCore::OAuthUser, actions
 * AgentCore::Action::"TARGET___TOOL"). A service is a target and its tools are named read, write and delete: the tools
 * of a real target have other names, so this is a start that a person finishes.
 */
export function agentcorePolicy(passport: Passport, gateway: string | undefined): string {
  const resource = `resource == AgentCore::Gateway::${JSON.stringify(gateway ?? placeholder)}`;
  const permits = passport.permissions
    .filter(({ service }) => service !== "*")
    .map(({ service, actions }) => {
      const tools = actions.map((action) => toolOf(service, action)).join(", ");
      return `@id(${JSON.stringify(`${passport.id}/permissions/${service}`)})\npermit (principal is AgentCore::OAuthUser, action in [${tools}], ${resource})\nwhen { principal.hasTag("agent") && principal.getTag("agent") == ${JSON.stringify(passport.agent)} };\n`;
    });
  const deletes = passport.permissions
    .filter(({ service }) => service !== "*")
    .map(({ service }) => toolOf(service, "delete"));
  const noDelete =
    forbids(passport, "no-delete") && deletes.length > 0
      ? [
          `@id(${JSON.stringify(`${passport.id}/restrictions/no-delete`)})\nforbid (principal is AgentCore::OAuthUser, action in [${deletes.join(", ")}], ${resource});\n`,
        ]
      : [];
  return [...permits, ...noDelete].join("\n");
}

const toolOf = (service: string, action: string): string =>
  `AgentCore::Action::${JSON.stringify(`${service}___${action}`)}`;
