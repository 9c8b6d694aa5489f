// What a page says of a stored grant, with types that are generated from the JSON schema:
// erasmus-grants schema grant | npx json-schema-to-typescript@15 > grant.d.ts
import type { GrantBreakdown } from "./grant.js";

/** Amounts are text with two places.  Add them as whole cents, since sums of binary fractions are not exact. */
export function cents(amount: string): bigint {
  return BigInt(amount.replace(".", ""));
}

/** Says in a sentence what the answer is; the compiler knows that there are three. */
export function sentence(grant: GrantBreakdown): string {
  switch (grant.status) {
    case "granted":
      return `${grant.total_eur} EUR for ${grant.mobility.activity}, in ${grant.lines.length} lines`;
    case "not_eligible":
      return grant.findings.filter((finding) => finding.severity === "refusing").map((finding) => finding.message).join("; ");
    case "undetermined":
      return `between ${grant.minimum_total_eur ?? "?"} and ${grant.maximum_total_eur ?? "?"} EUR, ${grant.questions.length} open`;
  }
}

/** Returns the total in cents; null: it is not known yet. */
export function total(grant: GrantBreakdown): bigint | null {
  return grant.total_eur === null ? null : cents(grant.total_eur);
}

// The compiler refuses what a grant cannot have, and would complain here if it did not.
// @ts-expect-error: an amount is text, and never a number
export const misread: GrantBreakdown["total_eur"] = 2080.0;
