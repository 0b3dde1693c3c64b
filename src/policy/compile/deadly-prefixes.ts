import { catalogues } from "../../core/destructive/providers/index.ts";

/** The destructive commands whose words are fixed, each as a list of words; those with options among them are left out. */
export function deadlyPrefixes(): readonly (readonly (readonly string[])[])[] {
  return catalogues
    .flatMap(({ commands }) => commands)
    .map(({ run }) => run.split(" ").map((word) => word.split("|")))
    .filter((words) => words.every((each) => each.every((word) => !word.startsWith("-") && !word.includes("*"))));
}
