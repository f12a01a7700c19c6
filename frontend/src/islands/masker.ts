/* Covers faces and plates: boxes drawn by finger, mouse or keyboard, sent as shares of the picture.

   <div data-island="masker" data-field="id_boxes" data-boxes="[…]"><img …></div>
   The field gets JSON: [{"left": 0.1, "top": 0.2, "width": 0.15, "height": 0.1}, …], each between 0 and 1. The server
   does the covering. [data-masker-fallback], the same in numbers, is hidden. */
import { announce, button, make, say } from "../words";

type Box = { left: number; top: number; width: number; height: number; way?: string };
type Drawn = { box: Box; shown: HTMLElement };
const STEP = 0.01;
const LEAST = 0.015;

function fit(box: Box): Box {
  const width = Math.min(Math.max(box.width, LEAST), 1);
  const height = Math.min(Math.max(box.height, LEAST), 1);
  return { ...box, width, height, left: Math.min(Math.max(box.left, 0), 1 - width), top: Math.min(Math.max(box.top, 0), 1 - height) };
}

class Masker {
  private readonly boxes: Drawn[] = [];

  constructor(private readonly frame: HTMLElement, private readonly field: HTMLInputElement) {
    frame.classList.add("masker");
    frame.querySelector("img")?.setAttribute("draggable", "false");
    document.querySelectorAll<HTMLElement>("[data-masker-fallback]").forEach((rows) => (rows.hidden = true));
    const add = button(say("maskAdd"));
    add.addEventListener("click", () => this.add({ left: 0.4, top: 0.4, width: 0.2, height: 0.15 }).focus());
    frame.before(make("p", "quiet", say("maskHint")));
    frame.after(add);
    frame.addEventListener("pointerdown", (event) => this.draw(event));
    try {
      (JSON.parse(field.value || frame.dataset.boxes || "[]") as Box[]).forEach((box) => this.add(box));
    } catch {
      this.boxes.length = 0;
    }
    this.write();
  }

  private at(event: PointerEvent): [number, number] {
    const place = this.frame.getBoundingClientRect();
    return [(event.clientX - place.left) / place.width, (event.clientY - place.top) / place.height];
  }

  private draw(event: PointerEvent): void {
    if (event.button !== 0 || (event.target as HTMLElement).closest(".masker-box")) return;
    event.preventDefault();
    const [x, y] = this.at(event);
    const shown = this.add({ left: x, top: y, width: LEAST, height: LEAST });
    const one = this.boxes[this.boxes.length - 1]!;
    const move = (next: PointerEvent): void => {
      const [nx, ny] = this.at(next);
      one.box = fit({ left: Math.min(x, nx), top: Math.min(y, ny), width: Math.abs(nx - x), height: Math.abs(ny - y) });
      this.place(one);
    };
    this.follow(event, move, () => shown.focus());
  }

  private drag(event: PointerEvent, one: Drawn): void {
    event.preventDefault();
    event.stopPropagation();
    one.shown.focus();
    const [x, y] = this.at(event);
    const from = { ...one.box };
    this.follow(event, (next) => {
      const [nx, ny] = this.at(next);
      one.box = fit({ ...from, left: from.left + nx - x, top: from.top + ny - y });
      this.place(one);
    }, () => undefined);
  }

  private follow(event: PointerEvent, move: (next: PointerEvent) => void, end: () => void): void {
    const stop = (): void => {
      this.frame.removeEventListener("pointermove", move);
      this.write();
      end();
    };
    this.frame.setPointerCapture(event.pointerId);
    this.frame.addEventListener("pointermove", move);
    this.frame.addEventListener("pointerup", stop, { once: true });
    this.frame.addEventListener("pointercancel", stop, { once: true });
  }

  private add(box: Box): HTMLElement {
    const shown = make("div", "masker-box");
    shown.tabIndex = 0;
    shown.setAttribute("role", "img");
    const one = { box: fit(box), shown };
    this.boxes.push(one);
    this.frame.append(shown);
    shown.addEventListener("pointerdown", (event) => this.drag(event, one));
    shown.addEventListener("keydown", (event) => this.key(event, one));
    this.place(one);
    this.write();
    return shown;
  }

  private key(event: KeyboardEvent, one: Drawn): void {
    const moves: Record<string, [number, number]> = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
    const step = moves[event.key];
    if (event.key === "Delete" || event.key === "Backspace") {
      this.boxes.splice(this.boxes.indexOf(one), 1);
      one.shown.remove();
    } else if (step) {
      const [dx, dy] = step;
      const { left, top, width, height } = one.box;
      one.box = fit(event.shiftKey ? { ...one.box, width: width + dx, height: height + dy } : { ...one.box, left: left + dx, top: top + dy });
      this.place(one);
    } else return;
    event.preventDefault();
    this.write();
  }

  private place({ box, shown }: Drawn): void {
    for (const side of ["left", "top", "width", "height"] as const) shown.style[side] = `${box[side] * 100}%`;
  }

  private write(): void {
    const short = (n: number): number => Math.round(n * 10_000) / 10_000;
    this.field.value = JSON.stringify(
      this.boxes.map(({ box }) => ({ ...box, left: short(box.left), top: short(box.top), width: short(box.width), height: short(box.height) })),
    );
    this.boxes.forEach(({ shown }, i) => shown.setAttribute("aria-label", say("maskBox", { n: i + 1 })));
    announce(say("maskCount", { n: this.boxes.length }));
  }
}

export default function masker(element: HTMLElement): void {
  const field = document.getElementById(element.dataset.field ?? "");
  if (field instanceof HTMLInputElement) void new Masker(element, field);
}
