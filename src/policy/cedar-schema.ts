/** What every compiled policy is validated against, strictly. */
export const cedarSchema = `
entity Passport;
entity Service;
entity Credential in [Service] = { environment: String, abilities: Set<String> };
type Use = {
  approved: Bool, bulk: Bool, certain: Bool, crossAccount: Bool,
  hostElsewhere: Bool, hostKnown: Bool, hostOther: Bool, listed: Bool, session: String, ttl: Long,
};
action "list", "read", "write", "delete", "run" appliesTo { principal: [Passport], resource: [Credential], context: Use };
`;
