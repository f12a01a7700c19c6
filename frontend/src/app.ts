/* Every page: htmx, and islands that load when an element asks for them. A page is whole without any of this. */
import htmx from "htmx.org";
import { announce, say } from "./words";

type Island = (element: HTMLElement) => void;
const found = import.meta.glob<{ default: Island }>("./islands/*.ts");
const awake = new WeakSet<HTMLElement>();

const HEAVY = ["chart", "map"]; // not loaded for what is folded away, until it is opened

function folded(element: HTMLElement): boolean {
  return HEAVY.includes(element.dataset.island ?? "") && element.closest("details:not([open])") !== null;
}

async function wake(element: HTMLElement): Promise<void> {
  if (awake.has(element) || folded(element)) return;
  awake.add(element);
  for (const name of (element.dataset.island ?? "").split(" ")) {
    const load = found[`./islands/${name}.ts`];
    if (load) (await load()).default(element);
  }
}

function look(root: ParentNode & Node): void {
  if (root instanceof HTMLElement && root.dataset.island !== undefined) void wake(root);
  root.querySelectorAll<HTMLElement>("[data-island]").forEach((element) => void wake(element));
}

/** Folded on a phone, open where there is room. */
function unfold(): void {
  if (window.matchMedia("(min-width: 60rem)").matches) document.querySelectorAll<HTMLDetailsElement>("details[data-wide]").forEach((one) => (one.open = true));
}

function start(): void {
  unfold();
  look(document);
  document.addEventListener("toggle", (event) => event.target instanceof HTMLElement && look(event.target), true);
  new MutationObserver((changes) => {
    for (const change of changes) for (const node of change.addedNodes) if (node instanceof HTMLElement) look(node);
  }).observe(document.body, { childList: true, subtree: true });
  document.querySelector<HTMLElement>("[data-focus]")?.focus();
  const side = document.querySelector<HTMLElement>(".side");
  const here = side?.querySelector<HTMLElement>("[aria-current]");
  if (side && here) side.scrollLeft = here.offsetLeft - (side.clientWidth - here.offsetWidth) / 2; // on a phone it is a strip
  if (document.querySelector("[data-panel]")) void found["./islands/panel.ts"]?.().then((m) => m.default(document.body));
  if (document.querySelector("[data-key]")) void found["./islands/keys.ts"]?.().then((m) => m.default(document.body));
  document.addEventListener("submit", busy);
  document.addEventListener("click", closeMenus);
  document.addEventListener("keydown", (event) => event.key === "Escape" && closeMenus(event));
  for (const name of ["htmx:error", "htmx:response:error"]) document.addEventListener(name, failed);
  const worker = document.body.dataset.worker;
  if (worker && "serviceWorker" in navigator) void navigator.serviceWorker.register(worker, { scope: "/report/" }).catch(() => undefined);
}

/** More rows did not come: say so where they were asked for; the link is still there to be pressed again. */
function failed(): void {
  announce(say("failed"));
  const place = document.getElementById("more");
  if (!place || place.querySelector(".more-failed")) return;
  const told = document.createElement("span");
  told.className = "more-failed tone-late";
  told.textContent = say("failed");
  place.append(" ", told);
}

/** A second press while the first is on its way sends nothing twice. */
function busy(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  event.submitter?.setAttribute("aria-busy", "true");
  window.setTimeout(() => {
    delete form.dataset.sent;
    event.submitter?.removeAttribute("aria-busy");
  }, 8000);
}

function closeMenus(event: Event): void {
  document.querySelectorAll<HTMLDetailsElement>("details.menu[open], details.clock[open]").forEach((menu) => {
    if (event instanceof KeyboardEvent || !menu.contains(event.target as Node)) menu.open = false;
  });
}

void htmx;
start();
