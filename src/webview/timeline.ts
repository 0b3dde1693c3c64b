import { type Bucket, type Buckets, bucketsOf, perWords, totalOf } from "./buckets.ts";
import { element, shape } from "./dom.ts";
import type { Entries } from "./entries.ts";
import type { Span } from "./filter.ts";
import { l10n, language } from "./l10n.ts";
import { entriesText, numberText } from "./words.ts";

const height = 28;
/** A bar and the gap behind it. */
const barWidth = 6;
const parts = ["other", "allowed", "asked", "denied"] as const;

/**
 * Entries per minute by verdict, one bar for each. Dragging over bars chooses their time; with the keyboard the arrows
 * move over them, Shift with an arrow or Enter chooses, Escape takes the choice back.
 */
export class Timeline {
  readonly element: HTMLElement;
  readonly #drawing = shape("svg", { height: String(height), "aria-hidden": "true", preserveAspectRatio: "none" });
  readonly #caption = element("span", { class: "timeline-caption" });
  readonly #chosen: (span: Span | undefined) => void;
  #buckets: Buckets | undefined;
  #room = 10; // bars
  #span: Span | undefined;
  #cursor: number | undefined; // the bar that the keyboard is at
  #from: number | undefined; // the bar that a choice began at

  constructor(chosen: (span: Span | undefined) => void) {
    this.#chosen = chosen;
    const label = l10n.t("Entries over time; arrows move, Shift with an arrow chooses a span, Escape takes it back");
    this.element = element("div", { class: "timeline", role: "slider", tabindex: "0", "aria-label": label });
    this.element.setAttribute("aria-orientation", "horizontal");
    this.element.append(this.#drawing, this.#caption);
    this.element.addEventListener("keydown", (event) => this.#key(event));
    this.#drawing.addEventListener("pointerdown", (event) => this.#press(event));
    this.#drawing.addEventListener("pointermove", (event) => this.#move(event));
    this.#drawing.addEventListener("pointerup", () => {
      this.#from = undefined;
    });
    this.#drawing.addEventListener("dblclick", () => this.#choose(undefined));
  }

  show(entries: Entries, slots: Int32Array, span: Span | undefined): void {
    this.element.hidden = slots.length === 0; // what is hidden has no width
    this.#room = Math.max(10, Math.floor(this.#drawing.clientWidth / barWidth));
    this.#buckets = bucketsOf(entries, slots, this.#room);
    this.#span = span;
    if (this.#cursor !== undefined) this.#cursor = Math.min(this.#cursor, (this.#buckets?.all.length ?? 1) - 1);
    this.#draw();
  }

  #draw(): void {
    const buckets = this.#buckets;
    this.element.hidden = buckets === undefined;
    if (buckets === undefined) return;
    const { all, most, minutes, start } = buckets;
    this.#drawing.setAttribute(
      "viewBox",
      `0 0 ${String(Math.max(all.length, this.#room) * barWidth)} ${String(height)}`,
    );
    this.#drawing.replaceChildren(
      ...this.#chosenShape(buckets),
      ...all.flatMap((bucket, at) => bars(bucket, at, most)),
    );
    const last = start + all.length * minutes * 60_000;
    this.#caption.textContent = l10n.t(
      "Entries per {0}, {1} to {2}",
      perWords(minutes),
      pointOf(start, minutes),
      pointOf(last, minutes),
    );
    this.#tell();
  }

  #chosenShape({ start, minutes, all }: Buckets): readonly SVGElement[] {
    const shapes: SVGElement[] = [];
    const at = (time: number): number => ((time - start) / (minutes * 60_000)) * barWidth;
    if (this.#span !== undefined) {
      const from = Math.max(0, at(this.#span.from));
      const width = Math.max(0, Math.min(all.length * barWidth, at(this.#span.to)) - from);
      shapes.push(shape("rect", { class: "chosen", x: String(from), y: "0", ...size(width, height) }));
    }
    if (this.#cursor !== undefined) {
      const x = String(this.#cursor * barWidth - 0.5);
      shapes.push(shape("rect", { class: "cursor", x, y: "0", ...size(barWidth, height) }));
    }
    return shapes;
  }

  #tell(): void {
    const buckets = this.#buckets;
    const at = this.#cursor ?? (buckets?.all.length ?? 1) - 1;
    const bucket = buckets?.all[at];
    if (buckets === undefined || bucket === undefined) return;
    const time = pointOf(buckets.start + at * buckets.minutes * 60_000, buckets.minutes);
    const refused = bucket.denied === 0 ? "" : l10n.t(", {0} denied", numberText(bucket.denied));
    const words = `${time}: ${entriesText(totalOf(bucket))}${refused}`;
    const range = {
      "aria-valuemin": "0",
      "aria-valuemax": String(buckets.all.length - 1),
      "aria-valuenow": String(at),
    };
    for (const [name, value] of Object.entries({ ...range, "aria-valuetext": words })) {
      this.element.setAttribute(name, value);
    }
  }

  #press(event: PointerEvent): void {
    if (event.button !== 0) return;
    const at = this.#barAt(event);
    if (at === undefined) return;
    this.#drawing.setPointerCapture(event.pointerId);
    this.#from = at;
    this.#chooseBars(at, at);
  }

  #move(event: PointerEvent): void {
    const at = this.#from === undefined ? undefined : this.#barAt(event);
    if (this.#from !== undefined && at !== undefined) this.#chooseBars(this.#from, at);
  }

  #barAt({ clientX }: PointerEvent): number | undefined {
    const buckets = this.#buckets;
    const { left, width } = this.#drawing.getBoundingClientRect();
    if (buckets === undefined || width === 0) return undefined;
    const drawn = Math.max(buckets.all.length, this.#room);
    return Math.min(buckets.all.length - 1, Math.max(0, Math.floor(((clientX - left) / width) * drawn)));
  }

  #key(event: KeyboardEvent): void {
    const buckets = this.#buckets;
    if (buckets === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const last = buckets.all.length - 1;
    const at = this.#cursor ?? last;
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: last }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      this.#cursor = Math.min(last, Math.max(0, to));
      if (!event.shiftKey) this.#from = undefined;
      else this.#chooseBars((this.#from ??= at), this.#cursor);
      this.#draw();
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.#chooseBars(at, at);
    } else if (event.key === "Escape") {
      this.#from = undefined;
      this.#choose(undefined);
    }
  }

  #chooseBars(one: number, other: number): void {
    const buckets = this.#buckets;
    if (buckets === undefined) return;
    const length = buckets.minutes * 60_000;
    this.#choose({
      from: buckets.start + Math.min(one, other) * length,
      to: buckets.start + (Math.max(one, other) + 1) * length,
    });
  }

  #choose(span: Span | undefined): void {
    if (span?.from === this.#span?.from && span?.to === this.#span?.to) return;
    this.#span = span;
    this.#draw();
    this.#chosen(span);
  }
}

function bars(bucket: Bucket, at: number, most: number): readonly SVGElement[] {
  const all: SVGElement[] = [];
  let below = height;
  for (const part of parts) {
    if (bucket[part] === 0) continue;
    const tall = Math.max(2, (bucket[part] / most) * (height - 2));
    below = Math.max(0, below - tall);
    const place = { x: String(at * barWidth), y: below.toFixed(1) };
    all.push(shape("rect", { class: part, ...place, ...size(barWidth - 1, tall) }));
  }
  return all;
}

const size = (width: number, tall: number): Readonly<Record<string, string>> => ({
  width: width.toFixed(1),
  height: tall.toFixed(1),
});

const times = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const days = new Intl.DateTimeFormat(language, { month: "short", day: "numeric" });

/** A point of time as exactly as the bars are; with its day when that is not today. */
function pointOf(time: number, minutes: number): string {
  if (minutes >= 1440) return days.format(time);
  const isToday = new Date(time).toDateString() === new Date().toDateString();
  return isToday ? times.format(time) : `${days.format(time)} ${times.format(time)}`;
}
