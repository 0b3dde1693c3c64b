import type { Clock } from "../core/ports.ts";
import type { Answer, Asker, Question } from "./asker.ts";

/** A human answers one question at a time, and not more than so many of one agent in a minute. */
const perMinute = 6;

export interface QuestionQueue {
  ask(key: string, question: Question): Promise<Answer>;
}

/** The same question asked again while it stands is the same question; a loop gets refusals and the human gets peace. */
export function createQueue(clock: Clock, ask: Asker): QuestionQueue {
  const standing = new Map<string, Promise<Answer>>();
  const asked = new Map<string, readonly number[]>();
  let last: Promise<unknown> = Promise.resolve();
  const isTooMany = (agent: string): boolean => {
    const now = clock.now();
    const recent = (asked.get(agent) ?? []).filter((at) => at > now - 60_000);
    if (recent.length >= perMinute) return true;
    asked.set(agent, [...recent, now]);
    return false;
  };
  const askInTurn = async (question: Question): Promise<Answer> => {
    const before = last;
    const answer = before.then(() => ask(question));
    last = answer.catch(() => undefined); // its asker hears of it; the next question is asked all the same
    return answer;
  };
  return {
    ask: async (key, question) => {
      const known = standing.get(key);
      if (known !== undefined) return known;
      if (isTooMany(question.agent)) return { kind: "not-now" };
      const answer = askInTurn(question);
      standing.set(key, answer);
      try {
        return await answer;
      } finally {
        standing.delete(key);
      }
    },
  };
}
