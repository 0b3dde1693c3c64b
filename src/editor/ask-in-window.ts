import { l10n, window } from "vscode";
import type { Answer, AskChoice, Asker } from "../broker/asker.ts";
import { questionLines } from "../broker/question-text.ts";

/**
 * A modal question with the literal command, which no agent's own approval mode can answer. Escape is "not now": asked
 * again in a minute at the earliest.
 */
export const askInWindow: Asker = async (question): Promise<Answer> => {
  const [message = "", ...detail] = questionLines(question);
  const titles = question.choices.map((choice) => ({ title: titleOf(choice, question.whileSeconds), choice }));
  const never = { title: l10n.t("Never in This Session") };
  const options = { modal: true, detail: detail.map((line) => line.trim()).join("\n") };
  const chosen = await window.showWarningMessage(message, options, ...titles.map(({ title }) => title), never.title);
  if (chosen === never.title) return { kind: "never" };
  const found = titles.find(({ title }) => title === chosen);
  return { kind: found?.choice ?? "not-now" };
};

function titleOf(choice: AskChoice, whileSeconds: number): string {
  switch (choice) {
    case "once":
      return l10n.t("Once");
    case "a-while":
      return l10n.t("{0} Minutes", Math.ceil(whileSeconds / 60));
    case "session":
      return l10n.t("This Session");
  }
}
