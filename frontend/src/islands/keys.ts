/* j k Enter x ? in lists, and the single keys that a page declares with data-key. Never while someone types. */
import { make, button, say } from "../words";

let listening = false;
let rows: () => HTMLElement[] = () => [];
let place = -1;

const PLACE = () => `huying:row:${location.pathname}`;

/** Where someone was in this list, for when they come back after a step. */
export function keepPlace(link: HTMLElement): void {
  const row = link.closest<HTMLElement>("tr, [data-row]");
  if (row) sessionStorage.setItem(PLACE(), String(rows().indexOf(row)));
}

function backInPlace(): void {
  const kept = sessionStorage.getItem(PLACE());
  sessionStorage.removeItem(PLACE());
  if (kept === null || !document.querySelector(".messages")) return;
  place = Number(kept) - 1;
  if (place < 0) place = -1;
  go(1);
}

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) && !/^(checkbox|radio|button|submit)$/.test((target as HTMLInputElement).type ?? "");
}

function go(step: number): void {
  const all = rows();
  if (!all.length) return;
  place = Math.min(Math.max(all.findIndex((row) => row.classList.contains("is-here")), place < 0 ? -1 : place) + step, all.length - 1);
  place = Math.max(place, 0);
  all.forEach((row, i) => row.classList.toggle("is-here", i === place));
  const row = all[place];
  row?.scrollIntoView({ block: "nearest" });
  row?.querySelector<HTMLElement>("a[href]")?.focus({ preventScroll: true });
}

function here(): HTMLElement | undefined {
  return rows().find((row) => row.classList.contains("is-here")) ?? rows()[place];
}

function pick(): void {
  const box = here()?.querySelector<HTMLInputElement>('input[type="checkbox"]');
  box?.click();
}

/** What lies in a closed part of the page has no key. */
function seen(element: HTMLElement): boolean {
  return typeof element.checkVisibility === "function" ? element.checkVisibility({ contentVisibilityAuto: true }) : element.offsetParent !== null;
}

/** Presses a button or a link; opens what is closed and goes to its first field. */
function press(element: HTMLElement): void {
  element.click();
  const part = element.tagName === "SUMMARY" ? element.closest("details") : null;
  if (part) window.setTimeout(() => part.querySelector<HTMLElement>("input:not([type=hidden]), select, textarea")?.focus());
}

/** Enter belongs to the link or button that has the focus. */
function taken(event: KeyboardEvent): boolean {
  return event.key === "Enter" && event.target instanceof HTMLElement && event.target.closest("a, button, summary, input, label") !== null;
}

function declared(key: string): HTMLElement | null {
  const open = [...document.querySelectorAll<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)];
  return open.reverse().find((element) => seen(element) && !element.hasAttribute("disabled")) ?? null;
}

function help(): void {
  const dialog = make("dialog");
  const title = make("h2", "", say("keysTitle"));
  title.id = "keys-title";
  dialog.setAttribute("aria-labelledby", title.id);
  const list = make("dl", "keys-help");
  const lines: [string, string][] = [
    ["J", say("keyNext")], ["K", say("keyBefore")], ["Enter", say("keyOpen")], ["X", say("keyPick")], ["/", say("keySearch")], ["?", say("keyHelp")],
  ];
  document.querySelectorAll<HTMLElement>("[data-key]").forEach((element) => {
    const said = [...element.childNodes].filter((node) => !(node instanceof HTMLElement && node.tagName === "KBD")).map((node) => node.textContent).join("").trim();
    lines.push([(element.dataset.key ?? "").toUpperCase(), element.dataset.keyLabel ?? said]);
  });
  for (const [key, words] of lines) {
    const term = make("dt");
    term.append(make("kbd", "", key));
    list.append(term, make("dd", "", words));
  }
  const actions = make("div", "dialog-actions");
  const shut = button(say("close"), "btn-primary");
  shut.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  actions.append(shut);
  dialog.append(title, list, actions);
  document.body.append(dialog);
  dialog.showModal();
}

function pressed(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  const acts: Record<string, () => void> = {
    j: () => go(1),
    k: () => go(-1),
    x: pick,
    "?": help,
    "/": () => document.getElementById("top-q")?.focus(),
  };
  const act = (rows().length || event.key === "?" || event.key === "/") && acts[event.key];
  const own = act || taken(event) ? null : declared(event.key.toLowerCase());
  if (!act && !own) return;
  event.preventDefault();
  if (act) act();
  else if (own) press(own);
}

export default function keys(element: HTMLElement): void {
  if (element !== document.body) {
    rows = () => [...element.querySelectorAll<HTMLElement>("tbody tr, [data-row]")];
    element.addEventListener("focusin", (event) => {
      const row = (event.target as HTMLElement).closest<HTMLElement>("tr, [data-row]");
      if (!row) return;
      place = rows().indexOf(row);
      rows().forEach((other) => other.classList.toggle("is-here", other === row));
    });
  }
  if (element !== document.body) backInPlace();
  if (!listening) document.addEventListener("keydown", pressed);
  listening = true;
}
