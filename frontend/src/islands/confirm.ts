/* Asks once more, in the words of the consequence, before something that cannot be undone. Without scripts the
   form has a box to tick, which the browser asks for.
   A button may bring its own words (data-confirm); a form without any asks nothing. */
import { button, make, say } from "../words";

export default function confirm(element: HTMLElement): void {
  if (!(element instanceof HTMLFormElement) || typeof HTMLDialogElement === "undefined") return;
  let sure = false;
  element.addEventListener(
    "submit",
    (event) => {
      const pressed = event.submitter as HTMLButtonElement | null;
      const question = pressed?.dataset.confirm ?? element.dataset.confirm;
      if (sure || !question) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      ask(question, pressed?.textContent?.trim() || say("goOn"), () => {
        sure = true;
        element.requestSubmit(pressed);
        window.setTimeout(() => (sure = false), 0);
      });
    },
    true,
  );
}

function ask(question: string, yes: string, then: () => void): void {
  const dialog = make("dialog");
  const words = make("p", "", question);
  words.id = `ask-${Math.random().toString(36).slice(2)}`;
  dialog.setAttribute("aria-labelledby", words.id);
  const actions = make("div", "dialog-actions");
  const no = button(say("cancel"));
  const go = button(yes, "btn-primary");
  no.addEventListener("click", () => dialog.close());
  go.addEventListener("click", () => {
    dialog.close();
    then();
  });
  dialog.addEventListener("close", () => dialog.remove());
  actions.append(no, go);
  dialog.append(words, actions);
  document.body.append(dialog);
  dialog.showModal();
  no.focus();
}
