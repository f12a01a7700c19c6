/* Covers faces and plates: boxes drawn by finger, mouse or keyboard, sent as shares of the picture.

   <form data-island="masker" data-image="…url…"> … <input type="hidden" name="boxes">
   The field gets JSON: [{"x": 0.1, "y": 0.2, "w": 0.15, "h": 0.1}, …], each between 0 and 1. The server does the covering. */
import { announce, button, make, say } from "../words";

type Box = { x: number; y: number; w: number; h: number };
const STEP = 0.01;
const LEAST = 0.015;

function fit(box: Box): Box {
  const w = Math.min(Math.max(box.w, LEAST), 1);
  const h = Math.min(Math.max(box.h, LEAST), 1);
  return { w, h, x: Math.min(Math.max(box.x, 0), 1 - w), y: Math.min(Math.max(box.y, 0), 1 - h) };
}

class Masker {
  private readonly boxes: { box: Box; shown: HTMLElement }[] = [];
  private readonly frame = make("div", "masker");

  constructor(form: HTMLFormElement, private readonly field: HTMLInputElement) {
    const image = make("img");
    image.src = form.dataset.image ?? "";
    image.alt = form.dataset.alt ?? "";
    image.draggable = false;
    this.frame.append(image);
    const hint = make("p", "quiet", say("maskHint"));
    const add = button(say("maskAdd"));
    add.addEventListener("click", () => this.add({ x: 0.4, y: 0.4, w: 0.2, h: 0.15 }).focus());
    form.prepend(hint, this.frame, add);
    this.frame.addEventListener("pointerdown", (event) => this.draw(event));
    try {
      (JSON.parse(field.value || "[]") as Box[]).forEach((box) => this.add(box));
    } catch {
      field.value = "[]";
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
    const shown = this.add({ x, y, w: LEAST, h: LEAST });
    const one = this.boxes[this.boxes.length - 1]!;
    const move = (next: PointerEvent): void => {
      const [nx, ny] = this.at(next);
      one.box = fit({ x: Math.min(x, nx), y: Math.min(y, ny), w: Math.abs(nx - x), h: Math.abs(ny - y) });
      this.place(one);
    };
    this.follow(event, move, () => shown.focus());
  }

  private drag(event: PointerEvent, one: { box: Box; shown: HTMLElement }): void {
    event.preventDefault();
    event.stopPropagation();
    one.shown.focus();
    const [x, y] = this.at(event);
    const from = { ...one.box };
    this.follow(event, (next) => {
      const [nx, ny] = this.at(next);
      one.box = fit({ ...from, x: from.x + nx - x, y: from.y + ny - y });
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

  private key(event: KeyboardEvent, one: { box: Box; shown: HTMLElement }): void {
    const moves: Record<string, [number, number]> = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
    const step = moves[event.key];
    if (event.key === "Delete" || event.key === "Backspace") {
      this.boxes.splice(this.boxes.indexOf(one), 1);
      one.shown.remove();
    } else if (step) {
      const [dx, dy] = step;
      one.box = fit(event.shiftKey ? { ...one.box, w: one.box.w + dx, h: one.box.h + dy } : { ...one.box, x: one.box.x + dx, y: one.box.y + dy });
      this.place(one);
    } else return;
    event.preventDefault();
    this.write();
  }

  private place({ box, shown }: { box: Box; shown: HTMLElement }): void {
    shown.style.left = `${box.x * 100}%`;
    shown.style.top = `${box.y * 100}%`;
    shown.style.width = `${box.w * 100}%`;
    shown.style.height = `${box.h * 100}%`;
  }

  private write(): void {
    const short = (n: number): number => Math.round(n * 10_000) / 10_000;
    this.field.value = JSON.stringify(this.boxes.map(({ box }) => ({ x: short(box.x), y: short(box.y), w: short(box.w), h: short(box.h) })));
    this.boxes.forEach(({ shown }, i) => shown.setAttribute("aria-label", say("maskBox", { n: i + 1 })));
    announce(say("maskCount", { n: this.boxes.length }));
  }
}

export default function masker(element: HTMLElement): void {
  const field = element.querySelector<HTMLInputElement>('input[name="boxes"]');
  if (element instanceof HTMLFormElement && field) void new Masker(element, field);
}
