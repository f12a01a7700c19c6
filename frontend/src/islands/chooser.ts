/* Ticks that are narrowed while one types; without scripts the button asks the server for the same. Enter ticks the only one left. */
import { announce, say } from "../words";

export default function chooser(element: HTMLElement): void {
  const find = element.querySelector<HTMLInputElement>('input[type="search"]');
  const rows = [...element.querySelectorAll<HTMLLIElement>("li")];
  if (!find || !rows.length) return;
  element.querySelector("button[name=find]")?.remove(); // so that Enter elsewhere in the form does not press it
  const narrow = (): HTMLLIElement[] => {
    const words = find.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    return rows.filter((row) => {
      const ticked = row.querySelector<HTMLInputElement>("input")?.checked ?? false;
      const fits = words.every((word) => (row.textContent ?? "").toLowerCase().includes(word));
      row.hidden = !ticked && !fits;
      return fits;
    });
  };
  find.addEventListener("input", () => announce(say("chooserLeft", { n: narrow().length })));
  find.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const left = narrow();
    if (find.value.trim() && left.length === 1) left[0]?.querySelector<HTMLInputElement>("input")?.click();
  });
  narrow();
}
