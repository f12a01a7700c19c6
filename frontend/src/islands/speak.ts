/* Reads a part of the page aloud with the device's own voice, part by part, showing where it is. */
import { say } from "../words";

const PARTS = "h1, h2, h3, p, li, dt, dd, th, td, label, legend";

export default function speak(element: HTMLElement): void {
  const voice = window.speechSynthesis;
  const place = document.querySelector<HTMLElement>(element.dataset.speak ?? "#main");
  if (!voice || !place) return;
  element.hidden = false;
  const words = element.querySelector("span") ?? element;
  let parts: HTMLElement[] = [];
  let reading = false;

  const stop = (): void => {
    reading = false;
    voice.cancel();
    place.querySelectorAll(".speak-now").forEach((part) => part.classList.remove("speak-now"));
    words.textContent = say("speakStart");
    element.setAttribute("aria-pressed", "false");
  };
  const next = (): void => {
    place.querySelectorAll(".speak-now").forEach((part) => part.classList.remove("speak-now"));
    const part = parts.shift();
    if (!reading || !part) return stop();
    part.classList.add("speak-now");
    part.scrollIntoView({ block: "nearest" });
    const said = new SpeechSynthesisUtterance(part.innerText);
    said.lang = document.documentElement.lang;
    said.rate = 0.9;
    said.onend = next;
    said.onerror = stop;
    voice.speak(said);
  };
  element.setAttribute("aria-pressed", "false");
  element.addEventListener("click", () => {
    if (reading) return stop();
    parts = [...place.querySelectorAll<HTMLElement>(PARTS)].filter((part) => part.offsetParent && part.innerText.trim() && !part.querySelector(PARTS));
    reading = true;
    words.textContent = say("speakStop");
    element.setAttribute("aria-pressed", "true");
    next();
  });
  window.addEventListener("pagehide", () => voice.cancel());
}
