/* Keeps the words of a clock chip true while the page stays open. */
import { say } from "../words";

const MINUTE = 60_000;

function span(ms: number): string {
  const minutes = Math.max(1, Math.round(Math.abs(ms) / MINUTE));
  if (minutes < 120) return say("minutes", { n: minutes });
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? say("hours", { n: hours }) : say("days", { n: Math.floor(hours / 24) });
}

export default function clock(element: HTMLElement): void {
  const due = Date.parse(element.dataset.due ?? "");
  const left = element.querySelector<HTMLElement>("[data-left]");
  if (!left || Number.isNaN(due)) return;
  const timer = window.setInterval(() => {
    if (!element.isConnected) return window.clearInterval(timer);
    const rest = due - Date.now();
    left.textContent = say(rest < 0 ? "over" : "left", { span: span(rest) });
    if (rest < 0) {
      element.classList.remove("chip-going", "chip-soon");
      element.classList.add("chip-late");
    }
  }, MINUTE);
}
