/* On a desk a row opens beside the list; on a phone, with a modifier key or when anything fails, the link is a link. */
import htmx from "htmx.org";
import { announce, make, say } from "../words";
import { keepPlace } from "./keys";

const DESK = window.matchMedia("(min-width: 62rem)");
let opened: AbortController | null = null;
let from: HTMLElement | null = null;

function shell(place: HTMLElement, href: string): HTMLElement {
  const panel = make("section", "panel");
  panel.tabIndex = -1;
  const head = make("div", "panel-head");
  const whole = make("a", "", say("openPage"));
  whole.href = href;
  const shut = make("button", "btn btn-small", say("close"));
  shut.type = "button";
  shut.addEventListener("click", () => close(place));
  head.append(whole, shut);
  const body = make("div", "panel-body");
  body.append(make("p", "quiet", say("loading")), make("div", "skeleton"), make("div", "skeleton"), make("div", "skeleton"));
  panel.append(head, body);
  place.replaceChildren(panel);
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close(place);
  });
  return body;
}

function close(place: HTMLElement): void {
  opened?.abort();
  place.replaceChildren();
  from?.focus();
}

async function open(link: HTMLAnchorElement, place: HTMLElement): Promise<void> {
  opened?.abort();
  opened = new AbortController();
  from = link;
  const body = shell(place, link.href);
  try {
    const answer = await fetch(link.href, { signal: opened.signal, headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const main = page.getElementById("main");
    if (!main || answer.redirected && new URL(answer.url).pathname.startsWith("/account/")) throw new Error("no page");
    main.querySelectorAll(".back, .messages").forEach((part) => part.remove());
    const title = main.querySelector("h1");
    if (title) {
      const second = make("h2", title.className);
      second.append(...title.childNodes);
      second.id = "panel-title";
      title.replaceWith(second);
      body.parentElement?.setAttribute("aria-labelledby", second.id);
    }
    body.replaceChildren(...main.childNodes);
    absolute(body, link.href);
    leadBack(body, link);
    htmx.process(body);
    announce(page.title);
    body.parentElement?.focus({ preventScroll: true });
  } catch (error) {
    if ((error as Error).name === "AbortError") return;
    body.replaceChildren(make("p", "", say("failed")));
    announce(say("failed"));
  }
}

/** A step taken here leads back to this list, to the row that then stands in the same place. */
function leadBack(body: HTMLElement, link: HTMLElement): void {
  body.querySelectorAll<HTMLFormElement>('form[method="post"]').forEach((form) => {
    if (!form.querySelector('[name="next"]')) {
      const next = make("input");
      next.type = "hidden";
      next.name = "next";
      next.value = location.pathname + location.search;
      form.append(next);
    }
    form.addEventListener("submit", () => keepPlace(link));
  });
}

/** Forms and links of the page mean that page, wherever they are shown. */
function absolute(body: HTMLElement, href: string): void {
  body.querySelectorAll("form").forEach((form) => form.setAttribute("action", new URL(form.getAttribute("action") ?? "", href).href));
  body.querySelectorAll<HTMLAnchorElement>("a[href]").forEach((a) => {
    const own = a.getAttribute("href") ?? "";
    if (own.startsWith("?")) a.href = new URL(own, href).href;
  });
}

export default function panel(root: HTMLElement): void {
  const place = document.querySelector<HTMLElement>("[data-panel-place]");
  if (!place) return;
  root.addEventListener("click", (event) => {
    const link = (event.target as HTMLElement).closest<HTMLAnchorElement>("a[data-panel]");
    if (!link || !DESK.matches || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
    event.preventDefault();
    void open(link, place);
  });
}
