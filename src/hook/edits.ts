// A program of its own (dist/hook-edits.js), loaded for calls that edit a file and for no other: the detection rules
// are most of the hook's size, and compiling them costs every call a third of its time.
export { detectText } from "../core/detect/engine.ts";
