/* Copies what stands beside the button. */
import { announce, say } from "../words";

export default function copy(element: HTMLElement): void {
  if (!navigator.clipboard) return;
  element.hidden = false;
  element.addEventListener("click", async () => {
    await navigator.clipboard.writeText(element.dataset.copy ?? "");
    const words = element.querySelector("span");
    const before = words?.textContent ?? "";
    if (words) words.textContent = say("copied");
    announce(say("copied"));
    window.setTimeout(() => words && (words.textContent = before), 2000);
  });
}
