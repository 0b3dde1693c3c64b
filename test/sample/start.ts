// What .scripts/start.mjs loads from dist/story.js.

export { incidentAttempts } from "./incident.ts";
export { runStory } from "./story.ts";
export { tell } from "./tell.ts";
