/* What is being written stays on the device until the server has confirmed it, photos too. Says honestly what was not delivered.

   <form data-island="draft" data-draft="report">      keeps; names, phones and passwords are never kept
   <div data-island="draft" data-draft-sent="report">  on the page that confirms: forgets
   <input type="hidden" name="client_key">             filled with one random key a draft, so that nothing is taken in twice */
import { announce, button, make, say } from "../words";

const DAYS = 3;
const PREFIX = "huying:draft:";
type Kept = { at: number; values: Record<string, string[]> };
type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const PRIVATE = /^(name|given-name|family-name|tel|tel-national|email|current-password|new-password|one-time-code|off)$/;

function keeps(field: Field): boolean {
  if (!field.name || /^(csrfmiddlewaretoken|proof.*|handles)$/.test(field.name) || field.dataset.draftSkip !== undefined) return false;
  if (field instanceof HTMLInputElement && /^(password|tel|email|file|submit|button|search)$/.test(field.type)) return false;
  return !PRIVATE.test(field.autocomplete ?? "");
}

function database(): Promise<IDBDatabase> {
  return new Promise((done, failed) => {
    const asked = indexedDB.open("huying-drafts", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("files");
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
}

async function files(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest): Promise<unknown> {
  const base = await database();
  return new Promise((done, failed) => {
    const asked = act(base.transaction("files", mode).objectStore("files"));
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  }).finally(() => base.close());
}

function read(name: string): Kept | null {
  try {
    const kept = JSON.parse(localStorage.getItem(PREFIX + name) ?? "null") as Kept | null;
    return kept && Date.now() - kept.at < DAYS * 86_400_000 ? kept : null;
  } catch {
    return null;
  }
}

async function forget(name: string): Promise<void> {
  localStorage.removeItem(PREFIX + name);
  await files("readwrite", (store) => store.delete(name)).catch(() => undefined);
}

async function reachable(): Promise<boolean> {
  if (!navigator.onLine) return false;
  try {
    const timeout = new AbortController();
    window.setTimeout(() => timeout.abort(), 6000);
    return (await fetch("/healthz", { method: "HEAD", cache: "no-store", signal: timeout.signal })).status < 500;
  } catch {
    return false;
  }
}

class Draft {
  private readonly note = make("div", "draft-note notice notice-soon");
  private readonly words = make("p");
  private waiting: HTMLElement | null | undefined;
  private sure = false;

  constructor(private readonly form: HTMLFormElement, private readonly name: string) {
    this.note.hidden = true;
    this.note.setAttribute("role", "status");
    const inside = make("div");
    const drop = button(say("draftDrop"), "btn-small");
    drop.addEventListener("click", () => void this.discard());
    inside.append(this.words, drop);
    this.note.append(inside);
    form.prepend(this.note);
  }

  async start(): Promise<void> {
    const back = this.restore();
    const photos = await this.restoreFiles().catch(() => false);
    if ((back || photos) && !this.form.querySelector(".error-summary")) this.tell(say("draftBack"));
    const key = this.form.querySelector<HTMLInputElement>('input[name="client_key"]');
    if (key && !key.value) key.value = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`;
    let timer = 0;
    this.form.addEventListener("input", () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => this.keep(), 300);
    });
    this.form.addEventListener("photos:changed", () => void this.keepFiles().catch(() => undefined));
    this.form.addEventListener("submit", (event) => this.submit(event));
    window.addEventListener("online", () => void this.online());
    window.addEventListener("offline", () => this.tell(say("draftKept")));
    window.addEventListener("pagehide", () => this.keep());
  }

  private fields(): Field[] {
    return [...this.form.querySelectorAll<Field>("input, textarea, select")].filter(keeps);
  }

  private keep(): void {
    const values: Record<string, string[]> = {};
    let any = false;
    for (const field of this.fields()) {
      const ticked = !(field instanceof HTMLInputElement) || !/^(checkbox|radio)$/.test(field.type) || field.checked;
      if (!ticked) continue;
      (values[field.name] ??= []).push(field.value);
      if (field.value.trim() && (field as HTMLInputElement).type !== "hidden" && !/^(checkbox|radio)$/.test(field.type) && field.tagName !== "SELECT") any = true;
    }
    if (any) localStorage.setItem(PREFIX + this.name, JSON.stringify({ at: Date.now(), values } satisfies Kept));
  }

  private async keepFiles(): Promise<void> {
    const kept: Record<string, File[]> = {};
    this.form.querySelectorAll<HTMLInputElement>("input[type=file]").forEach((input) => (kept[input.name] = [...(input.files ?? [])]));
    await files("readwrite", (store) => store.put(kept, this.name));
  }

  private restore(): boolean {
    const kept = read(this.name);
    if (!kept) return false;
    let back = false;
    for (const field of this.fields()) {
      const values = kept.values[field.name];
      if (!values) continue;
      if (field instanceof HTMLInputElement && /^(checkbox|radio)$/.test(field.type)) {
        if (!this.form.querySelector(".error-summary")) field.checked = values.includes(field.value);
      } else if (!field.value && values[0]) {
        field.value = values.shift() ?? "";
        back ||= field.value.trim() !== "" && (field as HTMLInputElement).type !== "hidden";
      }
    }
    return back;
  }

  private async restoreFiles(): Promise<boolean> {
    const kept = (await files("readonly", (store) => store.get(this.name))) as Record<string, File[]> | undefined;
    let back = false;
    // The server says that it holds the photos already (a form that came back with a mistake): they are not sent twice.
    if (this.form.querySelector<HTMLInputElement>('input[name="handles"]')?.value) return false;
    for (const input of this.form.querySelectorAll<HTMLInputElement>("input[type=file]")) {
      const held = kept?.[input.name];
      if (!held?.length || input.files?.length) continue;
      const data = new DataTransfer();
      held.forEach((file) => data.items.add(file));
      input.files = data.files;
      input.dispatchEvent(new CustomEvent("photos:put"));
      back = true;
    }
    return back;
  }

  private submit(event: SubmitEvent): void {
    this.keep();
    if (this.sure || event.defaultPrevented) return;
    event.preventDefault();
    const pressed = event.submitter;
    pressed?.setAttribute("aria-busy", "true");
    void reachable().then((there) => {
      pressed?.removeAttribute("aria-busy");
      if (there) return this.send(pressed);
      this.waiting = pressed;
      const offline = this.form.dataset.offline !== undefined;
      this.tell(say(offline ? "draftKept" : "draftWait"));
      this.note.scrollIntoView({ block: "center" });
      if (!offline) window.setTimeout(() => void this.online(), 15_000);
    });
  }

  private async online(): Promise<void> {
    if (!(await reachable())) {
      if (this.waiting !== undefined) window.setTimeout(() => void this.online(), 15_000);
      return;
    }
    if (this.waiting === undefined) return this.hide();
    if (this.form.dataset.offline !== undefined) return this.tell(say("draftOnline"));
    this.tell(say("draftSending"));
    this.send(this.waiting);
  }

  private send(pressed: HTMLElement | null): void {
    this.waiting = undefined;
    this.sure = true;
    if (this.form.dataset.offline !== undefined) {
      location.href = this.form.action;
      return;
    }
    this.form.requestSubmit(pressed);
    window.setTimeout(() => (this.sure = false), 1000);
  }

  private async discard(): Promise<void> {
    await forget(this.name);
    this.form.reset();
    this.form.querySelectorAll<HTMLInputElement>("input[type=file]").forEach((input) => {
      input.value = "";
      input.dispatchEvent(new CustomEvent("photos:put"));
    });
    this.hide();
    this.form.querySelector<HTMLElement>("textarea, input:not([type=hidden])")?.focus();
  }

  private tell(text: string): void {
    this.words.textContent = text;
    this.note.hidden = false;
    announce(text);
  }

  private hide(): void {
    this.note.hidden = true;
  }
}

export default function draft(element: HTMLElement): void {
  const sent = element.dataset.draftSent;
  if (sent) void forget(sent);
  else if (element instanceof HTMLFormElement && element.dataset.draft) void new Draft(element, element.dataset.draft).start();
}
